"""From the spool to the session: frames in the order they came, as fast as the engine takes them.

When the engine is lost it is opened again and goes back to the last committed words; when it lags
it is asked for cheaper work, and the page is told. What cannot be read is fed as silence, so that
call time stays true.
"""

import asyncio
from collections import deque
from collections.abc import Iterator

from loguru import logger

from salescoach.domain.audio import MAX_FRAME_MS, AudioFrame, ms_to_samples, samples_to_ms
from salescoach.domain.events import Degraded, Recovered
from salescoach.kit.clock import Clock
from salescoach.pipeline.session import CATCHING_UP, CallSession
from salescoach.rooms.live.segments import StoredFrame
from salescoach.rooms.live.spool import Spool
from salescoach.speech.errors import SpeechError

LAG_MS = 1_000
"""Audio waiting here from which on the engine, which holds up to 1.5 s itself, counts as late."""

LATE_FOR_MS = 500
"""So long it has to be late before the page is told: what comes at once after a reconnect is mostly
taken in less, and a warning that goes at once is no warning."""

CAUGHT_UP_MS = 300
RESTART_DELAYS_S = (0.0, 0.5, 1.0, 2.0, 5.0)
"""Waits before each new try to open a lost engine; the last one repeats."""

PROVEN_SAMPLES = ms_to_samples(3_000)
"""An engine that took this much audio of all channels together works again."""

FRESH_FRAMES = 4
"""So many waiting frames of a channel are no lag, and held in memory beside the disk."""

_LONGEST = ms_to_samples(MAX_FRAME_MS)


class Feeder:
    """Feeds one call's session from its spool until it is closed."""

    def __init__(self, session: CallSession, spool: Spool, clock: Clock) -> None:
        self._session = session
        self._spool = spool
        self._clock = clock
        self._unfed: dict[int, deque[StoredFrame]] = {c: deque() for c in spool.channels}
        self._at: dict[int, int] = dict.fromkeys(spool.channels, 0)
        """Each channel's next sample to be fed."""
        self._late_since_ms: float | None = None
        self._tries = 0
        """How often the engine was opened since it last proved to work."""
        self._unproven = 0
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def lag_ms(self) -> int:
        """Audio that was received and not fed yet, of the channel that lags most."""
        return max(
            (samples_to_ms(frames[-1].end - frames[0].start))
            if (frames := self._unfed[channel])
            else 0
            for channel in self._unfed
        )

    @property
    def hears(self) -> bool:
        """Whether the engine is there."""
        return self._session.lost is None and self._tries == 0

    def unfed_from(self, channel: int) -> int | None:
        """Where the channel's audio that the engine did not get begins, in samples."""
        return self._at[channel] if self._unfed[channel] else None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="call-feeder")

    def offer(self, channel: int, stored: StoredFrame) -> None:
        waiting = self._unfed[channel]
        waiting.append(stored)
        if len(waiting) > FRESH_FRAMES:
            stored.fresh = None
            self._watch_lag()
        self._wake()

    def rewind(self, positions_ms: dict[int, int]) -> None:
        """Feeds again whatever comes after these positions (ms of each channel's audio)."""
        for channel, position_ms in positions_ms.items():
            position = ms_to_samples(position_ms)
            self._at[channel] = position
            self._unfed[channel] = self._spool.channels[channel].after(position)
        self._wake()

    def nudge(self) -> None:
        """Lets it notice an engine that was lost, or stands still, while nothing new comes."""
        if self._session.lost is not None:
            self._wake()
        self._watch_lag()

    async def drained(self) -> None:
        """Returns when the engine has taken everything received so far."""
        self.nudge()
        await self._idle.wait()

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _wake(self) -> None:
        self._idle.clear()
        self._work.set()

    def _next_channel(self) -> int | None:
        """The channel whose next frame lies earliest in the call: the two stay side by side."""
        waiting = [channel for channel, frames in self._unfed.items() if frames]
        if len(waiting) < 2:
            return waiting[0] if waiting else None
        return min(waiting, key=self._next_ms)

    def _next_ms(self, channel: int) -> int:
        """Call time of the channel's next frame: gaps may be of one channel alone."""
        start_ms = samples_to_ms(self._unfed[channel][0].start)
        return self._session.state.timeline(channel).position_ms(start_ms)

    async def _run(self) -> None:
        while True:
            try:
                if self._session.lost is not None:
                    await self._reopen(self._session.lost.code)
                channel = self._next_channel()
                if channel is not None:
                    await self._feed(channel, self._unfed[channel].popleft())
                    if self._is_late or len(self._unfed[channel]) > FRESH_FRAMES:
                        self._watch_lag()
                    continue
            except SpeechError as error:
                await self._reopen(error.code)
                continue
            except Exception as error:  # noqa: BLE001 - a call must not fall silent for a bug
                logger.opt(exception=error).error("A frame could not be fed")
                await self._reopen(SpeechError.code)
                continue
            self._work.clear()
            self._idle.set()
            await self._work.wait()

    async def _feed(self, channel: int, stored: StoredFrame) -> None:
        for pcm in self._pieces(channel, stored):
            frame = AudioFrame(channel, stored.seq, pcm, stored.captured_at_ms)
            await self._session.feed(frame, stored.received_ms)
            self._at[channel] += frame.samples
            self._prove(frame.samples)
        stored.fresh = None
        spool = self._spool.channels[channel]
        spool.heard = max(spool.heard, self._at[channel])

    def _pieces(self, channel: int, stored: StoredFrame) -> Iterator[bytes]:
        """The frame's PCM from where the engine stands, with silence for what is missing."""
        missing = stored.start - self._at[channel]
        if missing > 0:
            yield from _silence(missing)
        if stored.silent:
            yield from _silence(stored.end - max(stored.start, self._at[channel]))
            return
        already = max(0, self._at[channel] - stored.start)
        try:
            pcm = stored.read()[already * 2 :]
        except OSError as error:
            logger.error("A spooled frame cannot be read: {}", error.strerror)
            pcm = bytes((stored.samples - already) * 2)
        if pcm:
            yield pcm

    async def _reopen(self, reason: str) -> None:
        session = self._session
        self._idle.clear()
        if session.state.degraded.get("transcriber") in (None, CATCHING_UP):
            session.emit(Degraded(component="transcriber", reason=reason))
        while True:
            await asyncio.sleep(RESTART_DELAYS_S[min(self._tries, len(RESTART_DELAYS_S) - 1)])
            self._tries += 1
            try:
                positions = await session.restart_transcriber()
            except SpeechError as again:
                logger.warning("The speech engine does not open: {}", again.code)
                continue
            except Exception as again:  # noqa: BLE001 - whatever it is, the call goes on
                logger.opt(exception=again).error("The speech engine does not open")
                continue
            self.rewind(positions)
            self._unproven = PROVEN_SAMPLES
            session.set_economy(self._is_late)
            return

    def _prove(self, samples: int) -> None:
        """In silence no words tell that the engine works again."""
        if self._tries == 0:
            return
        self._unproven -= samples
        if self._unproven > 0 or self._session.lost is not None:
            return
        self._tries = 0
        if self._session.state.degraded.get("transcriber") not in (None, CATCHING_UP):
            self._session.emit(Recovered(component="transcriber"))

    @property
    def _is_late(self) -> bool:
        return self._late_since_ms is not None

    def _watch_lag(self) -> None:
        session = self._session
        lag_ms = self.lag_ms
        if self._late_since_ms is None and lag_ms > LAG_MS:
            self._late_since_ms = self._clock.now_ms()
            session.set_economy(True)
        elif self._late_since_ms is not None and lag_ms < CAUGHT_UP_MS:
            self._late_since_ms = None
            session.set_economy(False)
        told = session.state.degraded.get("transcriber")
        since_ms = self._late_since_ms
        if since_ms is None:
            if told == CATCHING_UP:
                session.emit(Recovered(component="transcriber"))
            return
        late_ms = self._clock.now_ms() - since_ms
        if told is None and session.lost is None and late_ms >= LATE_FOR_MS:
            session.emit(Degraded(component="transcriber", reason=CATCHING_UP))


def _silence(samples: int) -> Iterator[bytes]:
    while samples > 0:
        piece = min(samples, _LONGEST)
        yield bytes(piece * 2)
        samples -= piece
