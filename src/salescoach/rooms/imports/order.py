"""What a worker is told to do, and what it tells: lines of JSON over its pipes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Customer, DatedBy, Timing
from salescoach.rooms.imports.job import Figures, ImportJob
from salescoach.rooms.imports.roles import customer_of, roles_of
from salescoach.rooms.imports.uploads import Uploads

WAIT, GO = b"wait\n", b"go\n"
"""What is said to a worker: a call is live, and none is any more. It waits for ``GO`` or the end of
the pipe, which ends it."""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """``roles`` by the ids of the file's speakers. ``name`` is shown; ``file`` is what is read and
    ``journal`` where the call's events go. ``sound`` is the folder in which the call's recording is
    made, None when none is kept. ``duration_ms`` as far as it is known."""

    file: Path
    journal: Path
    name: str
    kind: Literal["recording", "transcript"]
    roles: dict[str, Speaker]
    duration_ms: int | None = None
    customer: Customer | None = None
    playbook_id: str | None = None
    began_at: datetime | None = None
    dated_by: DatedBy = "import"
    timing: Timing = "full"
    consent: bool = False
    sound: Path | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a worker: how far it is (0-1), how it went, or why it could not go on."""

    progress: float | None = None
    figures: Figures | None = None
    error: str | None = None
    message: str | None = None


order_form = TypeAdapter(WorkOrder)
told_form = TypeAdapter(Told)


def order_of(job: ImportJob, uploads: Uploads, file: Path | None = None) -> WorkOrder:
    """``job`` was looked at. ``file``: where its bytes lie, when that is elsewhere."""
    found, wishes, dated = job.found, job.wishes, job.dated()
    assert found is not None
    assert found.kind != "document"
    recorded = found.kind == "recording" and wishes.consent and wishes.record_audio
    return WorkOrder(
        file=file or uploads.file(job.id),
        journal=uploads.journal(job.id),
        name=job.name,
        kind=found.kind,
        roles=roles_of(found, wishes.roles),
        duration_ms=found.duration_ms,
        customer=customer_of(job),
        playbook_id=wishes.playbook_id,
        began_at=dated.at if dated else None,
        dated_by=dated.by if dated else "import",
        timing=found.timing,
        consent=wishes.consent,
        sound=uploads.sound(job.id) if recorded else None,
    )
