from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salescoach.pipeline.timeline import Timeline

MS = st.integers(0, 100_000)
GAPS = st.lists(st.tuples(MS, st.integers(0, 20_000)), max_size=8)


def with_gaps(gaps: list[tuple[int, int]]) -> Timeline:
    timeline = Timeline()
    for start, length in gaps:
        timeline.declare_gap(start, start + length)
    return timeline


@given(GAPS, MS)
def test_audio_keeps_its_place_on_the_way_to_call_time_and_back(
    gaps: list[tuple[int, int]], sent: int
) -> None:
    timeline = with_gaps(gaps)

    assert timeline.stream_ms(timeline.call_ms(sent)) == sent
    assert timeline.stream_ms(timeline.position_ms(sent)) == sent


@given(GAPS, st.integers(0, 200_000))
def test_call_time_outside_every_gap_comes_back(gaps: list[tuple[int, int]], at: int) -> None:
    timeline = with_gaps(gaps)
    assume(not any(start < at <= start + length for start, length in gaps))

    assert timeline.call_ms(timeline.stream_ms(at)) == at


@given(GAPS, MS, MS)
def test_order_is_kept(gaps: list[tuple[int, int]], one: int, other: int) -> None:
    timeline = with_gaps(gaps)
    earlier, later = sorted((one, other))

    assert timeline.call_ms(earlier) <= timeline.call_ms(later)
    assert timeline.position_ms(earlier) <= timeline.position_ms(later)
    assert timeline.call_ms(one) <= timeline.position_ms(one)


@given(GAPS, st.randoms(use_true_random=False), MS)
def test_gaps_may_be_declared_in_any_order(
    gaps: list[tuple[int, int]], random: Random, sent: int
) -> None:
    shuffled = list(gaps)
    random.shuffle(shuffled)

    assert with_gaps(shuffled) == with_gaps(gaps)
    assert with_gaps(shuffled).call_ms(sent) == with_gaps(gaps).call_ms(sent)


@pytest.mark.parametrize(
    ("sent", "ends_at", "next_at"),
    [(500, 500, 500), (1_000, 1_000, 3_000), (1_001, 3_001, 3_001), (2_000, 4_000, 9_000)],
)
def test_words_that_touch_a_gap_end_before_it_and_the_next_begin_after_it(
    sent: int, ends_at: int, next_at: int
) -> None:
    timeline = with_gaps([(1_000, 2_000), (4_000, 5_000)])

    assert timeline.call_ms(sent) == ends_at
    assert timeline.position_ms(sent) == next_at


def test_a_frame_lost_from_before_a_pause_is_no_error() -> None:
    timeline = with_gaps([(1_000, 5_000)])

    timeline.declare_gap(900, 1_100)

    assert timeline.call_ms(900) == 900
    assert timeline.position_ms(900) == 6_000


def test_a_gap_of_no_length_is_none() -> None:
    assert with_gaps([(100, 0), (200, -50)]) == Timeline()
