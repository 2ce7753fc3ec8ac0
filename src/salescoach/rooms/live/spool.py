"""Audio made safe: every frame is on disk before it is acknowledged.

One folder a call, one a channel, small segment files of whole frames. A frame is a header and its
PCM, written in one go, so a server that was killed finds each frame whole or not at all. Segments
go as soon as committed text covers them; only a recording with consent keeps them.

When the disk is full frames wait in memory, in order and within a bound, and are not safe.
"""

import os
import struct
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from loguru import logger

from salescoach.domain.audio import AudioFrame, ms_to_samples, samples_to_ms
from salescoach.kit.errors import Unavailable

_RECORD = struct.Struct("<4sIIQ")
_MAGIC = b"SCF1"
SEGMENT_SAMPLES = ms_to_samples(10_000)
MAX_UNSAVED_MS = 60_000
"""Audio of one channel that may wait in memory for the disk."""


@dataclass(slots=True)
class StoredFrame:
    """One frame. ``pcm`` is held only until it is written."""

    seq: int
    start: int
    samples: int
    captured_at_ms: int
    received_ms: float
    segment: "_Segment | None" = None
    offset: int = 0
    pcm: bytes | None = None

    @property
    def end(self) -> int:
        return self.start + self.samples


@dataclass(slots=True)
class _Segment:
    path: Path
    start: int
    end: int
    size: int = 0


@dataclass(slots=True)
class ChannelSpool:
    """The frames of one channel, by sample position from the channel's first sample."""

    folder: Path
    frames: deque[StoredFrame] = field(default_factory=deque)
    unsaved: deque[StoredFrame] = field(default_factory=deque)
    segments: deque[_Segment] = field(default_factory=deque)
    end: int = 0
    next_seq: int = 0
    safe_seq: int = -1
    """The last frame that is on disk, -1 for none."""
    _file: int | None = None
    _dirty: bool = False

    def append(self, frame: AudioFrame, received_ms: float) -> StoredFrame:
        """Raises ``Unavailable`` (``disk_full``) when no more may wait in memory."""
        waiting_ms = samples_to_ms(sum(stored.samples for stored in self.unsaved))
        if waiting_ms > MAX_UNSAVED_MS:
            raise Unavailable("The disk is full and audio can no longer be kept.", code="disk_full")
        stored = StoredFrame(
            frame.seq, self.end, frame.samples, frame.captured_at_ms, received_ms, pcm=frame.pcm
        )
        self.end = stored.end
        self.next_seq = frame.seq + 1
        self.frames.append(stored)
        self.unsaved.append(stored)
        self.save()
        return stored

    def skip(self, seq: int) -> None:
        """A frame that is not to be kept: the next one is expected after it."""
        self.next_seq = seq + 1
        if not self.unsaved:
            self.safe_seq = seq

    def save(self) -> bool:
        """Writes what waits. False while the disk takes nothing more."""
        while self.unsaved:
            stored = self.unsaved[0]
            try:
                self._write(stored)
            except OSError as error:
                logger.warning("The spool cannot be written: {}", error.strerror)
                self._abandon_segment()
                return False
            self.unsaved.popleft()
            self.safe_seq = stored.seq
        return True

    def sync(self) -> None:
        """Asks the system to bring what was written to the disk itself. Blocks."""
        if self._dirty and self._file is not None:
            self._dirty = False
            os.fsync(self._file)

    def after(self, position: int) -> deque[StoredFrame]:
        """The frames that hold audio from sample ``position`` on."""
        return deque(stored for stored in self.frames if stored.end > position)

    def read(self, stored: StoredFrame) -> bytes:
        """The frame's PCM."""
        if stored.pcm is not None:
            return stored.pcm
        assert stored.segment is not None
        with stored.segment.path.open("rb") as file:
            file.seek(stored.offset)
            return file.read(stored.samples * 2)

    def cut(self, before: int) -> None:
        """Deletes the segments that end at or before sample ``before``."""
        while self.frames and self.frames[0].end <= before and self.frames[0].pcm is None:
            self.frames.popleft()
        while len(self.segments) > 1 and self.segments[0].end <= before:
            self.segments.popleft().path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, stored: StoredFrame) -> None:
        assert stored.pcm is not None
        segment = self._segment_for(stored)
        assert self._file is not None
        record = _RECORD.pack(_MAGIC, stored.seq, stored.samples, stored.captured_at_ms)
        whole = record + stored.pcm
        written = os.write(self._file, whole)
        if written < len(whole):
            raise OSError(28, "No space left on device")
        stored.segment = segment
        stored.offset = segment.size + _RECORD.size
        segment.size += len(whole)
        segment.end = stored.end
        stored.pcm = None
        self._dirty = True

    def _segment_for(self, stored: StoredFrame) -> _Segment:
        current = self.segments[-1] if self.segments else None
        if (
            current is not None
            and self._file is not None
            and stored.end - current.start <= SEGMENT_SAMPLES
        ):
            return current
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{stored.start:015d}.seg"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        segment = _Segment(path, stored.start, stored.start)
        self.segments.append(segment)
        return segment

    def _abandon_segment(self) -> None:
        """A frame written in part must not stay before whole ones."""
        if self._file is None or not self.segments:
            return
        segment = self.segments[-1]
        try:
            os.ftruncate(self._file, segment.size)
        except OSError:
            self.close()


class Spool:
    """The audio of one call, one ``ChannelSpool`` a channel."""

    def __init__(self, folder: Path, channels: tuple[int, ...]) -> None:
        self.folder = folder
        self.channels = {channel: ChannelSpool(folder / str(channel)) for channel in channels}

    @property
    def all_safe(self) -> bool:
        return not any(channel.unsaved for channel in self.channels.values())

    def save(self) -> bool:
        """Tries again to write what waits. True when everything is on disk."""
        outcomes = [channel.save() for channel in self.channels.values()]
        return all(outcomes)

    def sync(self) -> None:
        for channel in self.channels.values():
            try:
                channel.sync()
            except OSError as error:
                logger.warning("The spool cannot be synced: {}", error.strerror)

    def close(self) -> None:
        for channel in self.channels.values():
            channel.close()

    def delete(self) -> None:
        """Removes every trace of the audio."""
        self.close()
        for channel in self.channels.values():
            for path in channel.folder.glob("*.seg"):
                path.unlink(missing_ok=True)
            if channel.folder.is_dir():
                channel.folder.rmdir()
        if self.folder.is_dir():
            self.folder.rmdir()


def recover(folder: Path, channels: tuple[int, ...]) -> Spool:
    """The spool an earlier server left behind. A frame that was cut off by the crash is dropped:
    it was never acknowledged."""
    spool = Spool(folder, channels)
    for channel in spool.channels.values():
        for path in sorted(channel.folder.glob("*.seg")):
            _recover_segment(channel, path)
    return spool


def _recover_segment(channel: ChannelSpool, path: Path) -> None:
    content = path.read_bytes()
    start = int(path.stem)
    segment = _Segment(path, start, start)
    at = 0
    while at + _RECORD.size <= len(content):
        magic, seq, samples, captured_at_ms = _RECORD.unpack_from(content, at)
        end = at + _RECORD.size + samples * 2
        if magic != _MAGIC or end > len(content):
            break
        stored = StoredFrame(seq, segment.end, samples, captured_at_ms, 0.0, segment)
        stored.offset = at + _RECORD.size
        segment.end = stored.end
        channel.frames.append(stored)
        channel.end = stored.end
        channel.next_seq = seq + 1
        channel.safe_seq = seq
        at = end
    segment.size = at
    channel.segments.append(segment)
