"""The recording of a call while the call is made of a file: beside the file, where nobody plays it.

It becomes the call's once the call is in the history. Until then there is nothing to clean up: it
goes with the file.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from salescoach.kit.errors import Unavailable
from salescoach.rooms.calls.restore import CallRestore
from salescoach.rooms.live.spool import remove_folder
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.recordings.keeping import Kept, keep
from salescoach.rooms.recordings.mixdown import Sound
from salescoach.rooms.recordings.steps import through

_MADE = "call"


class StagedSound:
    """``folder`` need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = RecordingFiles(folder, folder)

    @property
    def is_there(self) -> bool:
        return self._files.recording(_MADE).is_file()

    async def clear(self) -> None:
        """What an earlier try left goes. Raises ``OSError``."""
        if self._folder.is_dir():
            await asyncio.to_thread(remove_folder, self._folder)

    def make(self, blocks: Iterator[Sound]) -> Kept | None:
        """None when there was no sound. Raises ``Unavailable`` (``recording_not_written``) when the
        disk takes nothing, ``RecordingFailed``, and what ``blocks`` raises."""
        try:
            return through(keep(self._files, _MADE, blocks))
        except OSError as error:
            raise Unavailable(
                "The sound of this call cannot be written. Make room on the server's disk.",
                code="recording_not_written",
            ) from error

    async def hand_over(
        self, call_id: str, calls: CallRestore, files: RecordingFiles, now: datetime
    ) -> None:
        """It becomes the recording of a call, unless that was deleted meanwhile; without one there
        is nothing to do. Raises ``OSError``, ``StorageTrouble``."""

        async def put() -> None:
            await asyncio.to_thread(files.take_over, call_id, self._files, _MADE, now)

        if await asyncio.to_thread(lambda: self.is_there):
            await calls.beside(call_id, put)
