"""Cues: a quiet word on delivery, each with a switch and a figure the user may change.

The figures come from studies of recorded sales calls where there are any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

CueKind = Literal[
    "pause",
    "fast_answer",
    "speed_up",
    "interruption",
    "monologue",
    "talk_ratio",
    "pace",
    "silence",
    "few_questions",
    "many_questions",
    "never_say",
]

Unit = Literal["seconds", "percent", "words_a_minute", "count"]


@dataclass(frozen=True, slots=True)
class CueRule:
    """``threshold`` None: the cue has no figure to set."""

    on: bool
    threshold: float | None


@dataclass(frozen=True, slots=True)
class CueSpec:
    """What a cue begins with, and between which figures its threshold may lie. ``source``: where
    the figure comes from, in words a user reads."""

    rule: CueRule
    unit: Unit | None = None
    least: float = 0
    most: float = 0
    source: str = ""


WON_TALK_PERCENT = 43
"""How much salespeople talk in calls that are won, on average (Gong Labs)."""

LENGTH_OF_A_CALL_MS = 1_800_000
"""What a figure for a whole call is for; a shorter call is asked for its share."""

_QUESTIONS = "11 to 14 questions in a call do best (Gong Labs)."


def _ours(figure: int) -> str:
    return f"{figure} is our own default."


CUES: Mapping[CueKind, CueSpec] = MappingProxyType(
    {
        "pause": CueSpec(
            CueRule(True, 1.5), "seconds", 0.5, 5, "The best wait about 1.5 s (Gong Labs)."
        ),
        "fast_answer": CueSpec(
            CueRule(True, 0.3), "seconds", 0.1, 2, "Most answer after 0.3 s (Gong Labs)."
        ),
        "speed_up": CueSpec(
            CueRule(True, 9),
            "percent",
            3,
            50,
            "Most go from 173 to 188 words a minute, 9% faster (Gong Labs).",
        ),
        "interruption": CueSpec(CueRule(True, 2), "count", 1, 10, _ours(2)),
        "monologue": CueSpec(CueRule(True, 90), "seconds", 20, 600, _ours(90)),
        "talk_ratio": CueSpec(
            CueRule(True, 65),
            "percent",
            30,
            95,
            f"Above 65% hurts; in calls that are won it is {WON_TALK_PERCENT}% (Gong Labs).",
        ),
        "pace": CueSpec(
            CueRule(True, 188),
            "words_a_minute",
            120,
            260,
            "188 is the pace of those who hurry (Gong Labs).",
        ),
        "silence": CueSpec(CueRule(True, 8), "seconds", 3, 60, _ours(8)),
        "few_questions": CueSpec(CueRule(True, 11), "count", 1, 40, _QUESTIONS),
        "many_questions": CueSpec(CueRule(True, 14), "count", 3, 60, _QUESTIONS),
        "never_say": CueSpec(CueRule(True, None), source="The list is in your playbook."),
    }
)

CueRules = Mapping[CueKind, CueRule]

DEFAULT_CUES: CueRules = MappingProxyType({kind: spec.rule for kind, spec in CUES.items()})
