"""A quiet word on delivery, seldom and only when the figures are clear."""

from dataclasses import dataclass
from typing import Literal

from salescoach.pipeline.metrics import TalkMetrics
from salescoach.pipeline.state import CallState

MONOLOGUE_MS = 90_000
TALK_RATIO = 0.65
"""Above this share of the talk calls are lost more often."""

TALK_RATIO_FROM_MS = 180_000
"""Early in a call the ratio says nothing."""

PACE_WPM = 190
REPEAT_AFTER_MS = 180_000
"""The same cue is not given again sooner."""


@dataclass(frozen=True, slots=True)
class DueCue:
    kind: Literal["monologue", "talk_ratio", "pace"]
    text: str


def due(state: CallState, figures: TalkMetrics) -> DueCue | None:
    """The cue the salesperson should get now, if any."""
    for cue in _candidates(figures):
        last = state.cues.get(cue.kind)
        if last is None or state.heard_ms - last >= REPEAT_AFTER_MS:
            return cue
    return None


def _candidates(figures: TalkMetrics) -> list[DueCue]:
    found: list[DueCue] = []
    if figures.current_monologue_ms >= MONOLOGUE_MS:
        found.append(DueCue("monologue", "You have talked for a while. Ask a question."))
    enough = figures.speaking_ms >= TALK_RATIO_FROM_MS
    if enough and figures.talk_ratio is not None and figures.talk_ratio > TALK_RATIO:
        percent = round(figures.talk_ratio * 100)
        found.append(DueCue("talk_ratio", f"You talk {percent}% of the time. Let them speak."))
    if figures.pace_wpm is not None and figures.pace_wpm > PACE_WPM:
        found.append(DueCue("pace", f"{figures.pace_wpm} words a minute. Slow down."))
    return found
