"""Calls as the REST interface shows them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call, CallStatus
from salescoach.domain.events import CallEvent, Customer, GapReason, Timing
from salescoach.domain.missing import Missing
from salescoach.domain.turn import Turn
from salescoach.rooms.calls.corrections import Heard
from salescoach.rooms.calls.service import CallTranscript, TurnPage


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CustomerView(View):
    name: str
    company: str | None

    @classmethod
    def of(cls, customer: Customer) -> "CustomerView":
        return cls(name=customer.name, company=customer.company)


class CallView(View):
    """``interrupted``: the server stopped before the call was ended; it can be resumed."""

    id: str
    title: str = Field(
        description="what the call is called: its customer's name, else the name of its file"
    )
    status: CallStatus
    started_at: datetime = Field(description="UTC")
    ended_at: datetime | None = Field(description="UTC; null until the call has ended")
    duration_ms: int | None = Field(
        description="call time, as far as it is known; null where nobody knows"
    )
    timing: Timing = Field(
        default="full",
        description="which times of its lines are known: `full`, `starts` alone, or `none`; the "
        "others are made up from their order",
    )
    customer: CustomerView | None
    playbook_id: str
    consent: bool
    record_audio: bool
    turn_count: int
    imported_from: str | None = Field(
        default=None, description="the file it was read from; null for a call that was live"
    )
    demo: bool = Field(default=False, description="the recorded call that comes with the product")

    @classmethod
    def of(cls, call: Call) -> "CallView":
        return cls(**call_fields(call))


class HeardView(View):
    """A line before it was corrected."""

    text: str
    speaker: Speaker

    @classmethod
    def of(cls, heard: Heard | None) -> "HeardView | None":
        return None if heard is None else cls(text=heard.text, speaker=heard.speaker)


class TurnView(View):
    """Times are call time: milliseconds since the call's first sample."""

    id: str
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int
    confidence: float | None
    heard: HeardView | None = Field(
        default=None, description="what was heard, where the line was corrected"
    )

    @classmethod
    def of(cls, turn: Turn, heard: Heard | None = None) -> "TurnView":
        return cls(
            id=turn.id,
            speaker=turn.speaker,
            text=turn.text,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            confidence=turn.confidence,
            heard=HeardView.of(heard),
        )


class MissingView(View):
    """Speech that is not in the transcript. Times are call time."""

    start_ms: int
    end_ms: int
    reason: GapReason

    @classmethod
    def of(cls, missing: Missing) -> "MissingView":
        return cls(start_ms=missing.start_ms, end_ms=missing.end_ms, reason=missing.reason)


class CallDetailView(CallView):
    turns: list[TurnView] = Field(description="the whole transcript, in the order the turns began")
    missing: list[MissingView] = Field(description="what the transcript lacks, in the same order")

    @classmethod
    def of_transcript(cls, transcript: CallTranscript) -> "CallDetailView":
        turns = _turn_views(transcript.turns, transcript.heard)
        missing = _missing_views(transcript.missing)
        return cls(**call_fields(transcript.call), turns=turns, missing=missing)


class TurnsView(View):
    turns: list[TurnView] = Field(description="in the order they began")
    missing: list[MissingView] = Field(
        description="what the transcript lacks beside these turns, in the same order"
    )
    before: str | None = Field(description="leads to earlier turns; null at the call's start")

    @classmethod
    def of(cls, page: TurnPage) -> "TurnsView":
        return cls(
            turns=_turn_views(page.turns, page.heard),
            missing=_missing_views(page.missing),
            before=page.before,
        )


class EventsView(View):
    events: list[Annotated[CallEvent, Field(discriminator="type")]] = Field(
        description="in the order of their seq"
    )
    next_after_seq: int | None = Field(description="leads to later events; null when all are here")


def _turn_views(turns: Iterable[Turn], heard: Mapping[str, Heard]) -> list[TurnView]:
    return [TurnView.of(turn, heard.get(turn.id)) for turn in turns]


def _missing_views(missing: Iterable[Missing]) -> list[MissingView]:
    return [MissingView.of(each) for each in missing]


def call_fields(call: Call) -> dict[str, Any]:
    return {
        "id": call.id,
        "title": call.title,
        "status": call.status,
        "started_at": call.started_at,
        "ended_at": call.ended_at,
        "duration_ms": None if call.timing == "none" else call.duration_ms,
        "timing": call.timing,
        "customer": CustomerView.of(call.customer) if call.customer else None,
        "playbook_id": call.playbook_id,
        "consent": call.consent,
        "record_audio": call.record_audio,
        "turn_count": call.turn_count,
        "imported_from": call.imported_from,
        "demo": call.demo,
    }
