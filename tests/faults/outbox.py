"""The sound that a page keeps until the server has called it safe, by the rules of the real page.

What stays unacknowledged for a moment is kept where a reload and a crash leave it. A page that was
away goes on with numbers that leave room for the sound it missed, so that this shows as a gap.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salescoach.domain.audio import AudioFrame

DURABLE_AFTER_S = 0.5


@dataclass(slots=True, eq=False)
class Kept:
    """``seq`` None: its number is not known yet. ``first``: a page's first one, after which
    something may be missing. ``word``: what it says, 0 for silence."""

    channel: int
    pcm: bytes
    word: int
    taken_s: float
    captured_at_ms: int
    first: bool = False
    seq: int | None = None
    durable: bool = False
    sent_s: float | None = None
    """Over the connection of now."""
    first_sent_s: float | None = None

    def frame(self) -> AudioFrame:
        assert self.seq is not None
        return AudioFrame(self.channel, self.seq, self.pcm, self.captured_at_ms)


class Outbox:
    """Of one page's life and, through ``after_reload``, of the next one's."""

    def __init__(self, channels: tuple[int, ...], frame_s: float) -> None:
        self._frame_s = frame_s
        self._lanes: dict[int, list[Kept]] = {channel: [] for channel in channels}
        self._next = dict.fromkeys(channels, 0)
        self._anchor: dict[int, tuple[int, float]] = {}
        """The newest number of each channel, and when its frame was taken."""
        self._fresh = dict.fromkeys(channels, False)
        self.numbered = True

    def push(self, kept: Kept) -> None:
        kept.first, self._fresh[kept.channel] = self._fresh[kept.channel], False
        self._lanes[kept.channel].append(kept)
        if self.numbered:
            self._number(kept)

    def settle(self, all_of_it: bool = False) -> None:
        """Writes down what has waited for long enough."""
        now = time.monotonic()
        for kept in self._all():
            kept.durable |= all_of_it or now - kept.taken_s >= DURABLE_AFTER_S

    def after_reload(self) -> None:
        """What the next page finds: only what was written down, and nothing of the numbers."""
        for channel, lane in self._lanes.items():
            lane[:] = [kept for kept in lane if kept.durable]
            self._fresh[channel] = True
        self.numbered = False

    def rewind(self, expected: Mapping[int, int]) -> list[Kept]:
        """A new connection, and what the server expects of each channel next: what comes before,
        it has."""
        safe: list[Kept] = []
        for channel, following in expected.items():
            lane = self._lanes[channel]
            safe += self.acknowledge(channel, following - 1)
            self._next[channel] = max(
                self._next[channel] if self.numbered else 0,
                following,
                *(kept.seq + 1 for kept in lane if kept.seq is not None),
            )
            for kept in lane:
                kept.sent_s = None
                if kept.seq is None:
                    self._number(kept)
        self.numbered = True
        return safe

    def acknowledge(self, channel: int, seq: int) -> list[Kept]:
        lane = self._lanes[channel]
        safe = [kept for kept in lane if kept.seq is not None and kept.seq <= seq]
        lane[:] = [kept for kept in lane if kept.seq is None or kept.seq > seq]
        return safe

    def unsent(self) -> list[Kept]:
        """In the order of capture."""
        waiting = [kept for kept in self._all() if kept.sent_s is None and kept.seq is not None]
        return sorted(waiting, key=lambda kept: kept.taken_s)

    def unanswered(self) -> list[Kept]:
        """What was sent, and not acknowledged."""
        return [kept for kept in self._all() if kept.first_sent_s is not None]

    def _number(self, kept: Kept) -> None:
        channel = kept.channel
        if kept.first and channel in self._anchor:
            seq, taken_s = self._anchor[channel]
            due = seq + round((kept.taken_s - taken_s) / self._frame_s)
            self._next[channel] = max(self._next[channel], due)
        kept.seq = self._next[channel]
        self._next[channel] += 1
        self._anchor[channel] = (kept.seq, kept.taken_s)

    def _all(self) -> Iterator[Kept]:
        for lane in self._lanes.values():
            yield from lane
