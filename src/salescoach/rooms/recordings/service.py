"""The sound of past calls: whether there is any, where it lies, how it looks, and its end."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from salescoach.domain.call import Call
from salescoach.domain.retention import Retention
from salescoach.kit.errors import NotFound, Unavailable
from salescoach.rooms.calls.file_names import file_name
from salescoach.rooms.recordings import waveform
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.recordings.keeping import Kept, keep, waveform_of
from salescoach.rooms.recordings.mixdown import Sound
from salescoach.rooms.recordings.steps import StepByStep
from salescoach.rooms.recordings.waveform import Waveform

State = Literal["kept", "preparing", "gone", "none"]
"""``preparing``: it can be heard soon. ``gone``: there was one, and it was deleted. ``none``: the
call was not recorded."""

_MISSING = {
    "preparing": ("recording_in_preparation", "The recording is still being prepared."),
    "gone": ("recording_deleted", "The recording of this call was deleted."),
    "none": ("recording_not_kept", "No sound of this call was kept."),
}


class Calls(Protocol):
    async def get(self, call_id: str) -> Call: ...


class ChosenRetention(Protocol):
    async def get(self) -> Retention: ...


@dataclass(frozen=True, slots=True)
class SoundOfCall:
    """``until``: when it will be deleted, None for never."""

    state: State
    size_bytes: int = 0
    until: datetime | None = None


class Recordings:
    """Methods that name a call raise ``NotFound`` (``call_not_found``) and ``StorageTrouble``."""

    def __init__(
        self, files: RecordingFiles, work: StepByStep, calls: Calls, retention: ChosenRetention
    ) -> None:
        self._files = files
        self._work = work
        self._calls = calls
        self._retention = retention
        self._drawing = asyncio.Lock()
        """Whoever else asks for the same waveform finds it made."""

    async def of(self, call_id: str) -> SoundOfCall:
        call = await self._calls.get(call_id)
        size = await asyncio.to_thread(_size, self._files.recording(call_id))
        if size is not None:
            days = (await self._retention.get()).sound_goes_after
            came_at = await asyncio.to_thread(self._files.came_at, call_id)
            counted_from = max(call.ended_at or call.started_at, came_at or call.started_at)
            until = None if days is None else counted_from + timedelta(days=days)
            return SoundOfCall("kept", size, until)
        if not call.record_audio:
            return SoundOfCall("none")
        waiting = call.status != "ended" or self._files.spool(call_id).is_dir()
        return SoundOfCall("preparing" if waiting else "gone")

    async def path(self, call_id: str) -> Path:
        """Of the recording. Raises ``NotFound``: ``recording_in_preparation``,
        ``recording_deleted`` or ``recording_not_kept``."""
        found = await self.of(call_id)
        if found.state == "kept":
            return self._files.recording(call_id)
        code, message = _MISSING[found.state]
        raise NotFound(message, code=code)

    async def name(self, call_id: str) -> str:
        """What it is called when it is kept as a file."""
        return file_name(await self._calls.get(call_id), "opus")

    async def waveform(self, call_id: str) -> Waveform:
        """Made again when it was lost. Raises as ``path`` does."""
        await self.path(call_id)
        place = self._files.waveform(call_id)
        async with self._drawing:
            known = await asyncio.to_thread(waveform.stored, place)
            if known is None:
                known = await self._work.do(call_id, waveform_of(self._files, call_id))
                await asyncio.to_thread(waveform.store, known, place)
        return known

    async def keep(self, call_id: str, blocks: Iterator[Sound]) -> Kept | None:
        """Makes ``blocks`` the recording of a call: 16 kHz, one row or two (salesperson first), in
        call time from 0, of any length each. They are drawn on another thread, in small portions.
        None when there was no sound. Raises ``Unavailable`` (``recording_not_written``) when the
        disk takes nothing, ``RecordingFailed``, ``Conflict`` (``stopped``: the call is being
        deleted), and what ``blocks`` raises."""
        try:
            return await self._work.do(call_id, keep(self._files, call_id, blocks))
        except OSError as error:
            message = "The recording cannot be written. Make room on the server's disk."
            raise Unavailable(message, code="recording_not_written") from error


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
