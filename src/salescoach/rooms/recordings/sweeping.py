"""Once a day, and when the server starts: what is older than it may be is deleted.

Sound goes alone or with its call, by the end of the call, or by when it came here if that was
later; nothing that is live is touched.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from loguru import logger

from salescoach.domain.history import DeletedCall, KeptCall
from salescoach.domain.retention import Retention
from salescoach.infra.database import StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.rooms.recordings.files import RecordingFiles

SWEEP_EVERY_S = 24 * 3600.0
AGAIN_AFTER_TROUBLE_S = 300.0
REST_S = 0.05
"""Between two calls: those that are live write to the same database."""

DeleteSound = Callable[[str], Awaitable[int]]


class Deletion(Protocol):
    @property
    def deleted(self) -> Sequence[DeletedCall]: ...
    @property
    def kept(self) -> Sequence[KeptCall]: ...


DeleteCalls = Callable[[Sequence[str]], Awaitable[Deletion]]


class Ended(Protocol):
    async def until(self, moment: datetime) -> Sequence[str]: ...


class ChosenRetention(Protocol):
    async def get(self) -> Retention: ...


@dataclass(frozen=True, slots=True)
class Due:
    """Ids of calls: those of which everything goes, and those of which the sound alone."""

    calls: tuple[str, ...]
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swept:
    calls: int = 0
    sounds: int = 0
    size_bytes: int = 0


class RetentionSweeper:
    def __init__(
        self,
        files: RecordingFiles,
        ended: Ended,
        retention: ChosenRetention,
        clock: Clock,
        delete_sound: DeleteSound,
        delete_calls: DeleteCalls,
    ) -> None:
        self._files = files
        self._ended = ended
        self._retention = retention
        self._clock = clock
        self._delete_sound = delete_sound
        self._delete_calls = delete_calls

    async def run(self) -> None:
        """Never returns."""
        while True:
            wait_s = SWEEP_EVERY_S
            try:
                await self.sweep()
            except StorageTrouble as trouble:
                logger.warning("Old calls are deleted later: {}", trouble.reason)
                wait_s = AGAIN_AFTER_TROUBLE_S
            await asyncio.sleep(wait_s)

    async def due(self, retention: Retention | None = None) -> Due:
        """What the next sweep deletes, by what is chosen or by ``retention``."""
        known = retention or await self._retention.get()
        calls = await self._older_than(known.call_days)
        sounds = await self._older_than(known.sound_days)
        there = await asyncio.to_thread(self._old_sounds, known.sound_days) if sounds else set()
        whole = set(calls)
        return Due(tuple(calls), tuple(s for s in sounds if s in there and s not in whole))

    def _old_sounds(self, days: int | None) -> set[str]:
        """Calls with sound, without that which has not been here for so long."""
        latest = self._clock.utc() - timedelta(days=days or 0)
        return {
            call_id
            for call_id in self._files.with_sound()
            if (came_at := self._files.came_at(call_id)) is None or came_at <= latest
        }

    async def sweep(self) -> Swept:
        """Raises ``StorageTrouble``. What cannot be deleted just now is left to the next one."""
        due = await self.due()
        swept = Swept()
        for call_id in due.calls:
            for gone in (await self._delete_calls([call_id])).deleted:
                swept = Swept(swept.calls + 1, swept.sounds, swept.size_bytes + gone.audio_bytes)
            await asyncio.sleep(REST_S)
        for call_id in due.sounds:
            try:
                size = await self._delete_sound(call_id)
            except OSError as error:
                logger.error("Call {}: old sound cannot be deleted: {}", call_id, error.strerror)
                continue
            swept = Swept(swept.calls, swept.sounds + 1, swept.size_bytes + size)
        if swept != Swept():
            logger.info(
                "Deleted what was too old: {} calls, and of {} more the sound", *_counts(swept)
            )
        return swept

    async def _older_than(self, days: int | None) -> Sequence[str]:
        if days is None:
            return ()
        return await self._ended.until(self._clock.utc() - timedelta(days=days))


def _counts(swept: Swept) -> tuple[int, int]:
    return swept.calls, swept.sounds
