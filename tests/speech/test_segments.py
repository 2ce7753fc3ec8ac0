import itertools
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.speech.segments import Segment, Segmenter, SegmentRules, hops

RULES = SegmentRules()


def heard(probabilities: Iterable[float]) -> Segmenter:
    segmenter = Segmenter(RULES)
    for probability in probabilities:
        segmenter.hear(probability)
    return segmenter


def test_a_line_begins_with_the_audio_before_its_first_sound() -> None:
    segmenter = heard([0.0] * 40 + [0.9] * 10)
    assert segmenter.segment == Segment(audio_start=30, start=40, voice_end=50, audio_end=50)


def test_one_loud_hop_is_no_speech() -> None:
    assert heard([0.0] * 5 + [0.99] + [0.0] * 5).segment is None


def test_the_audio_a_line_will_need_is_never_given_up() -> None:
    segmenter = Segmenter(RULES)
    for probability in [0.0] * 50 + [0.9] * 3:
        needed = segmenter.earliest_needed
        segmenter.hear(probability)
        if segmenter.segment is not None:
            assert segmenter.segment.audio_start >= needed


def test_a_finished_line_ends_sooner_than_an_unfinished_one() -> None:
    segmenter = heard([0.9] * 30 + [0.0] * hops(RULES.end_ms))
    assert segmenter.end_due(finished=True)
    assert not segmenter.end_due(finished=False)
    longer = heard([0.9] * 30 + [0.0] * hops(RULES.unfinished_end_ms))
    assert longer.end_due(finished=False)


def test_a_short_breath_does_not_end_a_line() -> None:
    segmenter = heard([0.9] * 30 + [0.0] * (hops(RULES.end_ms) - 1) + [0.9] * 5)
    assert not segmenter.end_due(finished=True)
    assert segmenter.silent_hops == 0


def test_a_long_line_ends_at_any_pause() -> None:
    segmenter = heard([0.9] * hops(RULES.long_ms) + [0.0] * hops(RULES.pause_ms))
    assert segmenter.end_due(finished=False)


def test_a_line_without_a_pause_is_cut_where_it_is_quietest_and_goes_on() -> None:
    longest = hops(RULES.longest_ms)
    probabilities = [0.9] * longest
    probabilities[longest - 20] = 0.4
    segmenter = heard(probabilities)
    assert segmenter.too_long
    over = segmenter.cut()
    assert over == Segment(0, 0, longest - 20, longest - 20)
    rest = segmenter.segment
    assert rest is not None
    assert rest.audio_start == longest - 20
    assert rest.audio_end == longest


def test_the_next_line_takes_nothing_of_the_last() -> None:
    segmenter = heard([0.9] * 30 + [0.0] * 6)
    segmenter.end()
    for probability in [0.0, 0.9, 0.9]:
        segmenter.hear(probability)
    segment = segmenter.segment
    assert segment is not None
    assert segment.audio_start >= 30


@given(st.lists(st.floats(0, 1), max_size=1_000))
@settings(deadline=None)
def test_lines_follow_each_other_within_the_audio(probabilities: list[float]) -> None:
    segmenter = Segmenter(RULES)
    over: list[Segment] = []
    for probability in probabilities:
        segmenter.hear(probability)
        segment = segmenter.segment
        if segment is not None and segmenter.end_due(finished=True):
            over.append(segment)
            segmenter.end()
        elif segmenter.too_long:
            over.append(segmenter.cut())
        open_line = segmenter.segment
        if open_line is not None:
            assert segmenter.earliest_needed <= open_line.audio_start
    for segment in over:
        assert segment.audio_start <= segment.start <= segment.voice_end <= segment.audio_end
        assert segment.audio_end - segment.audio_start <= hops(RULES.longest_ms)
    for earlier, later in itertools.pairwise(over):
        assert earlier.voice_end <= later.audio_start
