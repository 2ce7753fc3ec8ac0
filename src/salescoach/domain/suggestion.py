"""A card: the one thing worth saying now, and why."""

from dataclasses import dataclass
from enum import StrEnum

from salescoach.domain.signal import Evidence, ObjectionType, Sentiment, Stage

FACT = "fact:"


def card_of_fact(fact_id: str) -> str:
    """What a fact's card is known by where a script's is known by the script's id: no script's id
    has a colon."""
    return f"{FACT}{fact_id}"


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Source(StrEnum):
    """Which engine wrote the advice."""

    LOCAL = "local"
    CLAUDE = "claude"
    OPENAI_COMPATIBLE = "openai_compatible"


@dataclass(frozen=True, slots=True)
class PrimarySuggestion:
    """``text`` can be read in three seconds and said as it stands. ``confidence`` is 0-100."""

    text: str
    reasoning: str
    confidence: int
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class SuggestionContext:
    call_stage: Stage
    objection_detected: bool
    objection_type: ObjectionType | None
    buying_signal: bool
    sentiment: Sentiment


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Advice for one moment. The session gives it its ``id`` and stamps ``early`` and
    ``latency_ms`` when it shows it."""

    primary_suggestion: PrimarySuggestion
    context: SuggestionContext
    highlight_toolkit: tuple[str, ...]
    next_move: str
    evidence: Evidence
    source: Source = Source.LOCAL
    script_id: str | None = None
    id: str = ""
