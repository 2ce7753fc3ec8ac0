"""A call in progress: safe audio in, commands in, events out through its session."""

import asyncio
from collections.abc import Callable

from salescoach.domain.audio import AudioFrame, Speaker, ms_to_samples, samples_to_ms
from salescoach.domain.events import (
    CallEvent,
    CallStarted,
    ChannelMuted,
    CoachingMode,
    Degraded,
    EndReason,
    Gap,
    ModeSet,
    Paused,
    Recovered,
    SpeakersSwapped,
    Unpaused,
)
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, InvalidInput
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live.feeder import Feeder
from salescoach.rooms.live.pace import Pace
from salescoach.rooms.live.spool import Spool

HOUSEKEEPING_S = 1.0
LARGEST_LOSS_FRAMES = 18_000
"""A jump in ``seq`` up to this (half an hour of frames of 100 ms) is audio the sender lost."""

OnSafe = Callable[[int, int], None]
"""Told a channel and the last of its frames that is safe."""


class LiveCall:
    """``last_seen_ms`` and ``left_alone`` tell whether anybody is still connected."""

    def __init__(
        self, session: CallSession, spool: Spool, clock: Clock, pace: Pace | None = None
    ) -> None:
        self.session = session
        self.spool = spool
        self.last_seen_ms = clock.now_ms()
        self.left_alone = False
        self._clock = clock
        self._feeder = Feeder(session, spool)
        self._pace = pace
        self._paused_at: float | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def id(self) -> str:
        started = self.session.state.started
        return started.call_id if started else ""

    @property
    def lag_ms(self) -> int:
        return self._feeder.lag_ms

    async def start(self, start: CallStarted) -> None:
        await self.session.start(start)
        self._run()

    async def resume(self, since_first_frame_ms: float) -> None:
        positions = await self.session.resume(since_first_frame_ms)
        self._feeder.rewind(positions)
        if self.session.state.paused_at_ms is not None:
            self._paused_at = self._clock.now_ms()
        self._run()

    def receive(self, frame: AudioFrame) -> None:
        """Makes a frame safe and queues it. A frame that was received before is dropped.

        Raises ``InvalidInput`` (``frame_channel``, ``frame_out_of_order``, ``frame_too_fast``) or
        ``Unavailable`` (``disk_full``); the frame is then not taken.
        """
        channel = self.spool.channels.get(frame.channel)
        if channel is None:
            raise InvalidInput(f"This call has no channel {frame.channel}.", code="frame_channel")
        if frame.seq < channel.next_seq:
            return
        if self._pace is not None:
            self._pace.spend(frame.duration_ms)
        if self._paused_at is not None or self._ending is not None:
            # Sent before the sender knew: off the record, so it is not kept.
            channel.skip(frame.seq)
            return
        if frame.seq > channel.next_seq:
            self._declare_loss(frame, frame.seq - channel.next_seq)
        stored = channel.append(frame, self._clock.now_ms())
        self._feeder.offer(frame.channel, stored)
        if channel.unsaved and "storage" not in self.session.state.degraded:
            self.session.emit(Degraded(component="storage", reason="disk_full"))

    def safe_seqs(self) -> dict[int, int]:
        """For each channel, the last frame that is safe (-1 for none)."""
        return {number: channel.safe_seq for number, channel in self.spool.channels.items()}

    def next_seqs(self) -> dict[int, int]:
        """For each channel, the next frame that is expected."""
        return {number: channel.next_seq for number, channel in self.spool.channels.items()}

    def pause(self) -> None:
        """Off the record until ``unpause``."""
        if self._paused_at is not None:
            return
        self._paused_at = self._clock.now_ms()
        self.session.emit(Paused(call_ms=self._received_ms()))

    def unpause(self) -> None:
        """The time off the record becomes a gap of every channel."""
        if self._paused_at is None:
            return
        away_ms = round(self._clock.now_ms() - self._paused_at)
        self._paused_at = None
        start_ms = self._received_ms()
        if away_ms > 0:
            gap = Gap(channel=None, start_ms=start_ms, end_ms=start_ms + away_ms, reason="paused")
            self.session.emit(gap)
        self.session.emit(Unpaused(call_ms=start_ms + away_ms))

    def mute(self, channel: int, muted: bool) -> None:
        if channel not in self.spool.channels:
            raise InvalidInput(f"This call has no channel {channel}.", code="unknown_channel")
        self.session.emit(ChannelMuted(channel=channel, muted=muted))

    def swap_speakers(self) -> None:
        roles = {channel.role for channel in self.session.state.channels.values()}
        if roles != {Speaker.SALESPERSON, Speaker.CUSTOMER}:
            raise Conflict("Only a call with both sides can be swapped.", code="nothing_to_swap")
        self.session.emit(SpeakersSwapped())
        self.session.swap_channels()

    async def set_mode(self, mode: CoachingMode) -> None:
        if mode == self.session.state.mode:
            return
        self.session.emit(ModeSet(mode=mode))
        await self.session.consider_again()

    def record(self, event: CallEvent) -> None:
        """What the user did, as an event of the call. Raises ``Conflict``
        (``call_has_ended``)."""
        if self._ending is not None:
            raise Conflict("This call is ending.", code="call_has_ended")
        self.session.emit(event)

    async def drained(self) -> None:
        """Returns when the engine has taken all audio received so far."""
        await self._feeder.drained()

    async def end(self, reason: EndReason) -> None:
        """Flushes the last words and ends the call. Ending it twice waits for the first."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end(reason), name="call-end")
        await asyncio.shield(self._ending)

    async def suspend(self) -> None:
        """For a stopping server: commits what was heard and leaves the call resumable."""
        await self._feeder.drained()
        await self.session.drain()
        await self._stop()
        self.spool.sync()
        self.spool.close()

    async def abandon(self) -> None:
        """For a call that could not begin."""
        await self.session.aclose()
        await self._stop()
        self.spool.close()

    async def _end(self, reason: EndReason) -> None:
        if self._paused_at is not None:
            self.unpause()
        await self._feeder.drained()
        await self.session.finish(reason)
        await self._stop()
        started = self.session.state.started
        if started is not None and started.record_audio:
            self.spool.sync()
            self.spool.close()
        else:
            self.spool.delete()

    def _run(self) -> None:
        self._feeder.start()
        self._keeper = asyncio.create_task(self._keep_house(), name="call-keeper")

    async def _stop(self) -> None:
        await self._feeder.aclose()
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)

    async def _keep_house(self) -> None:
        """Each second: what waits for the disk is written, the disk is synced, and audio that
        committed text covers is deleted."""
        while True:
            await asyncio.sleep(HOUSEKEEPING_S)
            state = self.session.state
            if self.spool.save() and state.degraded.get("storage") == "disk_full":
                self.session.emit(Recovered(component="storage"))
            await asyncio.to_thread(self.spool.sync)
            if state.started is not None and not state.started.record_audio:
                for number, channel in self.spool.channels.items():
                    committed = state.committed_ms.get(number, 0)
                    heard_ms = state.timeline(number).stream_ms(committed)
                    channel.cut(ms_to_samples(heard_ms))

    def _received_ms(self) -> int:
        """Call time of the last audio that came in, fed or not."""
        return max(
            self.session.state.timeline(number).position_ms(samples_to_ms(channel.end))
            for number, channel in self.spool.channels.items()
        )

    def _declare_loss(self, frame: AudioFrame, missing: int) -> None:
        if missing > LARGEST_LOSS_FRAMES:
            raise InvalidInput(
                f"Frame {frame.seq} of channel {frame.channel} leaves out {missing} frames.",
                code="frame_out_of_order",
            )
        channel = self.spool.channels[frame.channel]
        timeline = self.session.state.timeline(frame.channel)
        start_ms = timeline.position_ms(samples_to_ms(channel.end))
        end_ms = start_ms + round(missing * frame.duration_ms)
        gap = Gap(channel=frame.channel, start_ms=start_ms, end_ms=end_ms, reason="lost")
        self.session.emit(gap)
