"""The two channels of a call side by side, the customer's echo taken out of the salesperson's.

The customer's audio never waits. The salesperson's waits until the customer's of the same moment
is there to compare with, but no longer than a bounded skew: a channel that stalls must not silence
the other.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from salescoach.domain.audio import (
    MAX_FRAME_MS,
    MIN_FRAME_MS,
    AudioFrame,
    Channel,
    Speaker,
    ms_to_samples,
)
from salescoach.pipeline.echo import EchoCanceller

Samples = npt.NDArray[np.int16]

MAX_SKEW_MS = 400
"""The salesperson's audio waits at most this long for the customer's."""

KEPT_REFERENCE_MS = 10_000
"""The customer's audio kept for a salesperson's channel that comes late."""

_KEPT_REFERENCE = ms_to_samples(KEPT_REFERENCE_MS)
_MAX_SKEW = ms_to_samples(MAX_SKEW_MS)
_BLOCK = ms_to_samples(100)
_SMALLEST = ms_to_samples(MIN_FRAME_MS)
_LARGEST = ms_to_samples(MAX_FRAME_MS)


class ChannelFeed:
    """Frames in, frames for the speech engine out. Without one channel of each side, or for an
    engine that does not listen (``heard`` False), frames pass through untouched.

    The two are paired by call time: after a gap, or when an engine is opened again, they need not
    stand at the same place."""

    def __init__(self, channels: tuple[Channel, ...], *, heard: bool = True) -> None:
        self._near = _only(channels, Speaker.SALESPERSON)
        self._far = _only(channels, Speaker.CUSTOMER)
        self._paired = heard and self._near is not None and self._far is not None
        self._echo = EchoCanceller()
        self._seq = 0
        self._waiting: Samples = np.zeros(0, np.int16)
        self._near_at = 0
        self._reference = _Reference()
        self.echo_heard = False
        """Whether the customer is believed to leak into the salesperson's microphone."""

    @property
    def paired(self) -> bool:
        """Whether the echo of one channel is taken out of the other."""
        return self._paired

    def push(self, frame: AudioFrame, start_ms: int) -> Iterator[AudioFrame]:
        """``start_ms`` is the call time of the frame's first sample."""
        if not self._paired or frame.channel not in (self._near, self._far):
            yield frame
            return
        samples = np.frombuffer(frame.pcm, dtype="<i2").astype(np.int16, copy=False)
        start = ms_to_samples(start_ms)
        if frame.channel == self._far:
            self._reference.append(samples, start)
            yield frame
        else:
            if start - (self._near_at + len(self._waiting)) >= _SMALLEST:
                yield from self._process_waiting()
                self._near_at = start
            waits = len(self._waiting) > 0
            self._waiting = np.concatenate([self._waiting, samples]) if waits else samples
        yield from self._release(frame.captured_at_ms)

    def flush(self) -> Iterator[AudioFrame]:
        """What still waits, when no more audio comes."""
        if not self._paired:
            return
        yield from self._process_waiting()
        rest = self._echo.flush().clean
        if len(rest):
            yield self._frame(rest, 0)

    def _release(self, captured_at_ms: int) -> Iterator[AudioFrame]:
        while len(self._waiting) >= _SMALLEST:
            ready = self._reference.end - self._near_at
            overdue = len(self._waiting) - _MAX_SKEW
            count = min(len(self._waiting), max(ready, overdue), _LARGEST)
            if count < _SMALLEST:
                return
            yield from self._process(count, captured_at_ms)

    def _process_waiting(self) -> Iterator[AudioFrame]:
        while len(self._waiting):
            yield from self._process(min(len(self._waiting), _BLOCK), 0)

    def _process(self, count: int, captured_at_ms: int) -> Iterator[AudioFrame]:
        near, self._waiting = self._waiting[:count], self._waiting[count:]
        far = self._reference.take(self._near_at, count)
        self._near_at += count
        block = self._echo.process(near, far)
        self.echo_heard = block.active
        if len(block.clean):
            yield self._frame(block.clean, captured_at_ms)

    def _frame(self, samples: Samples, captured_at_ms: int) -> AudioFrame:
        assert self._near is not None
        frame = AudioFrame(self._near, self._seq, samples.astype("<i2").tobytes(), captured_at_ms)
        self._seq += 1
        return frame


class _Reference:
    """The customer's recent audio, by sample position. What was never there reads as silence."""

    def __init__(self) -> None:
        self._samples: Samples = np.zeros(0, np.int16)
        self._start = 0

    @property
    def end(self) -> int:
        return self._start + len(self._samples)

    def append(self, samples: Samples, start: int) -> None:
        """Samples from position ``start`` on, which may lie behind a gap."""
        missing = start - self.end
        if missing >= _KEPT_REFERENCE:
            self._samples, self._start = samples, start
            return
        if not len(self._samples) and missing < _SMALLEST:
            self._samples = samples
            return
        silence = np.zeros(missing if missing >= _SMALLEST else 0, np.int16)
        self._samples = np.concatenate([self._samples, silence, samples])
        excess = len(self._samples) - _KEPT_REFERENCE
        if excess > 0:
            self._samples = self._samples[excess:]
            self._start += excess

    def take(self, position: int, count: int) -> Samples:
        """The samples from ``position`` on; what lies before them is forgotten."""
        if position == self._start and count == len(self._samples):
            taken, self._samples = self._samples, self._samples[count:]
            self._start += count
            return taken
        taken = np.zeros(count, np.int16)
        first = max(position, self._start)
        last = min(position + count, self.end)
        if first < last:
            found = self._samples[first - self._start : last - self._start]
            taken[first - position : last - position] = found
        keep = max(0, min(last, self.end) - self._start)
        self._samples = self._samples[keep:]
        self._start += keep
        return taken


def _only(channels: tuple[Channel, ...], role: Speaker) -> int | None:
    found = [channel.id for channel in channels if channel.role is role]
    return found[0] if len(found) == 1 else None
