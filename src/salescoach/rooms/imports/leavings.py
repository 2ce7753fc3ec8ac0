"""What work on an import leaves behind, when it fails, its server stops or its file is of no more
use: what is tried again, given up, put away or removed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from loguru import logger

from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Unavailable
from salescoach.rooms.imports import store
from salescoach.rooms.imports.job import ImportJob, ImportState
from salescoach.rooms.imports.landing import Landing
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.imports.uploads import Uploads

TRIES = 3
ABANDONED = timedelta(days=7)
"""Nobody comes back to a file that was begun so long ago."""
LANDED_BEFORE = timedelta(minutes=1)
"""Whoever brought the call into the history puts its sound away at once, if it can."""

FORGOTTEN = timedelta(days=30)
OUTCOME = ("state", "progress", "error", "message")
"""Columns that tell how work ended which made no call."""
_INTERRUPTED = "The server stopped while it worked on this file."


class Leavings:
    """``beside``: a command has files of its own among the uploads."""

    def __init__(
        self,
        database: Database,
        uploads: Uploads,
        clock: Clock,
        landing: Landing,
        beside: Callable[[], bool],
    ) -> None:
        self._database = database
        self._uploads = uploads
        self._clock = clock
        self._landing = landing
        self._beside = beside
        self._in_the_way: set[str] = set()
        """Imports whose sound its call could not be given yet."""

    async def recover(self) -> None:
        """What a server that is no more was at waits again; what brought it down three times is
        given up. What was left long ago goes, and files that belong to nothing are removed."""
        async with self._database.write() as connection:
            for job in await store.in_states(connection, ["working"]):
                again = tried_again(job, "interrupted", _INTERRUPTED, self._clock.utc())
                await store.change(connection, again, OUTCOME, ["working"])
        # First what lies here: a file is announced while its row is written, so that none of these
        # is of a row that comes later.
        lying = await self._uploads.known()
        async with self._database.write() as connection:
            now = self._clock.utc()
            await store.remove_left(connection, ["uploading", "asking"], now - ABANDONED)
            await store.remove_left(connection, ["failed", "cancelled"], now - FORGOTTEN)
            waiting = {
                job.id
                for job in await store.in_states(
                    connection, ["uploading", "looking", "asking", "queued", "failed"]
                )
            }
        for import_id in set(lying) - waiting:
            if not self._beside():
                await self.clear(import_id)

    async def clear(self, import_id: str) -> bool:
        """Nobody needs its file any more. The sound of a call that is in the history goes there
        first; False while the disk does not take it: then all of it stays to be tried again."""
        async with self._database.read() as connection:
            job = await store.find(connection, import_id)
        if job is not None and job.call_id is not None:
            try:
                sound = staged_sound(self._uploads, import_id)
                await self._landing.hand_over(job.call_id, sound, self._clock.utc())
            except Unavailable as trouble:
                if import_id not in self._in_the_way:
                    logger.error("Import {} keeps the sound of a call: {}", import_id, trouble.code)
                self._in_the_way.add(import_id)
                return False
        await self._uploads.remove(import_id)
        self._in_the_way.discard(import_id)
        return True

    async def clear_again(self) -> None:
        """What could not be put away, by a command neither; what belongs to no call any more is
        removed."""
        for import_id in self._in_the_way | await self._left_by_commands():
            await self.clear(import_id)

    async def _left_by_commands(self) -> set[str]:
        lying = [] if self._beside() else await self._uploads.known()
        if not lying:
            return set()
        async with self._database.read() as connection:
            found = [await store.find(connection, import_id) for import_id in lying]
        before = self._clock.utc() - LANDED_BEFORE
        return {
            job.id
            for job in found
            if job is not None and job.state in ("reviewing", "done") and job.changed_at < before
        }


def staged_sound(uploads: Uploads, import_id: str) -> StagedSound:
    return StagedSound(uploads.sound(import_id))


def tried_again(job: ImportJob, code: str, message: str, now: datetime) -> ImportJob:
    """It waits for its turn once more, or has failed once too often."""
    state: ImportState = "failed" if job.attempts >= TRIES else "queued"
    return replace(job, state=state, progress=0.0, error=code[:60], message=message, changed_at=now)
