"""Files from elsewhere, from the first byte until they wait for their turn: announced, sent in
pieces, told about, called off."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Customer
from salescoach.infra.config import Agreement
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.errors import InvalidInput
from salescoach.kit.ids import new_id
from salescoach.rooms.imports import store
from salescoach.rooms.imports.errors import (
    empty_file,
    file_too_large,
    import_not_found,
    sound_is_here,
    too_many_imports,
    wrong_state,
)
from salescoach.rooms.imports.job import (
    FINAL,
    NEEDS_NO_FILE,
    ImportJob,
    ImportState,
    Wishes,
    checked,
)
from salescoach.rooms.imports.names import shown_name
from salescoach.rooms.imports.roles import customer_of
from salescoach.rooms.imports.uploads import Uploads

MOST_UNFINISHED = 500
SHOWN = 200
MB = 1_000_000
_MAY_BE_TOLD: tuple[ImportState, ...] = ("uploading", "looking", "asking", "queued")
_MAY_BE_CALLED_OFF: tuple[ImportState, ...] = (*_MAY_BE_TOLD, "working")
_NOT_IN_HISTORY: tuple[ImportState, ...] = (
    *_MAY_BE_CALLED_OFF, "duplicate", "failed", "cancelled",
)  # fmt: skip
_BEGUN_AGAIN = ("state", "attempts", "progress", "error", "message")
_NO_MORE = "This file is here already, or its import was called off."
_FILE_GONE = "This file is not here any more. Choose it again."


def _nobody_waits() -> None:
    return


async def _nothing_to_put_away(_import_id: str) -> bool:
    return True


class ImportService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now, and those
    that name an import ``NotFound`` (``import_not_found``). ``wake`` is called when there is
    something to do, ``stop`` when work on an import is to end; ``put_away`` gives a call what its
    import still has of it, and tells whether it could."""

    def __init__(
        self,
        database: Database,
        uploads: Uploads,
        clock: Clock,
        most_mb: int = 4_000,
        agreement: Agreement = "unknown",
    ) -> None:
        self.most_mb = most_mb
        self.agreement: Agreement = agreement
        """What the customers agreed to where nobody says otherwise."""
        self.wake: Callable[[], None] = _nobody_waits
        self.stop: Callable[[str], None] = lambda import_id: None
        self.put_away: Callable[[str], Awaitable[bool]] = _nothing_to_put_away
        self._database = database
        self._uploads = uploads
        self._clock = clock

    async def create(
        self,
        name: str,
        size: int,
        modified_at: datetime | None = None,
        wishes: Wishes | None = None,
    ) -> ImportJob:
        """Announces a file of ``size`` bytes. Raises ``InvalidInput`` (``empty_file``,
        ``file_too_large``, ``invalid_tag``, ``invalid_date``), ``Conflict``
        (``too_many_imports``) or ``Unavailable`` (``disk_full``)."""
        if size < 1:
            raise empty_file()
        if size > self.most_mb * MB:
            raise file_too_large(self.most_mb)
        wishes = checked(wishes or Wishes(), self._clock.utc())
        async with self._database.read() as connection:
            if await store.count_unfinished(connection) >= MOST_UNFINISHED:
                raise too_many_imports(MOST_UNFINISHED)
        now = self._clock.utc()
        job = ImportJob(
            id=new_id("imp"),
            name=shown_name(name),
            size=size,
            state="uploading",
            created_at=now,
            changed_at=now,
            modified_at=modified_at,
            wishes=wishes,
        )
        async with self._database.write() as connection:
            await store.add(connection, job)
            # While nobody else writes: there is never a place without a row to come.
            await self._uploads.make(job.id, size)
        return job

    async def offset(self, import_id: str) -> ImportJob:
        """The import, with as many bytes ``received`` as lie here. Once all are, it stays so when
        the file has gone."""
        job = await self.get(import_id)
        if job.state != "uploading":
            return job
        return replace(job, received=await self._uploads.offset(import_id))

    async def receive(self, import_id: str, offset: int, pieces: AsyncIterator[bytes]) -> ImportJob:
        """Adds the bytes from ``offset`` on. Raises as ``Uploads.take``, and ``Conflict``
        (``import_wrong_state``) when no more is expected."""
        job = await self.get(import_id)
        if job.state != "uploading":
            raise wrong_state(_NO_MORE)
        received = await self._uploads.take(import_id, offset, job.size, pieces)
        arrived = replace(job, received=received)
        if received == job.size:
            arrived = replace(arrived, state="looking")
        await self._change(arrived, ["received", "state"], ["uploading"], _NO_MORE)
        if arrived.state == "looking":
            self.wake()
        return await self.get(import_id)

    async def get(self, import_id: str) -> ImportJob:
        async with self._database.read() as connection:
            job = await store.find(connection, import_id)
        if job is None:
            raise import_not_found(import_id)
        return job

    async def newest(self) -> list[ImportJob]:
        async with self._database.read() as connection:
            return await store.newest(connection, SHOWN)

    async def tell(
        self,
        import_id: str,
        said: Callable[[Agreement], Wishes],
        roles: Mapping[str, Speaker] | None,
    ) -> ImportJob:
        """What the user says about the call, until the work on it begins; with ``roles`` it no
        longer waits for them. ``said`` is given what the customer agreed to so far, which holds
        where nothing else is said; a moment that is only the file's stays the file's. Raises
        ``Conflict`` (``import_wrong_state``), ``InvalidInput`` (``invalid_tag``,
        ``invalid_date``, ``no_such_speaker``)."""
        async with self._database.write() as connection:
            job = await store.find(connection, import_id)
            if job is None:
                raise import_not_found(import_id)
            if job.state not in _MAY_BE_TOLD:
                raise wrong_state(
                    "The work on this file has begun; change the call in the history."
                )
            told = checked(said(job.wishes.agreement), self._clock.utc())
            told = replace(
                told,
                roles=dict(roles) if roles is not None else None,
                began_at=job.wishes.began_at if told.began_at == job.began_at() else told.began_at,
            )
            known = (
                {speaker.id for speaker in job.found.speakers} if job.found else set(roles or ())
            )
            if not set(roles or ()) <= known:
                raise InvalidInput("There is no such speaker in the file.", code="no_such_speaker")
            state = "queued" if job.state == "asking" and roles is not None else job.state
            changed = replace(job, wishes=told, state=state, changed_at=self._clock.utc())
            await store.change(connection, changed, ["wishes", "state"], [job.state])
        self.wake()
        return changed

    async def cancel(self, import_id: str) -> ImportJob:
        """Calls it off and removes the file. Raises ``Conflict`` (``import_wrong_state``) when the
        call is in the history already; delete it there."""
        job = await self.get(import_id)
        if job.over and job.state != "done":
            return job
        called_off = replace(job, state="cancelled")
        refusal = "The call is in the history already. Delete it there."
        changed = await self._change(called_off, ["state"], _MAY_BE_CALLED_OFF, refusal)
        self.stop(import_id)
        await self._uploads.remove(import_id)
        return changed

    async def try_again(self, import_id: str) -> ImportJob:
        """A failed one whose file is still here. Raises ``Conflict`` (``import_wrong_state``)."""
        job = await self.get(import_id)
        if job.state != "failed" or await self._uploads.offset(import_id) != job.size:
            raise wrong_state(_FILE_GONE)
        again = replace(job, state="looking", attempts=0, progress=0.0, error=None, message=None)
        changed = await self._change(again, _BEGUN_AGAIN, ["failed"], _FILE_GONE)
        self.wake()
        return changed

    async def forget(self, import_id: str) -> None:
        """Takes one that is over off the list. Raises ``Conflict`` (``import_wrong_state``), and
        ``Unavailable`` (``recording_not_written``) while the sound of its call is nowhere else."""
        if (await self.get(import_id)).state == "done" and not await self.put_away(import_id):
            raise sound_is_here()
        async with self._database.write() as connection:
            removed = await store.remove(connection, import_id, FINAL)
        if not removed:
            await self.get(import_id)
            raise wrong_state("This import is not over. Call it off first.")
        await self._uploads.remove(import_id)

    async def waiting(self) -> list[tuple[Customer, datetime, bool]]:
        """With whom the calls of the list are that are not in the history, when each file was
        announced, and whether it may still become a call; if not, only its name is here."""
        async with self._database.read() as connection:
            jobs = await store.in_states(connection, _NOT_IN_HISTORY)
        return [
            (customer, job.created_at, job.state not in NEEDS_NO_FILE)
            for job in jobs
            if (customer := customer_of(job)) is not None
        ]

    async def erase(self, is_meant: Callable[[Customer], bool]) -> int:
        """Removes, with their files, all imports of customers that are meant whose call is not in
        the history, and tells how many; what is worked on ends."""
        async with self._database.write() as connection:
            meant = [
                job.id
                for job in await store.in_states(connection, _NOT_IN_HISTORY)
                if (customer := customer_of(job)) is not None and is_meant(customer)
            ]
            for import_id in meant:
                await store.remove(connection, import_id, _NOT_IN_HISTORY)
        for import_id in meant:
            self.stop(import_id)
            await self._uploads.remove(import_id)
        return len(meant)

    async def _change(
        self, job: ImportJob, columns: Sequence[str], within: Sequence[ImportState], refusal: str
    ) -> ImportJob:
        """Raises ``NotFound`` when it is gone, ``Conflict`` with ``refusal`` when it is in another
        state."""
        changed = replace(job, changed_at=self._clock.utc())
        async with self._database.write() as connection:
            if await store.change(connection, changed, columns, within):
                return changed
        await self.get(job.id)
        raise wrong_state(refusal)
