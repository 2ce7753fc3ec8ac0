"""Cues: a quiet word on delivery, each with a switch and a figure the user may change.

The figures come from studies of recorded sales calls where there are any; ``source`` says so in
words a user can read, or that the figure is our own.
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
    """What a cue begins with, and between which figures its threshold may lie."""

    rule: CueRule
    unit: Unit | None = None
    least: float = 0
    most: float = 0
    source: str = ""


_GONG = "Gong Labs, recorded sales calls"
_OURS = "our own default"

CUES: Mapping[CueKind, CueSpec] = MappingProxyType(
    {
        "pause": CueSpec(CueRule(True, 1.5), "seconds", 0.5, 5, _GONG),
        "fast_answer": CueSpec(CueRule(True, 0.3), "seconds", 0.1, 2, _GONG),
        "speed_up": CueSpec(CueRule(True, 9), "percent", 3, 50, _GONG),
        "interruption": CueSpec(CueRule(True, 2), "count", 1, 10, _OURS),
        "monologue": CueSpec(CueRule(True, 90), "seconds", 20, 600, _OURS),
        "talk_ratio": CueSpec(CueRule(True, 65), "percent", 30, 95, _GONG),
        "pace": CueSpec(CueRule(True, 188), "words_a_minute", 120, 260, _GONG),
        "silence": CueSpec(CueRule(True, 8), "seconds", 3, 60, _OURS),
        "few_questions": CueSpec(CueRule(True, 11), "count", 1, 40, _GONG),
        "many_questions": CueSpec(CueRule(True, 14), "count", 3, 60, _GONG),
        "never_say": CueSpec(CueRule(True, None), source="your playbook"),
    }
)

CueRules = Mapping[CueKind, CueRule]

DEFAULT_CUES: CueRules = MappingProxyType({kind: spec.rule for kind, spec in CUES.items()})
