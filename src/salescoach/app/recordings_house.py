"""What keeps the sound of past calls, plays it, and deletes what is too old."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from salescoach.app.background import Background
from salescoach.infra.config import Settings
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock, SystemClock
from salescoach.rooms.calls.ended import EndedCalls
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.recordings.api import recordings_router
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.recordings.recorder import Recorder
from salescoach.rooms.recordings.service import Recordings
from salescoach.rooms.recordings.steps import StepByStep
from salescoach.rooms.recordings.sweeping import RetentionSweeper
from salescoach.rooms.settings.retention import RetentionService


class KeptSound:
    """All sound of calls on disk, and the work on it. ``beside_calls``: whether there are live
    calls just now, which go first."""

    def __init__(self, settings: Settings) -> None:
        self.files = RecordingFiles(settings.audio_dir, settings.spool_dir)
        self.beside_calls: Callable[[], bool] = lambda: False
        self.work = StepByStep(lambda: self.beside_calls())

    async def delete(self, call_id: str) -> int:
        """How many bytes there were; work on them is stopped first. Raises ``OSError`` when
        something stays."""
        await self.work.stop(call_id)
        return await self.files.delete(call_id)

    async def aclose(self) -> None:
        self.work.close()


@dataclass(frozen=True, slots=True)
class RecordingsHouse:
    router: APIRouter
    recordings: Recordings
    recorder: Recorder
    retention: RetentionService
    sweeper: RetentionSweeper

    def start(self, background: Background) -> None:
        """What goes on as long as the server does."""
        background.start(self.recorder.run(), "recordings")
        background.start(self.sweeper.run(), "retention")


def recordings_house(
    database: Database, sound: KeptSound, calls: CallService, clock: Clock | None = None
) -> RecordingsHouse:
    clock = clock or SystemClock()
    retention = RetentionService(database, clock)
    recordings = Recordings(sound.files, sound.work, calls, retention)
    recorder = Recorder(sound.files, sound.work, calls, clock)
    sweeper = RetentionSweeper(
        sound.files,
        EndedCalls(database),
        retention,
        clock,
        sound.delete,
        calls.history.delete,
    )
    router = recordings_router(recordings, retention, sweeper)
    return RecordingsHouse(router, recordings, recorder, retention, sweeper)
