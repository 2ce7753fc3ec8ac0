"""Spooled audio on disk: small append-only files, each named for where it begins.

A record is a header and its PCM, written in one go, so a server that was killed finds each frame
whole or not at all. The name holds the first sample and the next frame number, so that the place
in a call survives even when nothing else of its audio is left.
"""

import errno
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from salescoach.domain.audio import BYTES_PER_SAMPLE

_RECORD = struct.Struct("<4sIIQ")
"""Kind, number, samples, the sender's clock."""

_SOUND = b"SCF1"
_SILENCE = b"SCS1"
"""Samples without a body. Its number is the next frame that is expected after it."""

OpenFile = Callable[[Path], FileIO]
"""Creates the file, empty, for unbuffered writing."""


def create_file(path: Path) -> FileIO:
    """Readable by nobody but the server's own user."""
    return FileIO(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600))


@dataclass(slots=True)
class StoredFrame:
    """A run of samples of one channel. ``pcm`` is held only until it is written; a run that is
    neither written nor held is silence, and has no number of its own."""

    seq: int
    start: int
    samples: int
    captured_at_ms: int = 0
    received_ms: float | None = None
    silent: bool = False
    pcm: bytes | None = None
    fresh: bytes | None = None
    """The PCM while it may be asked for at once, so that it need not come from the disk."""
    path: Path | None = None
    offset: int = 0

    @property
    def end(self) -> int:
        return self.start + self.samples

    def read(self) -> bytes:
        """The PCM. Raises ``OSError`` when its file is gone or cut short."""
        held = self.pcm or self.fresh
        if held is not None:
            return held
        size = self.samples * BYTES_PER_SAMPLE
        if self.path is None:
            return bytes(size)
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.offset)
            pcm = file.read(size)
        if len(pcm) < size:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return pcm


class Segment:
    """One file. ``end`` is the sample after its last one."""

    def __init__(self, folder: Path, start: int, next_seq: int) -> None:
        self.path = folder / f"{start:015d}-{next_seq:010d}.seg"
        self.start = start
        self.end = start
        self.next_seq = next_seq
        self._size = 0
        self._file: FileIO | None = None
        self._dirty = False

    @property
    def writable(self) -> bool:
        return self._file is not None

    def create(self, open_file: OpenFile) -> None:
        """Raises ``OSError``."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open_file(self.path)

    def write(self, stored: StoredFrame) -> None:
        """Raises ``OSError``; nothing of the frame is in the file then."""
        kind = _SILENCE if stored.silent else _SOUND
        header = _RECORD.pack(kind, stored.seq, stored.samples, stored.captured_at_ms)
        offset = self._size + len(header)
        self._append(header + (stored.pcm or b""))
        if not stored.silent:
            stored.path, stored.offset = self.path, offset
        stored.pcm = None
        self.end = stored.end

    def take_unsynced(self) -> int | None:
        """A descriptor of the file, to be synced and closed, when there is something to sync."""
        if not self._dirty or self._file is None:
            return None
        self._dirty = False
        return os.dup(self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _append(self, record: bytes) -> None:
        assert self._file is not None
        try:
            written = self._file.write(record)
            if written != len(record):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            self._take_back()
            raise
        self._size += len(record)
        self._dirty = True

    def _take_back(self) -> None:
        """Half a record must not stay before whole ones."""
        assert self._file is not None
        try:
            self._file.truncate(self._size)
            self._file.seek(self._size)
        except OSError:
            self.close()


def read_segments(folder: Path) -> Iterator[tuple[Segment, list[StoredFrame]]]:
    """What an earlier server left in a channel's folder, in order. A frame that was cut off by the
    crash is left out: it was never acknowledged."""
    for path in sorted(folder.glob("*.seg")):
        start, _, next_seq = path.stem.partition("-")
        if start.isdigit() and next_seq.isdigit():
            segment = Segment(folder, int(start), int(next_seq))
            segment.path = path
            yield segment, list(_records(segment))


def _records(segment: Segment) -> Iterator[StoredFrame]:
    size = segment.path.stat().st_size
    with segment.path.open("rb") as file:
        at = 0
        while len(header := file.read(_RECORD.size)) == _RECORD.size:
            kind, seq, samples, captured_at_ms = _RECORD.unpack(header)
            silent = kind == _SILENCE
            at += _RECORD.size
            body = 0 if silent else samples * BYTES_PER_SAMPLE
            if kind not in (_SOUND, _SILENCE) or at + body > size:
                return
            stored = StoredFrame(seq, segment.end, samples, captured_at_ms, silent=silent)
            if not silent:
                stored.path, stored.offset = segment.path, at
            segment.end = stored.end
            segment.next_seq = seq if silent else seq + 1
            at += body
            file.seek(at)
            yield stored
