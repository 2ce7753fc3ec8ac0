"""What a turn means for the sale, always with the words it rests on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salescoach.domain.audio import Speaker


class SignalKind(StrEnum):
    OBJECTION = "objection"
    BUYING_SIGNAL = "buying_signal"
    QUESTION = "question"
    STAGE = "stage"
    SENTIMENT = "sentiment"
    COMMITMENT = "commitment"


class ObjectionType(StrEnum):
    PRICE = "price"
    TIMING = "timing"
    AUTHORITY = "authority"
    NEED = "need"
    TRUST = "trust"
    COMPETITOR = "competitor"
    TECHNICAL = "technical"
    AI_CONCERNS = "ai_concerns"


class Sentiment(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Stage(StrEnum):
    """Where the conversation stands, in the order a call usually takes."""

    OPENING = "opening"
    DISCOVERY = "discovery"
    PITCH = "pitch"
    OBJECTION = "objection"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The moment a claim rests on: a turn, its verbatim words, and their place in call time."""

    turn_id: str
    quote: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who promised what by when. ``what`` begins with the verb; ``due`` are the words of the time,
    ``due_on`` the day they name, None when they name none. One promise keeps its ``id`` when it is
    repeated or said more fully; empty until the call knows it."""

    who: Speaker
    what: str
    due: str | None = None
    due_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """``confidence`` is a probability, 0-1. ``objection_type`` is set for an objection,
    ``sentiment`` for a sentiment, ``commitment`` for a commitment. ``basis`` names the rule or the
    examples the signal rests on, in words a salesperson can read."""

    kind: SignalKind
    confidence: float
    evidence: Evidence
    objection_type: ObjectionType | None = None
    sentiment: Sentiment | None = None
    basis: str = ""
    commitment: Commitment | None = None
