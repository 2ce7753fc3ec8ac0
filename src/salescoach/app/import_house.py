"""What brings files from elsewhere into the history: the routes, and the queue behind them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

from salescoach.app.background import Background
from salescoach.infra.config import Settings
from salescoach.infra.data_lock import is_importing, serving
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.rooms.calls.restore import CallRestore
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.restore import RestoreService
from salescoach.rooms.imports.api import imports_router
from salescoach.rooms.imports.landing import Landing
from salescoach.rooms.imports.looking import Looking
from salescoach.rooms.imports.queue import ImportQueue
from salescoach.rooms.imports.service import ImportService
from salescoach.rooms.imports.uploads import Uploads
from salescoach.rooms.imports.worker import Work, python_worker
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.review.service import ReviewService

WORKER = "salescoach.app.import_worker"
CORES_OF_A_WORKER = 2
"""Each channel of a recording is heard on a core of its own."""


@dataclass(frozen=True, slots=True)
class ImportHouse:
    router: APIRouter
    service: ImportService
    queue: ImportQueue
    uploads: Uploads
    looking: Looking
    landing: Landing
    work: Work
    data_dir: Path

    def start(self, background: Background) -> None:
        """The queue goes on as long as the server does; commands leave what waits to it."""
        background.start(self._run(), "imports")

    async def _run(self) -> None:
        with serving(self.data_dir):
            await self.queue.run()


def import_house(
    settings: Settings,
    database: Database,
    calls: CallService,
    clock: Clock,
    *,
    talking: Callable[[], bool] = lambda: False,
    wake_reviews: Callable[[], None] = lambda: None,
    work: Work | None = None,
) -> ImportHouse:
    """``talking``: a call is live. ``work`` makes a call of a file, by default a process of its
    own."""
    uploads = Uploads(settings.data_dir / "imports")
    reviews = ReviewService(database, calls, clock, wake=wake_reviews)
    restoring = RestoreService(CallRestore(database), reviews)

    async def take_in(content: bytes) -> str:
        return (await restoring.import_document(content)).call_id

    work = work or python_worker(WORKER)
    service = ImportService(
        database, uploads, clock, settings.import_max_mb, settings.import_agreement
    )
    looking = Looking(database, uploads, calls, take_in, settings.max_call_minutes)
    files = RecordingFiles(settings.audio_dir, settings.spool_dir)
    landing = Landing(CallRestore(database), reviews, files)
    queue = ImportQueue(
        database,
        uploads,
        clock,
        looking,
        work,
        landing,
        talking=talking,
        beside=lambda: is_importing(settings.data_dir),
        at_once=settings.import_workers or max(1, (os.cpu_count() or 1) // CORES_OF_A_WORKER),
    )
    service.wake, service.stop, service.put_away = queue.wake, queue.stop, queue.clear
    return ImportHouse(
        imports_router(service, queue),
        service,
        queue,
        uploads,
        looking,
        landing,
        work,
        settings.data_dir,
    )
