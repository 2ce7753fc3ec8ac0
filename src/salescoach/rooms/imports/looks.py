"""Files that have arrived are looked at one after the other, and what was seen is written down
beside what the user says meanwhile."""

from collections.abc import Callable
from dataclasses import replace

from loguru import logger

from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.kit.errors import InvalidInput, SalesCoachError
from salescoach.rooms.imports import store
from salescoach.rooms.imports.job import NEEDS_NO_FILE, ImportJob, failed
from salescoach.rooms.imports.looking import Looking, as_wished
from salescoach.rooms.imports.uploads import Uploads

_SEEN = (
    "state", "received", "progress", "wishes", "found", "digest", "call_id", "error", "message",
)  # fmt: skip
_STOPPED = "This file could not be looked at."


class Looks:
    def __init__(
        self, database: Database, uploads: Uploads, clock: Clock, looking: Looking
    ) -> None:
        self._database = database
        self._uploads = uploads
        self._clock = clock
        self._looking = looking

    async def step(self, talking: Callable[[], bool], told: Callable[[], None]) -> None:
        """At everything that nobody has looked at, until somebody talks; ``told`` is called after
        each. Raises ``StorageTrouble``."""
        async with self._database.read() as connection:
            unseen = await store.in_states(connection, ["looking"])
        for job in unseen:
            if talking():
                return
            seen, useless = await self._look(job)
            if await self._note(seen) and useless:
                await self._uploads.remove(job.id)
            told()

    async def _look(self, job: ImportJob) -> tuple[ImportJob, bool]:
        """The import as it was seen, and whether nobody needs its file any more."""
        try:
            seen = await self._looking(job)
        except StorageTrouble:
            raise
        except SalesCoachError as error:
            useless = isinstance(error, InvalidInput)
            return failed(job, error.code, error.message, self._clock.utc()), useless
        except FileNotFoundError:
            # Called off, or erased with its customer, meanwhile; whether it was is asked next.
            logger.warning("Import {} has no file any more", job.id)
            return failed(job, "import_failed", _STOPPED, self._clock.utc()), False
        except Exception as error:  # noqa: BLE001 - one file must not stop the others
            logger.opt(exception=error).error("Import {} could not be looked at", job.id)
            return failed(job, "import_failed", _STOPPED, self._clock.utc()), False
        return replace(seen, changed_at=self._clock.utc()), seen.state in NEEDS_NO_FILE

    async def _note(self, seen: ImportJob) -> bool:
        """False when it was called off meanwhile."""
        async with self._database.write() as connection:
            now = await store.find(connection, seen.id)
            if now is None:
                return False
            return await store.change(connection, as_wished(seen, now.wishes), _SEEN, ["looking"])
