"""A file on its way into the history: what was wished, what was found in it, how far it has come.

The row is the queue: whatever stands in it goes on after a restart.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Customer, Timing
from salescoach.infra.config import Agreement
from salescoach.rooms.calls.errors import call_to_come
from salescoach.rooms.calls.history import check_tag
from salescoach.rooms.imports.names import Dated, when_it_was

ImportState = Literal[
    "uploading", "looking", "asking", "queued", "working", "reviewing", "done", "duplicate",
    "failed", "cancelled",
]  # fmt: skip
"""``looking``: it is here and nobody has opened it yet. ``asking``: the user has to say who is who.
``working``: it goes through the pipeline. ``reviewing``: the call is in the history, its review is
not done. The last four are final."""

FINAL: frozenset[ImportState] = frozenset({"done", "duplicate", "failed", "cancelled"})
NEEDS_NO_FILE: frozenset[ImportState] = frozenset({"reviewing", "done", "duplicate", "cancelled"})
Kind = Literal["recording", "transcript", "document"]
"""``document``: a call that was exported as JSON."""


@dataclass(frozen=True, slots=True)
class FoundSpeaker:
    """Somebody in the file. ``id`` is ``left``, ``right`` or ``both`` in a recording, the name in a
    transcript. ``suggested`` is what the file proves, ``why`` what proves it; ``samples`` are a few
    of their lines."""

    id: str
    suggested: Speaker = Speaker.UNKNOWN
    why: str = ""
    samples: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What a look into the file told. ``format`` names its form, as ``mp3`` or ``zoom``;
    ``mixed``: both sides are on every channel of a recording. ``began_at``: when the call took
    place, as far as the file says."""

    kind: Kind
    format: str
    duration_ms: int | None = None
    channels: int = 0
    mixed: bool = False
    speakers: tuple[FoundSpeaker, ...] = ()
    began_at: datetime | None = None
    timing: Timing = "full"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says about the call. ``roles`` by ``FoundSpeaker.id``; None: nobody was asked,
    so that what the file proves holds. ``consent``: the customer agreed to be recorded; as long as
    nobody says so it is not known, and counts as no. ``record_audio``: and that the sound of the
    call is kept."""

    customer: str | None = None
    company: str | None = None
    playbook_id: str | None = None
    tags: tuple[str, ...] = ()
    began_at: datetime | None = None
    roles: dict[str, Speaker] | None = None
    consent: bool = False
    record_audio: bool = False

    @property
    def agreement(self) -> Agreement:
        if not self.consent:
            return "unknown"
        return "recording" if self.record_audio else "transcript"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a call that was imported: ``audio_s`` of it, 0 where nobody knows its length, took
    ``wall_s`` of work and ``cpu_s`` of processors; ``peak_rss_mb`` is of all processes that worked
    on it. ``damaged``: parts of the file could not be read."""

    audio_s: float = 0.0
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_rss_mb: int = 0
    turns: int = 0
    damaged: bool = False

    @property
    def speed(self) -> float | None:
        """Times as fast as it was spoken."""
        return round(self.audio_s / self.wall_s, 1) if self.audio_s and self.wall_s > 0 else None


@dataclass(frozen=True, slots=True)
class ImportJob:
    """``name`` is the file's, shown and never opened. ``size`` and ``received`` in bytes.
    ``progress`` 0-1 of the work. ``digest``: SHA-256 of the file. ``error`` is a code, ``message``
    says what to do. ``call_id`` of the call made of it, or of the one it repeats."""

    id: str
    name: str
    size: int
    state: ImportState
    created_at: datetime
    changed_at: datetime
    received: int = 0
    progress: float = 0.0
    attempts: int = 0
    modified_at: datetime | None = None
    wishes: Wishes = field(default_factory=Wishes)
    found: FoundFile | None = None
    figures: Figures | None = None
    digest: str | None = None
    call_id: str | None = None
    error: str | None = None
    message: str | None = None

    def dated(self) -> Dated | None:
        """When the call took place: as the user says, or as far as the file tells. A call that was
        exported knows it itself."""
        if self.found is not None and self.found.kind == "document":
            return None
        if self.wishes.began_at is not None:
            return Dated(self.wishes.began_at, "user")
        found = self.found or FoundFile("recording", "")
        return when_it_was(
            self.name, found.began_at, self.modified_at, found.duration_ms, self.created_at
        )

    def began_at(self) -> datetime | None:
        dated = self.dated()
        return None if dated is None else dated.at

    @property
    def over(self) -> bool:
        return self.state in FINAL


def checked(wishes: Wishes, now: datetime) -> Wishes:
    """Raises ``InvalidInput``: ``invalid_tag``, ``invalid_date`` for a call still to come."""
    if wishes.began_at is not None and wishes.began_at > now:
        raise call_to_come()
    return replace(wishes, tags=tuple(check_tag(tag) for tag in wishes.tags))


def agreed(consent: bool | None, record_audio: bool | None, usual: Agreement) -> tuple[bool, bool]:
    """Whether the customer agreed to be recorded, and that the sound is kept; what is None is as
    ``usual``. The second is never without the first."""
    if record_audio is None:
        record_audio = usual == "recording"
    if consent is None:
        consent = usual != "unknown" or record_audio
    return consent, consent and record_audio


def named(customer: str | None, company: str | None) -> Customer | None:
    """With whom a call was, as its history has it."""
    if customer is None:
        return None if company is None else Customer(company)
    return Customer(customer, company)


def failed(job: ImportJob, code: str, message: str, now: datetime) -> ImportJob:
    return replace(job, state="failed", error=code[:60], message=message, changed_at=now)
