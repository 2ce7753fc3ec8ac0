"""The spool of a call as one sound: salesperson left, customer right, in call time.

What is missing (a pause, a lost stretch, a frame that cannot be read) is silence, so a moment of
the call is the same moment of the file. Segments are read one after the other, never all at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from loguru import logger

from salescoach.domain.audio import SAMPLE_RATE, Channel, Speaker, ms_to_samples
from salescoach.pipeline.timeline import Timeline
from salescoach.rooms.live.segments import StoredFrame, read_segments

BLOCK = SAMPLE_RATE
"""Samples of a block: a second."""

Sound = npt.NDArray[np.int16]
"""Shape (channels, samples), 16 kHz."""


def sides(channels: Sequence[Channel]) -> tuple[tuple[int, ...], ...]:
    """Which of a call's channels are heard left and which right; one group for a call in which
    nobody knows whose voice is where."""
    left = tuple(channel.id for channel in channels if channel.role is Speaker.SALESPERSON)
    right = tuple(channel.id for channel in channels if channel.role is not Speaker.SALESPERSON)
    known = {channel.role for channel in channels} & {Speaker.SALESPERSON, Speaker.CUSTOMER}
    return (left, right) if known else ((*left, *right),)


def mixdown(
    spool: Path, groups: Sequence[Sequence[int]], timelines: Mapping[int, Timeline]
) -> Iterator[Sound]:
    """Blocks of a second, the last one shorter; a row for each of ``groups``, in which several
    channels are added up. Nothing for a call without sound. Raises ``OSError``."""
    rows = [
        [_Track(spool / str(number), timelines.get(number, Timeline())) for number in group]
        for group in groups
    ]
    tracks = [track for row in rows for track in row]
    at = 0
    while any(track.more for track in tracks):
        added = np.zeros((len(rows), BLOCK), np.int32)
        for place, row in enumerate(rows):
            for track in row:
                track.add_to(added[place], at)
        block = np.clip(added, -32_768, 32_767).astype(np.int16)
        at += BLOCK
        if not any(track.more for track in tracks):
            last = max((track.end for track in tracks), default=0)
            block = block[:, : BLOCK - max(0, at - last)]
        if block.shape[1]:
            yield block


def silenced(blocks: Iterator[Sound], spans_ms: Sequence[tuple[int, int]]) -> Iterator[Sound]:
    """``blocks`` from the begin of a call, with nothing to be heard on any side in the spans of
    call time."""
    at = 0
    for block in blocks:
        for start_ms, end_ms in spans_ms:
            first = max(0, ms_to_samples(start_ms) - at)
            block[:, first : max(0, ms_to_samples(end_ms) - at)] = 0
        at += block.shape[1]
        yield block


class _Track:
    """One channel, front to back. ``end``: how far it has come, in samples of the call."""

    def __init__(self, folder: Path, timeline: Timeline) -> None:
        self._timeline = timeline
        self._frames = (frame for _, frames in read_segments(folder) for frame in frames)
        self._next = next(self._frames, None)
        self.end = 0

    @property
    def more(self) -> bool:
        return self._next is not None

    def add_to(self, row: npt.NDArray[np.int32], at: int) -> None:
        """Adds what lies in ``row``, which begins at sample ``at`` of the call."""
        while self._next is not None:
            start = self._place(self._next)
            if start >= at + len(row):
                return
            end = start + self._next.samples
            self.end = max(self.end, end)
            first, last = max(start, at), min(end, at + len(row))
            if first < last and not self._next.silent:
                pcm = _read(self._next)
                row[first - at : last - at] += pcm[first - start : last - start]
            if end > at + len(row):
                return
            self._next = next(self._frames, None)

    def _place(self, frame: StoredFrame) -> int:
        """Where in the call it begins. Gaps begin at the first whole millisecond after the sound
        before them, so a frame's own begin is rounded up to tell which gaps lie before it."""
        stream_ms = -(-frame.start * 1000 // SAMPLE_RATE)
        return frame.start + ms_to_samples(self._timeline.position_ms(stream_ms) - stream_ms)


def _read(frame: StoredFrame) -> npt.NDArray[np.int16]:
    try:
        return np.frombuffer(frame.read(), "<i2")
    except OSError as error:
        logger.warning("A frame of a recording cannot be read: {}", error.strerror)
        return np.zeros(frame.samples, np.int16)
