"""The listener with a model that tells what it was given and a detector that follows the level."""

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.speech.hypothesis import NOTHING, Hypothesis
from salescoach.speech.listener import Heard, Listener
from salescoach.speech.segments import SegmentRules

Samples = npt.NDArray[np.float32]
RULES = SegmentRules()


def audio(level: float, ms: int) -> Samples:
    return np.full(ms * 16, level, np.float32)


QUIET, VOICE = 0.0, 0.5


class Level:
    """Speech is what is loud."""

    def probability(self, hop: Samples) -> float:
        return float(hop.mean() > VOICE / 2)


class Counting:
    """Says one word for each half second of voice it is given; what it says can be overruled."""

    def __init__(self, text: str | None = None, confidence: float = 0.9) -> None:
        self.calls = 0
        self._text = text
        self._confidence = confidence

    def hear(self, samples: Samples, draft: Sequence[int] = ()) -> Hypothesis:
        self.calls += 1
        voiced = int((samples > VOICE / 2).sum())
        words = [f"word{number}" for number in range(1 + voiced // 8_000)] if voiced else []
        text = self._text if self._text is not None else " ".join(words) + "."
        return Hypothesis(text, tuple(range(3, 3 + len(words))), self._confidence)


def run(
    pieces: Sequence[Samples], model: Counting | None = None, interval_ms: int = 200
) -> list[Heard]:
    heard: list[Heard] = []
    listener = Listener(model or Counting(), Level(), heard.append, interval_ms)
    for piece in pieces:
        listener.hear(piece)
    listener.finish()
    return heard


def finals(heard: list[Heard]) -> list[Heard]:
    return [line for line in heard if line.is_final]


def test_a_line_grows_and_ends_once_with_times_from_the_first_sample() -> None:
    heard = run([audio(QUIET, 960), audio(VOICE, 1_600), audio(QUIET, 1_000)])
    (final,) = finals(heard)
    assert heard[-1] is final
    assert final.text == "word0 word1 word2 word3."
    assert final.start_ms == pytest.approx(960, abs=32)
    assert final.end_ms == pytest.approx(2_560, abs=32)
    assert [line.text for line in heard[:2]] == ["word0.", "word0 word1."]


def test_the_final_comes_with_the_end_of_the_pause_not_later() -> None:
    heard: list[Heard] = []
    listener = Listener(Counting(), Level(), heard.append, 200)
    listener.hear(audio(VOICE, 1_600))
    listener.hear(audio(QUIET, RULES.end_ms - 32))
    assert not finals(heard)
    listener.hear(audio(QUIET, 32))
    assert len(finals(heard)) == 1


def test_the_words_are_decoded_while_the_pause_lasts() -> None:
    model = Counting()
    listener = Listener(model, Level(), lambda heard: None, 0)
    listener.hear(audio(VOICE, 1_600))
    listener.hear(audio(QUIET, RULES.pause_ms))
    at_pause = model.calls
    listener.hear(audio(QUIET, RULES.end_ms))
    assert at_pause == model.calls == 1


def test_finish_keeps_the_last_word_and_does_not_pass_the_audio() -> None:
    heard = run([audio(VOICE, 1_115)])
    (final,) = finals(heard)
    assert final.text == "word0 word1 word2."
    assert final.end_ms == 1_115


def test_silence_makes_nothing_at_all() -> None:
    model = Counting()
    assert run([audio(QUIET, 5_000)], model) == []
    assert model.calls == 0


@pytest.mark.parametrize(
    "model",
    [Counting(text=""), Counting(text="..."), Counting(text="You", confidence=0.2)],
    ids=["empty", "punctuation", "guess"],
)
def test_a_line_that_is_no_speech_is_dropped(model: Counting) -> None:
    assert run([audio(VOICE, 900), audio(QUIET, 900)], model) == []


def test_a_short_sound_needs_more_confidence() -> None:
    sound = [audio(VOICE, 200), audio(QUIET, 900)]
    assert run(sound, Counting(text="Uh", confidence=0.5)) == []
    assert finals(run(sound, Counting(text="Yes.", confidence=0.7)))


def test_a_loop_is_not_shown_and_is_cut_in_the_final() -> None:
    heard = run(
        [audio(VOICE, 1_600), audio(QUIET, 900)], Counting(text="the cost " * 20 + "is high.")
    )
    assert [line.text for line in heard] == ["the cost the cost is high."]


def test_a_line_that_was_shown_and_turns_out_to_be_nothing_is_taken_back() -> None:
    class Fading(Counting):
        def hear(self, samples: Samples, draft: Sequence[int] = ()) -> Hypothesis:
            ended = bool(samples[-1] == QUIET)
            return NOTHING if ended else super().hear(samples, draft)

    heard = run([audio(VOICE, 1_000), audio(QUIET, 900)], Fading())
    assert heard[0].text
    assert (heard[-1].is_final, heard[-1].text) == (True, "")
    assert {line.number for line in heard} == {0}


def test_speech_without_a_pause_still_gets_finals_and_loses_no_audio() -> None:
    heard = run([audio(VOICE, 40_000)], interval_ms=1_000)
    lines = finals(heard)
    assert len(lines) >= 3
    assert [line.number for line in lines] == list(range(len(lines)))
    for earlier, later in itertools.pairwise(lines):
        assert earlier.end_ms == later.start_ms
    assert lines[0].start_ms == 0
    assert lines[-1].end_ms == 40_000


def test_economy_makes_fewer_interims_at_once_and_finals_only_makes_none() -> None:
    def interims(interval_ms: int) -> int:
        speech = [audio(VOICE, 100)] * 60 + [audio(QUIET, 1_000)]
        heard = run(speech, interval_ms=interval_ms)
        return len(heard) - len(finals(heard))

    assert interims(200) > interims(1_000) > interims(0)


def test_audio_in_a_hurry_gets_no_interims_but_the_same_final() -> None:
    heard: list[Heard] = []
    listener = Listener(Counting(), Level(), heard.append, 200)
    for piece in [audio(VOICE, 100)] * 16:
        listener.hear(piece, hurried=True)
    assert heard == []
    listener.finish()
    assert [line.text for line in heard] == ["word0 word1 word2 word3."]


@given(st.lists(st.integers(1, 4_000), min_size=1, max_size=40))
@settings(deadline=None, max_examples=40)
def test_the_lines_do_not_depend_on_the_size_of_the_frames(sizes: list[int]) -> None:
    speech = np.concatenate(
        [audio(QUIET, 500), audio(VOICE, 1_300), audio(QUIET, 700), audio(VOICE, 700)]
    )
    edges = np.minimum(np.cumsum([0, *sizes]), len(speech)).tolist()
    pieces = [speech[a:b] for a, b in itertools.pairwise(edges)] + [speech[edges[-1] :]]
    assert run(pieces) == run([speech])


def test_a_long_call_keeps_its_time_and_little_memory() -> None:
    heard: list[Heard] = []
    listener = Listener(Counting(), Level(), heard.append, 0)
    for _ in range(120):
        listener.hear(audio(QUIET, 9_000))
        listener.hear(audio(VOICE, 1_000))
    listener.finish()
    assert len(heard) == 120
    assert heard[-1].start_ms == pytest.approx(1_199_000, abs=32)
    assert listener.held_samples < 32_000
