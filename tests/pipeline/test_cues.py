import pytest

from salescoach.domain.events import CallEvent, Cue
from salescoach.pipeline.cues import (
    MONOLOGUE_MS,
    PACE_WPM,
    REPEAT_AFTER_MS,
    TALK_RATIO,
    TALK_RATIO_FROM_MS,
    due,
)
from salescoach.pipeline.metrics import TalkMetrics
from salescoach.pipeline.state import CallState, fold
from tests.pipeline.events import said


def figures(
    *, ratio: float = 0.4, monologue_ms: int = 0, pace: int | None = 150, speaking_ms: int = 600_000
) -> TalkMetrics:
    return TalkMetrics(ratio, monologue_ms, monologue_ms, 3, pace, speaking_ms)


CALM = CallState()


def test_good_talk_needs_no_word() -> None:
    calm = figures(ratio=TALK_RATIO, monologue_ms=MONOLOGUE_MS - 1, pace=PACE_WPM)

    assert due(CALM, calm) is None
    assert due(CALM, figures(pace=None)) is None


@pytest.mark.parametrize(
    ("seen", "kind", "words"),
    [
        (figures(monologue_ms=MONOLOGUE_MS), "monologue", "Ask a question"),
        (figures(ratio=0.71), "talk_ratio", "71%"),
        (figures(pace=201), "pace", "201"),
    ],
)
def test_each_cue_names_what_it_saw(seen: TalkMetrics, kind: str, words: str) -> None:
    cue = due(CALM, seen)

    assert cue is not None
    assert cue.kind == kind
    assert words in cue.text


def test_the_ratio_says_nothing_early_in_a_call() -> None:
    assert due(CALM, figures(ratio=0.9, speaking_ms=TALK_RATIO_FROM_MS - 1)) is None


def test_a_cue_is_not_repeated_soon_and_does_not_hide_another() -> None:
    given: list[CallEvent] = [said("t1", 0, 10_000), Cue(kind="monologue", text="...")]
    talking = figures(monologue_ms=MONOLOGUE_MS, pace=PACE_WPM + 1)
    just_before = said("t2", 10_000, 9_999 + REPEAT_AFTER_MS)
    in_time = said("t2", 10_000, 10_000 + REPEAT_AFTER_MS)

    second = due(fold(given), talking)
    early = due(fold([*given, just_before]), figures(monologue_ms=MONOLOGUE_MS))
    again = due(fold([*given, in_time]), talking)

    assert second is not None
    assert second.kind == "pace"
    assert early is None
    assert again is not None
    assert again.kind == "monologue"
