"""Imports as the REST interface shows them, and what may be said about one."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from salescoach.domain.audio import Speaker
from salescoach.domain.events import DatedBy, Timing
from salescoach.infra.config import Agreement
from salescoach.infra.taken import Moment, Taken
from salescoach.rooms.calls.history import MAX_TAG
from salescoach.rooms.imports.job import FoundSpeaker, ImportJob, ImportState, Kind, Wishes, agreed

PersonText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
TagText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TAG)]


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WishesBody(Taken):
    """What the user says about the call. Left out: not known."""

    customer: PersonText | None = None
    company: PersonText | None = None
    playbook_id: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    tags: list[TagText] = Field(default_factory=list, max_length=20)
    began_at: Moment | None = Field(
        default=None, description="when the call took place; left out: as the file tells"
    )
    roles: dict[Annotated[str, StringConstraints(max_length=80)], Speaker] | None = Field(
        default=None,
        max_length=60,
        description="who is who: `left` and `right` of a recording, the names of a transcript",
    )

    consent: bool | None = Field(
        default=None,
        description="the customer agreed to be recorded; left out: as it was said before, at first "
        "as IMPORT_AGREEMENT says",
    )
    record_audio: bool | None = Field(
        default=None,
        description="and to the sound being kept; left out: as with `consent`",
    )

    def wishes(self, usual: Agreement) -> Wishes:
        """``usual``: what the customer agreed to as long as nobody says otherwise."""
        consent, record_audio = agreed(self.consent, self.record_audio, usual)
        return Wishes(
            customer=self.customer,
            company=self.company,
            playbook_id=self.playbook_id,
            tags=tuple(self.tags),
            began_at=self.began_at,
            roles=self.roles,
            consent=consent,
            record_audio=record_audio,
        )


class NewImportBody(WishesBody):
    name: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    size: int = Field(ge=0, le=2**50, description="bytes")
    modified_at: Moment | None = Field(default=None, description="when the file was last written")


class FoundSpeakerView(View):
    id: str = Field(description="`left`, `right` or `both` of a recording, a name of a transcript")
    suggested: Speaker
    why: str = Field(description="`channel`, `name`, `other` or `words`; empty: nothing proves it")
    samples: list[str] = Field(description="a few of their lines")
    lines: int

    @classmethod
    def of(cls, speaker: FoundSpeaker) -> Self:
        return cls(
            id=speaker.id,
            suggested=speaker.suggested,
            why=speaker.why,
            samples=list(speaker.samples),
            lines=speaker.lines,
        )


class ImportView(View):
    id: str
    name: str
    size: int = Field(description="bytes")
    received: int = Field(description="bytes that are here")
    state: ImportState
    progress: float = Field(description="of the work, 0-1")
    resting: bool = Field(description="it waits for a live call to end")
    created_at: datetime = Field(description="UTC")
    kind: Kind | None
    format: str | None
    duration_ms: int | None
    timing: Timing = Field(description="which times of its lines a transcript tells")
    mixed: bool = Field(description="both sides are on every channel")
    speakers: list[FoundSpeakerView]
    roles: dict[str, Speaker] | None = Field(description="what the user said; null: nothing")
    customer: str | None
    company: str | None
    playbook_id: str | None
    tags: list[str]
    began_at: datetime | None = Field(
        description="when the call took place, by the user or the file; null: nobody says"
    )
    dated_by: DatedBy | None = Field(description="who says so: all but `user` are guesses")
    consent: bool = Field(description="the user says that the customer agreed to be recorded")
    record_audio: bool = Field(description="and that the sound of the call is kept")
    call_id: str | None = Field(description="the call made of it, or the one that it repeats")
    speed: float | None = Field(description="times as fast as it was spoken")
    damaged: bool = Field(description="parts of the file could not be read and are left out")
    can_try_again: bool
    error: str | None
    message: str | None = Field(description="what went wrong and what to do")

    @classmethod
    def of(cls, job: ImportJob, progress: float | None = None, resting: bool = False) -> Self:
        found, figures, dated = job.found, job.figures, job.dated()
        return cls(
            id=job.id,
            name=job.name,
            size=job.size,
            received=job.received,
            state=job.state,
            progress=job.progress if progress is None else progress,
            resting=resting and job.state in ("looking", "queued", "working"),
            created_at=job.created_at,
            kind=found.kind if found else None,
            format=found.format if found else None,
            duration_ms=found.duration_ms if found else None,
            timing=found.timing if found else "full",
            mixed=found.mixed if found else False,
            speakers=[FoundSpeakerView.of(each) for each in found.speakers] if found else [],
            roles=job.wishes.roles,
            customer=job.wishes.customer,
            company=job.wishes.company,
            playbook_id=job.wishes.playbook_id,
            tags=list(job.wishes.tags),
            began_at=dated.at if dated else None,
            dated_by=dated.by if dated else None,
            consent=job.wishes.consent,
            record_audio=job.wishes.record_audio,
            call_id=job.call_id,
            speed=figures.speed if figures else None,
            damaged=figures.damaged if figures else False,
            can_try_again=job.state == "failed" and job.attempts > 0,
            error=job.error,
            message=job.message,
        )


class ImportsView(View):
    """The newest first."""

    imports: list[ImportView]
    most_mb: int = Field(description="the largest file that is taken, in millions of bytes")
    agreement: Agreement = Field(
        description="what the customers agreed to where nobody says otherwise"
    )
