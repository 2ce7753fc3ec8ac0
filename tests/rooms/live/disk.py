"""A disk whose room is known."""

import errno
import os
from io import FileIO
from pathlib import Path
from typing import Any

from salescoach.rooms.live.segments import create_file


class Disk:
    """``left`` bytes can still be written; None means as many as the real disk takes."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.error = errno.ENOSPC
        self.asked = 0

    def open(self, path: Path) -> FileIO:
        if self.left == 0:
            raise OSError(self.error, os.strerror(self.error))
        create_file(path).close()
        return _File(self, path)


class _File(FileIO):
    def __init__(self, disk: Disk, path: Path) -> None:
        super().__init__(path, "r+")
        self._disk = disk

    def write(self, piece: Any, /) -> int:
        self._disk.asked += 1
        left = self._disk.left
        if left is None:
            return super().write(piece)
        if left == 0:
            raise OSError(self._disk.error, os.strerror(self._disk.error))
        written = super().write(bytes(piece)[:left])
        self._disk.left = left - written
        return written
