"""From the spool to the session: frames in the order they came, as fast as the engine takes them.

When the engine is lost it goes back to the last committed words; when it lags it is asked for
cheaper work, and the page is told.
"""

import asyncio
from collections import deque

from loguru import logger

from salescoach.domain.audio import AudioFrame, ms_to_samples, samples_to_ms
from salescoach.domain.events import Degraded, Recovered
from salescoach.pipeline.session import CATCHING_UP, CallSession
from salescoach.rooms.live.spool import Spool, StoredFrame
from salescoach.speech.errors import SpeechError

LAG_MS = 1_000
"""Audio waiting here from which on the engine, which holds up to 1.5 s itself, counts as late."""

CAUGHT_UP_MS = 300
RESTART_DELAYS_S = (0.0, 0.5, 1.0, 2.0, 5.0)
"""Waits before each new try to open a lost engine; the last one repeats."""


class Feeder:
    """Feeds one call's session from its spool until it is drained or closed."""

    def __init__(self, session: CallSession, spool: Spool) -> None:
        self._session = session
        self._spool = spool
        self._unfed: dict[int, deque[StoredFrame]] = {c: deque() for c in spool.channels}
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None

    @property
    def lag_ms(self) -> int:
        """Audio that was received and not fed yet, of the channel that lags most."""
        return max(
            (
                samples_to_ms(frames[-1].end - frames[0].start)
                for frames in self._unfed.values()
                if frames
            ),
            default=0,
        )

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="call-feeder")

    def offer(self, channel: int, stored: StoredFrame) -> None:
        self._unfed[channel].append(stored)
        self._idle.clear()
        self._work.set()

    def rewind(self, positions_ms: dict[int, int]) -> None:
        """Feeds again whatever comes after these positions (ms of each channel's audio)."""
        for channel, position_ms in positions_ms.items():
            position = ms_to_samples(position_ms)
            frames = self._spool.channels[channel].after(position)
            self._unfed[channel] = frames
            if frames:
                self._idle.clear()
                self._work.set()

    async def drained(self) -> None:
        """Returns when everything offered so far was fed."""
        await self._idle.wait()

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _next_channel(self) -> int | None:
        """The channel whose next frame lies earliest: the two stay side by side."""
        waiting = [channel for channel, frames in self._unfed.items() if frames]
        return min(waiting, key=lambda channel: self._unfed[channel][0].start, default=None)

    async def _run(self) -> None:
        while True:
            channel = self._next_channel()
            if channel is None:
                self._idle.set()
                self._work.clear()
                await self._work.wait()
                continue
            stored = self._unfed[channel].popleft()
            try:
                await self._feed(channel, stored)
            except SpeechError as error:
                await self._reopen(error)
            self._watch_lag()

    async def _feed(self, channel: int, stored: StoredFrame) -> None:
        pcm = self._spool.channels[channel].read(stored)
        frame = AudioFrame(channel, stored.seq, pcm, stored.captured_at_ms)
        await self._session.feed(frame, stored.received_ms or None)

    async def _reopen(self, error: SpeechError) -> None:
        session = self._session
        if "transcriber" not in session.state.degraded:
            session.emit(Degraded(component="transcriber", reason=error.code))
        for attempt in range(10_000):
            delay = RESTART_DELAYS_S[min(attempt, len(RESTART_DELAYS_S) - 1)]
            await asyncio.sleep(delay)
            try:
                self.rewind(await session.restart_transcriber())
            except SpeechError as again:
                logger.warning("The speech engine does not open: {}", again.code)
            else:
                return

    def _watch_lag(self) -> None:
        session = self._session
        lag_ms = self.lag_ms
        late = session.state.degraded.get("transcriber") == CATCHING_UP
        if lag_ms > LAG_MS and "transcriber" not in session.state.degraded:
            session.set_economy(True)
            session.emit(Degraded(component="transcriber", reason=CATCHING_UP))
        elif late and lag_ms < CAUGHT_UP_MS:
            session.set_economy(False)
            session.emit(Recovered(component="transcriber"))
