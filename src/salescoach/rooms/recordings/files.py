"""Where the sound of calls lies: one folder a call, with the recording and its waveform.

A recording has its name only once it is whole and was heard through; until then it is a part that
nobody plays. Whatever is removed is told in bytes.
"""

import asyncio
import os
from datetime import datetime
from pathlib import Path

from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.spool import remove_folder

_RECORDING = "call.opus"
_PART = "call.opus.part"
_WAVEFORM = "waveform.json"
_CAME = "came"


class RecordingFiles:
    def __init__(self, audio_dir: Path, spool_dir: Path) -> None:
        self._audio_dir = audio_dir
        self._spool_dir = spool_dir

    def recording(self, call_id: str) -> Path:
        return self._folder(self._audio_dir, call_id) / _RECORDING

    def part(self, call_id: str) -> Path:
        return self._folder(self._audio_dir, call_id) / _PART

    def waveform(self, call_id: str) -> Path:
        return self._folder(self._audio_dir, call_id) / _WAVEFORM

    def spool(self, call_id: str) -> Path:
        return self._folder(self._spool_dir, call_id)

    def spooled(self) -> list[str]:
        """Ids of the calls that have sound in waiting, live ones included."""
        return _folders(self._spool_dir)

    def with_sound(self) -> set[str]:
        """Ids of the calls that have sound of any form."""
        return {*_folders(self._audio_dir), *_folders(self._spool_dir)}

    def came_at(self, call_id: str) -> datetime | None:
        """When sound came that is younger than its call; None for sound that was heard in it."""
        try:
            written = (self._folder(self._audio_dir, call_id) / _CAME).read_text(encoding="ascii")
            return datetime.fromisoformat(written)
        except (OSError, ValueError):
            return None

    def prepare(self, call_id: str) -> None:
        """Makes the call's folder. Raises ``OSError``."""
        self.part(call_id).parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def publish(self, call_id: str) -> None:
        """The part becomes the recording, for good. Raises ``OSError``."""
        self.part(call_id).replace(self.recording(call_id))
        _sync_folder(self.recording(call_id).parent)

    def take_over(self, call_id: str, made: "RecordingFiles", made_as: str, now: datetime) -> None:
        """A recording that was made whole elsewhere becomes the call's ``now``, in one step:
        whenever this is cut off, it is there or here. Raises ``OSError``."""
        self.prepare(call_id)
        (self._folder(self._audio_dir, call_id) / _CAME).write_text(now.isoformat(), "ascii")
        made.recording(made_as).replace(self.recording(call_id))
        _sync_folder(self.recording(call_id).parent)

    def remove_spool(self, call_id: str) -> None:
        """Raises ``OSError`` when something stays."""
        remove_folder(self.spool(call_id))

    async def delete(self, call_id: str) -> int:
        """Removes all sound of the call. How many bytes there were; nothing to delete is fine.
        Raises ``OSError`` when something stays."""
        return await asyncio.to_thread(self._delete, call_id)

    def _delete(self, call_id: str) -> int:
        kept = (self.spool(call_id), self._folder(self._audio_dir, call_id))
        files = [file for folder in kept for file in folder.rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files)
        for folder in kept:
            remove_folder(folder)
        return size

    @staticmethod
    def _folder(root: Path, call_id: str) -> Path:
        if not call_id.replace("-", "").replace("_", "").isalnum():
            raise InvalidInput("That is no id of a call.")
        return root / call_id


def _folders(root: Path) -> list[str]:
    return sorted(entry.name for entry in root.iterdir() if entry.is_dir()) if root.is_dir() else []


def _sync_folder(folder: Path) -> None:
    """A name that was given is there after a power cut, too; Windows cannot be asked for it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
