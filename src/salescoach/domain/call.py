"""A call as the history knows it: what can be said without reading its events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from salescoach.domain.events import CallEvent, Customer, Timing
from salescoach.domain.turn import Turn

UNNAMED = "Call without a name"

CallStatus = Literal["live", "interrupted", "ended"]


@dataclass(frozen=True, slots=True)
class Call:
    """``status`` is interrupted when the server stopped before the call was ended.
    ``duration_ms`` is call time, as far as it is known."""

    id: str
    status: CallStatus
    started_at: datetime
    ended_at: datetime | None
    duration_ms: int
    customer: Customer | None
    playbook_id: str
    consent: bool
    record_audio: bool
    turn_count: int
    imported_from: str | None = None
    """The name of the file it was read from; None for a call that was live here."""
    demo: bool = False
    """The recorded call that comes with the product."""
    timing: Timing = "full"

    @property
    def title(self) -> str:
        return call_title(self.customer.name if self.customer else None, self.imported_from)


def call_title(customer: str | None, imported_from: str | None) -> str:
    """What a call is called wherever it is named: by its customer, else by the file it was read
    from."""
    return customer or imported_from or UNNAMED


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call with everything that happened in it."""

    call: Call
    turns: tuple[Turn, ...]
    events: tuple[CallEvent, ...]


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """A card of a script, in some call, that the user used, dismissed or voted on."""

    playbook_id: str
    script_id: str
    shown_at: datetime
    used: bool
    dismissed: bool
    vote: Literal["useful", "wrong"] | None
