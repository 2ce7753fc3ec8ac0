"""Audio made safe: every frame is on disk before it is acknowledged.

One folder a call, one a channel. Segments go as soon as stored text covers them; only a recording
with consent keeps them, and the newest stays to tell how far the call has come.

When the disk takes nothing, frames wait in memory, in order and within a bound, and are not safe.
What the transcriber has had already may leave that memory: the sender still holds it.
"""

import asyncio
import errno
import shutil
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from loguru import logger

from salescoach.domain.audio import AudioFrame, ms_to_samples
from salescoach.kit.errors import Unavailable
from salescoach.rooms.live.disk_sync import DiskSync
from salescoach.rooms.live.segments import (
    OpenFile,
    Segment,
    StoredFrame,
    create_file,
    read_segments,
)

SEGMENT_SAMPLES = ms_to_samples(10_000)
MAX_UNSAVED_SAMPLES = ms_to_samples(60_000)
"""Audio of one channel that may wait in memory for the disk."""

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ChannelSpool:
    """The audio of one channel, by sample position from the channel's first sample.

    ``frames``: what may still be needed, in order. ``heard``: how far the transcriber has had it;
    whoever feeds it says so. ``trouble`` tells why the disk takes nothing just now.
    """

    def __init__(self, folder: Path, open_file: OpenFile = create_file) -> None:
        self.folder = folder
        self.frames: deque[StoredFrame] = deque()
        self.end = 0
        self.next_seq = 0
        self.heard = 0
        self.trouble: str | None = None
        self._open_file = open_file
        self._unsaved: deque[StoredFrame] = deque()
        self._unsafe_from: int | None = None
        """The first frame that left the memory without having been written."""
        self._segments: deque[Segment] = deque()
        self._retired: list[Segment] = []
        """Full, and still to be synced."""

    @property
    def safe_seq(self) -> int:
        """The last frame that is safe, -1 for none."""
        if not self._unsaved:
            return self.next_seq - 1
        return (self._unsaved[0].seq if self._unsafe_from is None else self._unsafe_from) - 1

    @property
    def unsaved_samples(self) -> int:
        return self.end - self._unsaved[0].start if self._unsaved else 0

    def make_room(self) -> None:
        """Raises ``Unavailable`` (``disk_full``) when no more may wait in memory."""
        if self.unsaved_samples < MAX_UNSAVED_SAMPLES:
            return
        oldest = self._unsaved[0]
        if oldest.end > self.heard:
            raise Unavailable(
                "The disk takes nothing and no more audio can be held. Make room on the "
                "server's disk; the page sends again what is missing.",
                code="disk_full",
            )
        self._unsaved.popleft()
        oldest.pcm = None
        if self._unsafe_from is None:
            self._unsafe_from = oldest.seq

    def append(self, frame: AudioFrame, received_ms: float) -> StoredFrame:
        """Takes the next frame. Raises ``Unavailable`` (``disk_full``); it is not taken then."""
        self.make_room()
        stored = StoredFrame(
            frame.seq,
            self.end,
            frame.samples,
            frame.captured_at_ms,
            received_ms,
            pcm=frame.pcm,
            fresh=frame.pcm,
        )
        self.next_seq = frame.seq + 1
        self._take(stored)
        return stored

    def append_silence(self, samples: int) -> StoredFrame:
        """Time in which nothing was recorded."""
        stored = StoredFrame(self.next_seq, self.end, samples, silent=True)
        self._take(stored)
        return stored

    def skip(self, seq: int) -> None:
        """A frame that is not to be kept: the next one is expected after it."""
        self.next_seq = seq + 1
        self.append_silence(0)

    def move_on(self, position: int) -> None:
        """What lies before ``position`` is known to be over, though it is not here."""
        self.end = max(self.end, position)

    def save(self) -> bool:
        """Writes what waits. False while the disk takes nothing more."""
        while self._unsaved:
            try:
                self._segment_for(self._unsaved[0]).write(self._unsaved[0])
            except OSError as error:
                if self.trouble is None:
                    logger.warning("The spool cannot be written: {}", error.strerror)
                self.trouble = "disk_full" if error.errno in _NO_SPACE else "unreachable"
                return False
            self._unsaved.popleft()
        self.trouble = None
        self._unsafe_from = None
        return True

    def take_unsynced(self) -> list[int]:
        """Descriptors to be synced and closed."""
        current = [self._segments[-1]] if self._segments else []
        found = [segment.take_unsynced() for segment in (*self._retired, *current)]
        for segment in self._retired:
            segment.close()
        self._retired.clear()
        return [descriptor for descriptor in found if descriptor is not None]

    def after(self, position: int) -> deque[StoredFrame]:
        """The frames that hold audio from sample ``position`` on."""
        return deque(stored for stored in self.frames if stored.end > position)

    def cut(self, before: int, keep_files: bool) -> None:
        """What ends at or before sample ``before`` is not needed for text any more, and deleted
        unless its files are to be kept. Raises ``OSError``."""
        while self.frames and self.frames[0].end <= before and self.frames[0].pcm is None:
            self.frames.popleft()
        while not keep_files and len(self._segments) > 1 and self._segments[0].end <= before:
            segment = self._segments.popleft()
            segment.close()
            segment.path.unlink(missing_ok=True)

    def close(self) -> None:
        for segment in (*self._retired, *self._segments):
            segment.close()
        self._retired.clear()

    def recover(self) -> None:
        """Takes up what an earlier server left. Raises ``OSError``."""
        for segment, found in read_segments(self.folder):
            self._segments.append(segment)
            self.frames.extend(stored for stored in found if stored.samples)
            self.end = segment.end
            self.next_seq = segment.next_seq

    def _take(self, stored: StoredFrame) -> None:
        self.end = stored.end
        if stored.samples:
            self.frames.append(stored)
        self._unsaved.append(stored)
        if self.trouble is None:
            # A disk in trouble is asked again by housekeeping, not by every frame.
            self.save()

    def _segment_for(self, stored: StoredFrame) -> Segment:
        """The file to write to: the newest one, or a new one when that is full or when audio is
        missing between the two."""
        if self._segments:
            newest = self._segments[-1]
            room = stored.end - newest.start <= SEGMENT_SAMPLES
            if newest.writable and room and newest.end == stored.start:
                return newest
        segment = Segment(self.folder, stored.start, stored.seq)
        segment.create(self._open_file)
        if self._segments and self._segments[-1].path == segment.path:
            self._segments.pop().close()
        if self._segments and self._segments[-1].writable:
            self._retired.append(self._segments[-1])
        self._segments.append(segment)
        return segment


class Spool:
    """The audio of one call, one ``ChannelSpool`` a channel."""

    def __init__(
        self,
        folder: Path,
        channels: Iterable[int],
        disk: DiskSync,
        open_file: OpenFile = create_file,
    ) -> None:
        self.folder = folder
        self._disk = disk
        self.channels = {
            channel: ChannelSpool(folder / str(channel), open_file) for channel in channels
        }

    @property
    def trouble(self) -> str | None:
        """Why the disk takes nothing just now: ``disk_full`` or ``unreachable``."""
        return next((each.trouble for each in self.channels.values() if each.trouble), None)

    def save(self) -> bool:
        """Tries again to write what waits. True when everything is on disk."""
        outcomes = [channel.save() for channel in self.channels.values()]
        return all(outcomes)

    async def sync(self) -> None:
        """Brings what was written to the disk itself, away from the event loop."""
        found = [fd for channel in self.channels.values() for fd in channel.take_unsynced()]
        if found:
            await self._disk(found)

    def close(self) -> None:
        for channel in self.channels.values():
            channel.close()

    async def delete(self) -> None:
        """Removes every trace of the audio. Raises ``OSError`` when something stays."""
        self.close()
        await asyncio.to_thread(remove_folder, self.folder)


async def recover(folder: Path, channels: Iterable[int], disk: DiskSync) -> Spool:
    """The spool an earlier server left behind. Raises ``OSError``."""
    spool = Spool(folder, channels, disk)
    for channel in spool.channels.values():
        await asyncio.to_thread(channel.recover)
    return spool


def remove_folder(folder: Path) -> None:
    """Removes it with all inside, also when somebody else is at it. Raises ``OSError``."""
    while folder.exists():
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue
