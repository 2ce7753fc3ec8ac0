"""Files on their way in, on disk from the first byte: what lies there is how far one has come.

Each has a folder of its own, called by the id of the import; the user's name for it never gets to
the file system. A piece is taken only where the last one ended, so a piece that comes twice, or in
another order, changes nothing.
"""

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from loguru import logger

from salescoach.kit.errors import Conflict, InvalidInput, Unavailable
from salescoach.rooms.imports.errors import disk_full, is_disk_full

_WRITE_BYTES = 1 << 20
_SPARE_BYTES = 512 * 2**20
"""Left to the calls that go on meanwhile."""


class UploadOffset(Conflict):
    """The piece does not begin where the last one ended: at ``offset``."""

    code = "upload_offset"

    def __init__(self, offset: int) -> None:
        super().__init__(f"The next piece begins at byte {offset}.")
        self.offset = offset


class Uploads:
    """Every method that writes raises ``Unavailable`` (``disk_full`` or ``storage_unavailable``)
    when the disk takes nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._busy: set[str] = set()

    def file(self, import_id: str) -> Path:
        return self._place(import_id) / "content"

    def journal(self, import_id: str) -> Path:
        """Where the events of the call are gathered."""
        return self._place(import_id) / "events.jsonl"

    def sound(self, import_id: str) -> Path:
        """The folder in which the call's recording is made."""
        return self._place(import_id) / "sound"

    async def make(self, import_id: str, size: int) -> None:
        """A place for ``size`` bytes."""
        await asyncio.to_thread(self._make, import_id, size)

    async def make_place(self, import_id: str) -> None:
        """For what comes of a file that lies elsewhere."""
        await asyncio.to_thread(self._make, import_id)

    async def offset(self, import_id: str) -> int:
        """How many bytes are there."""
        return await asyncio.to_thread(self._offset, import_id)

    async def take(
        self, import_id: str, offset: int, size: int, pieces: AsyncIterator[bytes]
    ) -> int:
        """Adds what comes at ``offset`` and returns how many bytes are there now; what came before
        a broken connection stays. Raises ``UploadOffset``, ``Conflict`` (``upload_busy``) while
        another piece is taken, and ``InvalidInput`` (``upload_too_long``) for more than ``size``
        bytes in all, of which nothing beyond it is kept."""
        if import_id in self._busy:
            raise Conflict(
                "Another piece of this file is on its way. Try again in a moment.",
                code="upload_busy",
            )
        self._busy.add(import_id)
        try:
            return await self._take(import_id, offset, size, pieces)
        finally:
            self._busy.discard(import_id)

    async def digest(self, import_id: str) -> str:
        return await asyncio.to_thread(digest_of, self.file(import_id))

    async def remove(self, import_id: str) -> None:
        """All of it; nothing to remove is fine. What cannot be removed is told to the log."""
        try:
            await asyncio.to_thread(shutil.rmtree, self._place(import_id))
        except FileNotFoundError:
            return
        except OSError as error:
            logger.error("Import {} leaves a file behind: {}", import_id, error.strerror)

    async def known(self) -> list[str]:
        """The ids of everything that lies here."""
        return await asyncio.to_thread(self._known)

    async def _take(
        self, import_id: str, offset: int, size: int, pieces: AsyncIterator[bytes]
    ) -> int:
        at = await self.offset(import_id)
        if offset != at:
            raise UploadOffset(at)
        waiting = bytearray()
        try:
            async for piece in pieces:
                if at + len(waiting) + len(piece) > size:
                    raise InvalidInput(
                        f"More came than the {size} bytes that were announced.",
                        code="upload_too_long",
                    )
                waiting += piece
                if len(waiting) >= _WRITE_BYTES:
                    at = await self._write(import_id, at, waiting)
        finally:
            if waiting:
                at = await self._write(import_id, at, waiting)
        if at == size:
            await asyncio.to_thread(_sync, self.file(import_id))
        return at

    async def _write(self, import_id: str, at: int, waiting: bytearray) -> int:
        try:
            await asyncio.to_thread(_append, self.file(import_id), at, bytes(waiting))
        except OSError as error:
            raise _trouble(error) from error
        finally:
            written = len(waiting)
            waiting.clear()
        return at + written

    def _make(self, import_id: str, size: int | None = None) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self._folder).free
            if (size or 0) + _SPARE_BYTES > free:
                raise Unavailable(
                    f"The server's disk has no room for this file: {free // 2**20} MB are free.",
                    code="disk_full",
                )
            place = self._place(import_id)
            place.mkdir(mode=0o700)
            if size is not None:
                self.file(import_id).touch(mode=0o600)
        except OSError as error:
            raise _trouble(error) from error

    def _offset(self, import_id: str) -> int:
        try:
            return self.file(import_id).stat().st_size
        except FileNotFoundError:
            return 0

    def _known(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted(place.name for place in self._folder.iterdir() if place.is_dir())

    def _place(self, import_id: str) -> Path:
        if not import_id.removeprefix("imp_").isalnum():
            raise InvalidInput("That is no id of an import.")
        return self._folder / import_id


def digest_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _append(path: Path, at: int, content: bytes) -> None:
    # What a failed write left behind ``at`` is written over.
    with path.open("r+b") as file:
        file.seek(at)
        try:
            file.write(content)
            file.flush()
        except OSError:
            file.truncate(at)
            raise
        file.truncate()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _trouble(error: OSError) -> Unavailable:
    if is_disk_full(error):
        return disk_full()
    return Unavailable(
        f"The server's disk cannot be written: {error.strerror}.", code="storage_unavailable"
    )
