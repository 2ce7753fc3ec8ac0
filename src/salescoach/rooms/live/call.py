"""A call in progress: safe audio in, commands in, events out through its session."""

import asyncio
from collections.abc import Callable

from loguru import logger

from salescoach.domain.audio import AudioFrame, ms_to_samples
from salescoach.domain.events import (
    AudioSettled,
    CallEnded,
    CallEvent,
    CallStarted,
    Degraded,
    EndReason,
    Recovered,
    Transcription,
)
from salescoach.domain.playbook import Playbook
from salescoach.kit.clock import Clock
from salescoach.kit.errors import InvalidInput
from salescoach.pipeline.ear import LEAD_IN_MS
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live.controls import Controls
from salescoach.rooms.live.feeder import Feeder
from salescoach.rooms.live.gaps import Gaps
from salescoach.rooms.live.spool import Spool
from salescoach.speech.errors import SpeechError

HOUSEKEEPING_S = 1.0
TROUBLED_S = 0.2
"""While the disk takes nothing, the sender waits to hear that what it holds is safe."""

LARGEST_LOSS_FRAMES = 864_000
"""A jump in ``seq`` up to this (a day of frames of 100 ms, as long as a call may ever be) is audio
that the sender lost: a page goes on recording while it cannot send."""

AHEAD_MS = 60_000
"""So much more than the clock says may be missing: clocks differ, and audio comes in bursts."""

FLUSH_WITHIN_S = 15.0
"""An engine that takes nothing for so long does not keep a call from ending."""

FINISH_WITHIN_S = 60.0
"""The engine's last words and the coach's last thought together."""

SUSPEND_WITHIN_S = 8.0

StorageTrouble = Callable[[], str | None]
"""Why events cannot be stored just now, None when they can."""


class LiveCall:
    """``attended`` tells whether somebody is connected, and ``last_seen_ms`` since when if not."""

    def __init__(
        self,
        session: CallSession,
        spool: Spool,
        clock: Clock,
        playbook: Playbook,
        storage_trouble: StorageTrouble = lambda: None,
        flush_within_s: float = FLUSH_WITHIN_S,
    ) -> None:
        self.session = session
        self.spool = spool
        self.attended = False
        self.occupies = False
        """Whether its engine keeps about a processor busy."""
        self.last_seen_ms = clock.now_ms()
        self._clock = clock
        self._storage_trouble = storage_trouble
        self._flush_within_s = flush_within_s
        self._feeder = Feeder(session, spool, clock)
        self._gaps = Gaps(session, spool)
        self.controls = Controls(session, self._feeder, self._gaps, playbook, clock)
        self._stored_ms = dict(session.state.committed_ms)
        """Audio of each channel, by call time, whose text is stored."""
        self._over = False
        self._keeper: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def id(self) -> str:
        started = self.session.state.started
        return started.call_id if started else ""

    @property
    def records_audio(self) -> bool:
        started = self.session.state.started
        return started is not None and started.record_audio

    @property
    def is_demo(self) -> bool:
        started = self.session.state.started
        return started is not None and started.demo

    @property
    def lag_ms(self) -> int:
        return self._feeder.lag_ms

    @property
    def hears(self) -> bool:
        """Whether the speech engine is there: without it, lag says nothing about the machine."""
        return self._feeder.hears

    async def start(self, start: CallStarted) -> None:
        """Raises ``SpeechError`` when the engine can never work here; one that may come up later
        is waited for while the audio is kept."""
        try:
            await self.session.start(start)
        except SpeechError as error:
            if not error.retryable:
                raise
        self._run()

    async def resume(self, since_first_frame_ms: float, paused_at_ms: int | None) -> None:
        """A call rebuilt from its log. ``paused_at_ms``: when it was paused, as ``at_ms``, when it
        still is."""
        try:
            self._feeder.rewind(await self.session.resume(since_first_frame_ms))
        except SpeechError as error:
            logger.warning("Call {} goes on without an engine: {}", self.id, error.code)
        if paused_at_ms is not None:
            self.controls.take_up_pause(paused_at_ms)
        self._run()

    def leave(self) -> None:
        """Nobody is connected any more."""
        self.attended = False
        self.last_seen_ms = self._clock.now_ms()

    def expect_seq_after(self, seq: int) -> None:
        """A page saw events that a crash kept from the log: new ones come after them."""
        self.session.state.seq = max(self.session.state.seq, seq)

    def receive(self, frame: AudioFrame) -> bool:
        """Makes a frame safe and queues it. False for one that was received before, or that comes
        after the end.

        Raises ``InvalidInput`` (``frame_channel``, ``frame_out_of_order``) or ``Unavailable``
        (``disk_full``); the frame is then not taken.
        """
        channel = self.spool.channels.get(frame.channel)
        if channel is None:
            raise InvalidInput(f"This call has no channel {frame.channel}.", code="frame_channel")
        if self._over or frame.seq < channel.next_seq:
            return False
        if self.controls.paused:
            # Sent before the sender knew: off the record, so it is not kept.
            channel.skip(frame.seq)
            return True
        missing = frame.seq - channel.next_seq
        if missing > LARGEST_LOSS_FRAMES:
            raise InvalidInput(
                f"Frame {frame.seq} of channel {frame.channel} leaves out {missing} frames.",
                code="frame_out_of_order",
            )
        channel.make_room()
        if missing:
            latest_ms = max(self.session.at_ms(), self.session.lasted_ms()) + AHEAD_MS
            self._gaps.frames_lost(frame.channel, missing * frame.duration_ms, latest_ms)
        self._feeder.offer(frame.channel, channel.append(frame, self._clock.now_ms()))
        if channel.trouble:
            self._tell_storage()
        return True

    def safe_seqs(self) -> dict[int, int]:
        """For each channel, the last frame that is safe (-1 for none)."""
        return {number: channel.safe_seq for number, channel in self.spool.channels.items()}

    def waited_ms(self, number: int, since_seq: int) -> float | None:
        """How long ago the frame after ``since_seq`` came; None when nobody knows any more."""
        oldest: float | None = None
        for stored in reversed(self.spool.channels[number].frames):
            if stored.seq <= since_seq:
                break
            oldest = stored.received_ms if stored.received_ms is not None else oldest
        return None if oldest is None else self._clock.now_ms() - oldest

    def next_seqs(self) -> dict[int, int]:
        """For each channel, the next frame that is expected."""
        return {number: channel.next_seq for number, channel in self.spool.channels.items()}

    def note_stored(self, event: CallEvent) -> None:
        """The log holds the event: audio that its text covers is not needed any more."""
        match event:
            case Transcription(is_final=True):
                self._note_stored(event.channel, event.committed_ms)
            case AudioSettled():
                self._note_stored(event.channel, event.until_ms)
            case _:
                pass

    async def drained(self) -> None:
        """Returns when the engine has taken all audio received so far."""
        await self._feeder.drained()

    async def end(self, reason: EndReason) -> None:
        """Flushes the last words and ends the call. Ending it twice waits for the first."""
        if self._ending is None:
            self.controls.close()
            self._over = True
            self._ending = asyncio.create_task(self._end(reason), name="call-end")
        await asyncio.shield(self._ending)

    async def suspend(self) -> None:
        """For a stopping server: commits what was heard and leaves the call resumable. What was
        not heard in time is in the spool."""
        self._over = True
        try:
            async with asyncio.timeout(SUSPEND_WITHIN_S):
                if self._ending is not None:
                    await asyncio.shield(self._ending)
                else:
                    await self._feeder.drained()
                    if self.session.lost is None:
                        await self.session.drain()
        except TimeoutError:
            logger.warning("Call {} stops before all was heard", self.id)
        await self._stop()
        await self._close_spool()

    async def abandon(self) -> None:
        """For a call that could not begin."""
        self._over = True
        await self._stop()
        self.spool.close()

    async def put_away(self) -> None:
        """After the end, once the log holds everything: a recording stays, other audio goes.
        Raises ``OSError``."""
        if self.records_audio:
            await self._close_spool()
        else:
            await self.spool.delete()

    async def _end(self, reason: EndReason) -> None:
        try:
            if not await self._flushed():
                await self._feeder.aclose()
                self._declare_unheard()
            async with asyncio.timeout(FINISH_WITHIN_S):
                await self.session.finish(reason)
        except Exception as error:  # noqa: BLE001 - whatever fails, the call has to end
            logger.opt(exception=error).error("Call {} did not end well", self.id)
            self.session.emit(Degraded(component="transcriber", reason="last_words_lost"))
            duration_s = round(self.session.position_ms() / 1000, 2)
            self.session.emit(CallEnded(duration_s=duration_s, reason="failed"))
        await self._stop()

    async def _flushed(self) -> bool:
        """Whether the engine took all audio. It may take long to catch up, but not stand still."""
        least_ms = self.lag_ms + 1
        while True:
            try:
                async with asyncio.timeout(self._flush_within_s):
                    await self._feeder.drained()
                    return True
            except TimeoutError:
                if self.lag_ms >= least_ms or not self.hears:
                    return False
                least_ms = self.lag_ms

    def _declare_unheard(self) -> None:
        """Audio that no engine came back for is shown as missing."""
        if self.session.state.degraded.get("transcriber") != "last_words_lost":
            self.session.emit(Degraded(component="transcriber", reason="last_words_lost"))
        for number in self.spool.channels:
            start = self._feeder.unfed_from(number)
            if start is not None:
                self._gaps.unheard(number, start)

    def _run(self) -> None:
        self._feeder.start()
        self._keeper = asyncio.create_task(self._keep_house(), name="call-keeper")

    async def _stop(self) -> None:
        await self._feeder.aclose()
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        await self.session.aclose()

    async def _close_spool(self) -> None:
        self.spool.save()
        await self.spool.sync()
        self.spool.close()

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(TROUBLED_S if self.spool.trouble else HOUSEKEEPING_S)
            try:
                await self.tidy()
            except OSError as error:
                logger.warning("Call {}: the spool is in trouble: {}", self.id, error.strerror)
            except Exception as error:  # noqa: BLE001 - the house has to be kept next second, too
                logger.opt(exception=error).error("Call {}: housekeeping failed", self.id)

    async def tidy(self) -> None:
        """What waits for the disk is written, the disk is synced, and audio whose text is stored
        is deleted."""
        self._feeder.nudge()
        self.spool.save()
        self._tell_storage()
        await self.spool.sync()
        for number, channel in self.spool.channels.items():
            heard_ms = self.session.state.timeline(number).stream_ms(self._not_needed_ms(number))
            channel.cut(ms_to_samples(heard_ms), keep_files=self.records_audio)

    def _note_stored(self, channel: int, call_ms: int) -> None:
        self._stored_ms[channel] = max(call_ms, self._stored_ms.get(channel, 0))

    def _not_needed_ms(self, number: int) -> int:
        """Call time before which nobody will hear the channel's audio again. Where echo is taken
        out, each channel is heard as long as the text of either may have to be made again."""
        if not self.session.hears_echo:
            return self._stored_ms.get(number, 0)
        timeline = self.session.state.timeline
        unfinished = [
            self._stored_ms.get(other, 0)
            for other, channel in self.spool.channels.items()
            if ms_to_samples(timeline(other).stream_ms(self._stored_ms.get(other, 0))) < channel.end
        ]
        own = self._stored_ms.get(number, 0)
        return max(0, min([own, *unfinished]) - LEAD_IN_MS)

    def _tell_storage(self) -> None:
        trouble = self.spool.trouble or self._storage_trouble()
        told = self.session.state.degraded.get("storage")
        if trouble is not None and trouble != told:
            self.session.emit(Degraded(component="storage", reason=trouble))
        elif trouble is None and told is not None:
            self.session.emit(Recovered(component="storage"))
