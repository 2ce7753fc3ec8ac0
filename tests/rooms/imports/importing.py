"""The queue of imports as a server has it, with work that is done at once and files that are looked
at in this process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from salescoach.domain.events import CallEvent
from salescoach.infra.codec import encode_event
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import SalesCoachError
from salescoach.kit.ids import new_call_id
from salescoach.rooms.calls.restore import CallRestore
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.restore import RestoreService
from salescoach.rooms.imports.job import Figures, ImportJob, ImportState, Wishes
from salescoach.rooms.imports.landing import Landing
from salescoach.rooms.imports.looking import LookAt, Looking
from salescoach.rooms.imports.order import WorkOrder
from salescoach.rooms.imports.queue import ImportQueue
from salescoach.rooms.imports.service import ImportService
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.imports.uploads import Uploads
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.review.service import ReviewService
from salescoach.speech.apart import reader
from salescoach.speech.apart.reading import Look
from salescoach.speech.transcripts.lines import NamedLine
from tests.rooms.calls.events import ended, line, started
from tests.rooms.recordings.sounds import tone

RECORDING = b"RIFF of a call"
"""As ``look_here`` takes it."""
TRANSCRIPT = b"Rep: Hi Dana, this is Sam.\nDana: It is too expensive for us.\n"
UNNAMED = b"Sam: Hi Dana, this is Sam.\nDana: It is too expensive for us.\n"


async def look_here(path: Path) -> Look:
    with path.open("rb") as file:
        if file.read().startswith(RECORDING):
            return Look("recording", "wav", duration_ms=300, channels=1)
        file.seek(0)
        found = reader.look(file)
    return Look(
        kind=found["kind"],
        format=found["format"],
        duration_ms=found.get("duration_ms"),
        channels=found.get("channels", 0),
        timing=found.get("timing", "full"),
        lines=tuple(NamedLine(*each) for each in found.get("lines", ())),
    )


@dataclass
class FakeWork:
    """Makes a call of two lines of whatever it is given. ``fails`` are raised first, one a try;
    ``holds``: it waits in the middle until it is set."""

    fails: list[SalesCoachError] = field(default_factory=list)
    holds: asyncio.Event | None = None
    orders: list[WorkOrder] = field(default_factory=list)
    heard: bool = True
    """Whether there is sound in what it is given."""

    async def __call__(
        self, order: WorkOrder, progress: Callable[[float], None], may_go_on: asyncio.Event
    ) -> Figures:
        self.orders.append(order)
        progress(0.5)
        if self.holds is not None:
            await self.holds.wait()
        await may_go_on.wait()
        if self.fails:
            raise self.fails.pop(0)
        call_id = new_call_id()
        at = order.began_at.isoformat() if order.began_at else "2026-03-01T10:00:00+00:00"
        events: list[CallEvent] = [
            replace(
                started(call_id, at=at),
                imported_from=order.name,
                consent=order.consent,
                timing=order.timing,
            ),
            line(2, "Hi Dana.", turn_id="t1", call_id=call_id),
            ended(3, call_id=call_id),
        ]
        order.journal.write_bytes(b"".join(encode_event(event) + b"\n" for event in events))
        if order.sound is not None and self.heard:
            await asyncio.to_thread(StagedSound(order.sound).make, iter([tone(300)[np.newaxis]]))
        return Figures(audio_s=12.5, wall_s=0.5, turns=1)


class Importing:
    """``talking`` is whether a call is live, ``beside`` whether a command is at work."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.clock = ManualClock()
        self.talking = self.beside = False
        self.work = FakeWork()
        self.sounds = RecordingFiles(folder.parent / "audio", folder.parent / "spool")
        self.calls = CallService(database, on_delete=self.sounds.delete)
        self.reviews = ReviewService(database, self.calls, self.clock)
        self.restoring = CallRestore(database)
        self.look: LookAt = look_here
        self.uploads = Uploads(folder)
        self.service = ImportService(database, self.uploads, self.clock, most_mb=1)
        self.begin_anew()

    def begin_anew(self) -> None:
        """A server that starts over what another left."""
        restoring = RestoreService(CallRestore(self.database), self.reviews)

        async def take_in(content: bytes) -> str:
            return (await restoring.import_document(content)).call_id

        self.queue = ImportQueue(
            self.database,
            self.uploads,
            self.clock,
            Looking(self.database, self.uploads, self.calls, take_in, 240, self.look),
            self.work,
            Landing(self.restoring, self.reviews, self.sounds),
            talking=lambda: self.talking,
            beside=lambda: self.beside,
        )
        self.service.wake, self.service.stop = self.queue.wake, self.queue.stop
        self.service.put_away = self.queue.clear

    async def upload(
        self, content: bytes, name: str = "call.txt", wishes: Wishes | None = None
    ) -> ImportJob:
        job = await self.service.create(name, len(content), wishes=wishes)
        return await self.service.receive(job.id, 0, _once(content))

    async def begin(self) -> None:
        """What is here is looked at, and what may be begun is."""
        await self.queue.step()
        await self.queue.looked()
        await self.queue.step()
        await asyncio.sleep(0)

    def with_sound(self) -> set[str]:
        """Ids of the calls whose recording is kept."""
        return {each for each in self.sounds.with_sound() if self.sounds.recording(each).is_file()}

    async def settle(self) -> None:
        """Everything that can be done now is."""
        for _ in range(6):
            await self.queue.step()
            await self.queue.idle()

    async def state(self, job: ImportJob) -> ImportState:
        return (await self.service.get(job.id)).state


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
