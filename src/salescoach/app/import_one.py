"""One file of this machine into the history, as the import command does it: looked at, heard by a
worker process, kept, reviewed.

It works on the database itself, beside a server or without one: the same command then does in both
cases, with no address and no key, and two processes on one database are what SQLite is made for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from salescoach.app.import_house import ImportHouse
from salescoach.domain.audio import Speaker
from salescoach.infra.config import Settings
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.kit.ids import new_id
from salescoach.rooms.imports.errors import SOUND_WAITS, empty_file, file_too_large
from salescoach.rooms.imports.job import ImportJob, Wishes
from salescoach.rooms.imports.names import shown_name
from salescoach.rooms.imports.order import order_of
from salescoach.rooms.imports.roles import roles_of, with_salesperson
from salescoach.rooms.imports.service import MB
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.imports.uploads import digest_of

LOOK_S = 0.5
TALKING_WITHIN_S = 3.0
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """``roles`` of the call's speakers, None for a call that was exported here."""

    job: ImportJob
    roles: dict[str, Speaker] | None = None


class OneFile:
    """Imports files for ``house``; ``review`` writes the review of a call, or
    leaves it to a server."""

    def __init__(
        self, settings: Settings, house: ImportHouse, review: Callable[[str], Awaitable[None]]
    ) -> None:
        self._settings = settings
        self._house = house
        self._review = review

    async def bring_in(
        self, path: Path, wishes: Wishes, salesperson: str | None, progress: Progress
    ) -> Imported:
        """The call is in the history when this returns, or was before: then the job is a
        ``duplicate``. Raises ``SalesCoachError`` with a code that says what is wrong."""
        job = await asyncio.to_thread(self._job, path, wishes)
        looking = self._house.looking
        repeated = await looking.repeats(job.digest or "")
        if repeated is not None:
            return Imported(replace(job, state="duplicate", call_id=repeated.call_id))
        job = await looking.examined(job, path)
        found = job.found
        if found is None or found.kind == "document":
            if job.call_id is not None:
                await self._house.queue.keep(replace(job, state="done"))
            return Imported(job)
        if salesperson is not None:
            wishes = replace(job.wishes, roles=with_salesperson(found, salesperson))
            job = replace(job, wishes=wishes)
        landed = await self._heard(job, path, progress)
        return Imported(landed, roles_of(found, job.wishes.roles))

    async def reviewed(self, call_id: str) -> None:
        """Returns once the review of the call is stored, by whoever writes it and with what the
        chosen language model says; or cannot be."""
        while not await self._house.landing.is_settled(call_id):
            await self._review(call_id)
            if await self._house.landing.is_settled(call_id):
                break
            await asyncio.sleep(LOOK_S)
        await self._house.queue.settle()

    async def _heard(self, job: ImportJob, path: Path, progress: Progress) -> ImportJob:
        may_go_on = asyncio.Event()
        uploads = self._house.uploads
        order = order_of(job, uploads, await asyncio.to_thread(path.resolve))
        watch = asyncio.create_task(self._watch(may_go_on), name="import-rest")
        try:
            await uploads.make_place(job.id)
            figures = await self._house.work(order, progress, may_go_on)
            await may_go_on.wait()
            landed = replace(job, state="reviewing", progress=1.0, figures=figures)
            sound = StagedSound(uploads.sound(job.id))
            landed = await self._house.landing.land(landed, order.journal, sound, new=True)
        except BaseException:
            await self._house.queue.clear(job.id)
            raise
        finally:
            watch.cancel()
        if await self._house.queue.clear(job.id):
            return landed
        return replace(landed, error="recording_not_written", message=SOUND_WAITS)

    async def _watch(self, may_go_on: asyncio.Event) -> None:
        while True:
            if await asyncio.to_thread(somebody_talks, self._settings.spool_dir):
                may_go_on.clear()
            else:
                may_go_on.set()
            await asyncio.sleep(LOOK_S)

    def _job(self, path: Path, wishes: Wishes) -> ImportJob:
        try:
            about = path.stat()
            if about.st_size == 0:
                raise empty_file()
            if about.st_size > self._settings.import_max_mb * MB:
                raise file_too_large(self._settings.import_max_mb)
            digest = digest_of(path)
        except FileNotFoundError:
            raise NotFound(f"There is no file {path}.", code="file_not_found") from None
        except OSError as error:
            raise InvalidInput(
                f"{path.name} cannot be read: {error.strerror}.", code="file_unreadable"
            ) from error
        now = datetime.now(UTC)
        return ImportJob(
            id=new_id("imp"),
            name=shown_name(path.name),
            size=about.st_size,
            received=about.st_size,
            state="queued",
            created_at=now,
            changed_at=now,
            modified_at=datetime.fromtimestamp(about.st_mtime, UTC),
            wishes=wishes,
            digest=digest,
        )


def somebody_talks(spool_dir: Path) -> bool:
    """Whether a server on this machine hears a call just now: then its sound grows here."""
    now = datetime.now(UTC).timestamp()
    try:
        return any(
            now - file.stat().st_mtime < TALKING_WITHIN_S for file in spool_dir.glob("*/*/*")
        )
    except OSError:
        # What is looked at may be deleted meanwhile.
        return True
