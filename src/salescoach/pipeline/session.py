"""One live call: frames in, events out.

Audio goes through echo removal to the speech engine; its lines become turns; each committed turn
is considered by the brain. Whatever happens leaves through one ``emit``, which folds it into the
state first.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from loguru import logger

from salescoach.domain.audio import AudioFrame, Speaker
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    Degraded,
    EndReason,
    Recovered,
    Transcription,
    is_durable,
)
from salescoach.domain.transcript import Transcript
from salescoach.domain.turn import Turn
from salescoach.kit.clock import Clock
from salescoach.kit.pipes import Pipe, PipeClosed
from salescoach.pipeline.arrivals import Arrivals
from salescoach.pipeline.brain import Brain, Expertise
from salescoach.pipeline.channels import ChannelFeed
from salescoach.pipeline.echo_text import EchoedText
from salescoach.pipeline.order import SpokenOrder
from salescoach.pipeline.state import CallState
from salescoach.pipeline.turns import Turns, TurnUpdate
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions, Transcriber, TranscriptStream

Sink = Callable[[CallEvent], None]
"""Takes each event at once, in order; it must not block."""

FINISH_TIMEOUT_S = 30.0
"""An engine that takes longer to flush its last words is given up."""

WAITING_TURNS = 512

CATCHING_UP = "catching_up"
"""The reason of a ``degraded`` transcriber that works, only late."""


class CallSession:
    """A call from its first frame to its last word.

    ``feed`` takes frames in the order of their channel; it waits while the engine is busy and
    raises ``SpeechError`` when the engine is lost, after which ``restart_transcriber`` says from
    where to feed again. ``finish`` flushes everything and emits ``call_ended``.
    """

    def __init__(
        self,
        expertise: Expertise,
        transcriber: Transcriber,
        clock: Clock,
        sink: Sink,
        *,
        state: CallState | None = None,
        realtime: bool = True,
    ) -> None:
        self.state = state or CallState()
        self._expertise = expertise
        self._transcriber = transcriber
        self._clock = clock
        self._sink = sink
        self._realtime = realtime
        self._brain = Brain(expertise, self.state, self.emit, self._latency)
        self._turns = Turns()
        self._echoed = EchoedText()
        self._arrivals: dict[int, Arrivals] = defaultdict(Arrivals)
        self._committed: Pipe[Turn] = Pipe(WAITING_TURNS)
        self._feed: ChannelFeed | None = None
        self._left_over: list[AudioFrame] = []
        """What waited in a feed that was replaced; the engine has not had it yet."""
        self._stream: TranscriptStream | None = None
        self._generation = 0
        self._base_ms: dict[int, int] = {}
        """Where in each channel's audio the engine's stream began."""
        self._fed_ms: dict[int, float] = defaultdict(float)
        """Audio of each channel that was fed, without gaps."""
        self._first_frame_ms: float | None = None
        self._lost: SpeechError | None = None
        self._listening: asyncio.Task[None] | None = None
        self._thinking: asyncio.Task[None] | None = None

    async def start(self, start: CallStarted) -> None:
        """A new call. Raises ``SpeechError`` when the engine cannot be opened; the call goes on all
        the same, and ``restart_transcriber`` tries again."""
        self.emit(start)
        self._thinking = asyncio.create_task(self._think(), name="call-brain")
        await self._open_stream()

    async def resume(self, since_first_frame_ms: float) -> dict[int, int]:
        """A call rebuilt from its log: ``state`` holds the fold, and the first frame came so long
        ago. Returns, for each channel, how much of its audio (ms) has been committed: feed what
        comes after it."""
        for turn in self.state.turns.values():
            self._turns.restore(turn, self.state.turn_channels.get(turn.id, 0))
        self._first_frame_ms = self._clock.now_ms() - since_first_frame_ms
        await self._brain.recall()
        self._thinking = asyncio.create_task(self._think(), name="call-brain")
        return await self._open_stream()

    async def feed(self, frame: AudioFrame, received_ms: float | None = None) -> None:
        """``received_ms``: when the frame arrived, on the session's clock; now when left out."""
        if self._lost is not None:
            raise self._lost
        assert self._feed is not None
        assert self._stream is not None
        received = self._clock.now_ms() if received_ms is None else received_ms
        if self._first_frame_ms is None:
            # The frame's first sample was spoken before the frame could be sent.
            self._first_frame_ms = received - frame.duration_ms
        timeline = self.state.timeline(frame.channel)
        start_ms = timeline.position_ms(self._fed_ms[frame.channel])
        self._fed_ms[frame.channel] += frame.duration_ms
        end_ms = timeline.call_ms(self._fed_ms[frame.channel])
        self._arrivals[frame.channel].note(end_ms, received)
        parts = [*self._left_over, *self._feed.push(frame, start_ms)]
        self._left_over = []
        for part in parts:
            await self._stream.send(part)

    async def restart_transcriber(self) -> dict[int, int]:
        """Opens the engine again after it was lost. Returns how much of each channel's audio (ms)
        is committed: feed again what comes after it."""
        if self._stream is not None:
            await self._stream.aclose()
        if self._listening is not None:
            # Lines that it still holds belong to the stream that ended.
            await asyncio.gather(self._listening, return_exceptions=True)
        self._turns.forget_open_lines()
        return await self._open_stream()

    @property
    def lost(self) -> SpeechError | None:
        """Why the engine is not there, None when it is."""
        return self._lost

    def position_ms(self) -> int:
        """Call time now: how far the audio has come, gaps included."""
        return max(
            (
                self.state.timeline(channel).position_ms(self._fed_ms[channel])
                for channel in self.state.channels
            ),
            default=0,
        )

    def emit(self, event: CallEvent) -> None:
        """The only way out. Stamps ``seq`` and ``at_ms``, folds, hands on. Nothing follows
        ``call_ended``."""
        if self.state.ended:
            return
        started = self.state.started
        stamped = replace(
            event,
            call_id=event.call_id or (started.call_id if started else ""),
            seq=self.state.seq + 1 if is_durable(event) else None,
            at_ms=self.at_ms(),
        )
        self.state.apply(stamped)
        self._sink(stamped)

    def at_ms(self) -> int:
        if self._first_frame_ms is None:
            return 0
        return max(0, round(self._clock.now_ms() - self._first_frame_ms))

    def swap_channels(self) -> None:
        """The channels changed roles: the echo is looked for on the other one from now on."""
        if self._feed is not None:
            self._left_over += self._feed.flush()
        self._feed = ChannelFeed(tuple(self.state.channels.values()))

    def set_economy(self, on: bool) -> None:
        if self._stream is not None:
            self._stream.set_economy(on)

    async def consider_again(self) -> None:
        """Asks the coach about the last turn once more, as when the mode was changed."""
        turns = self.state.recent_turns(1)
        if turns and not self._committed.closed:
            await self._committed.put(turns[0])

    async def finish(self, reason: EndReason = "ended") -> None:
        """Flushes the engine's last words and the brain's last thought, then ends the call."""
        await self.drain()
        duration_s = round(self.position_ms() / 1000, 2)
        self.emit(CallEnded(duration_s=duration_s, reason=reason))

    async def drain(self) -> None:
        """Everything heard so far is committed and considered; nothing can be fed after it."""
        if self._stream is not None:
            try:
                async with asyncio.timeout(FINISH_TIMEOUT_S):
                    await self._flush(self._stream)
            except (SpeechError, TimeoutError) as error:
                logger.warning("The speech engine did not flush: {}", type(error).__name__)
                self.emit(Degraded(component="transcriber", reason="last_words_lost"))
        self._committed.close()
        if self._thinking is not None:
            await self._thinking
        await self.aclose()

    async def aclose(self) -> None:
        """Gives the engine back at once. The state stays readable."""
        if self._stream is not None:
            await self._stream.aclose()
        self._committed.close()
        for task in (self._listening, self._thinking):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        await asyncio.gather(
            *(task for task in (self._listening, self._thinking) if task is not None),
            return_exceptions=True,
        )

    async def _flush(self, stream: TranscriptStream) -> None:
        """Raises ``SpeechError`` when the engine was lost before or while it flushed."""
        if self._lost is None:
            for part in (*self._left_over, *(self._feed.flush() if self._feed else ())):
                await stream.send(part)
            await stream.finish()
            if self._listening is not None:
                await self._listening
        if self._lost is not None:
            raise self._lost

    async def _open_stream(self) -> dict[int, int]:
        channels = tuple(self.state.channels.values())
        options = TranscribeOptions(
            channels=channels,
            vocabulary=self._expertise.playbook.vocabulary,
            realtime=self._realtime,
        )
        try:
            self._stream = await self._transcriber.open(options)
        except SpeechError as error:
            self._lost = error
            raise
        self._feed = ChannelFeed(channels)
        self._left_over = []
        self._generation += 1
        self._lost = None
        positions = {
            channel.id: self.state.timeline(channel.id).stream_ms(
                self.state.committed_ms.get(channel.id, 0)
            )
            for channel in channels
        }
        self._base_ms = dict(positions)
        for channel_id, position in positions.items():
            self._fed_ms[channel_id] = float(position)
        self._listening = asyncio.create_task(self._listen(self._stream), name="call-listener")
        return positions

    async def _listen(self, stream: TranscriptStream) -> None:
        try:
            if self._realtime:
                async for line in stream:
                    await self._hear(line)
            else:
                await self._listen_in_order(stream)
        except SpeechError as error:
            logger.warning("The speech engine was lost: {}", error.code)
            self._lost = error
        except PipeClosed:
            pass
        except Exception as error:  # noqa: BLE001 - a call that is deaf has to know it
            logger.opt(exception=error).error("A line could not be heard")
            self._lost = SpeechError("the line could not be heard")

    async def _listen_in_order(self, stream: TranscriptStream) -> None:
        order = SpokenOrder()
        async for line in stream:
            order.hold(line, self._call_ms(line.channel, line.end_ms))
            heard_ms = min(
                self._call_ms(channel, stream.heard_ms(channel)) for channel in self.state.channels
            )
            for ready in order.release(heard_ms):
                await self._hear(ready)
        for ready in order.release(None):
            await self._hear(ready)

    def _call_ms(self, channel: int, stream_ms: int) -> int:
        """The call time of a place in the engine's stream."""
        return self.state.timeline(channel).call_ms(self._base_ms.get(channel, 0) + stream_ms)

    async def _hear(self, line: Transcript) -> None:
        base = self._base_ms.get(line.channel, 0)
        timeline = self.state.timeline(line.channel)
        start_ms = timeline.position_ms(base + line.start_ms)
        end_ms = max(start_ms, self._call_ms(line.channel, line.end_ms))
        line = replace(line, line_id=f"{self._generation}:{line.line_id}")
        speaker = self.state.speaker_of(line.channel)
        if speaker is Speaker.CUSTOMER:
            self._echoed.note_customer(line.line_id, line.text, start_ms, end_ms)
        elif self._is_echo(line, speaker, start_ms, end_ms):
            line = replace(line, text="")
        update = self._turns.hear(line, start_ms, end_ms, speaker)
        if update is None:
            return
        if self.state.degraded.get("transcriber") not in (None, CATCHING_UP):
            self.emit(Recovered(component="transcriber"))
        self._emit_turn(update, end_ms)
        if not (update.is_final and update.line):
            return
        if self._realtime:
            await self._committed.put(update.turn)
        else:
            # A file waits for the thought, so that it is about the same moment at any speed.
            await self._consider(update.turn)

    def _is_echo(self, line: Transcript, speaker: Speaker, start_ms: int, end_ms: int) -> bool:
        return (
            speaker is Speaker.SALESPERSON
            and self._feed is not None
            and self._feed.echo_heard
            and self._echoed.repeats_customer(line.text, start_ms, end_ms)
        )

    def _emit_turn(self, update: TurnUpdate, end_ms: int) -> None:
        committed = self.state.committed_ms.get(update.channel, 0)
        turn = update.turn
        # A line that turned out to be nothing takes its turn along, unless there was more to it.
        is_final = update.is_final and bool(turn.text)
        self.emit(
            Transcription(
                turn_id=turn.id,
                text=turn.text,
                speaker=turn.speaker,
                is_final=is_final,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                confidence=turn.confidence,
                channel=update.channel,
                committed_ms=max(committed, end_ms) if is_final else committed,
            )
        )

    async def _think(self) -> None:
        async for turn in self._committed:
            await self._consider(turn)

    async def _consider(self, turn: Turn) -> None:
        try:
            await self._brain.consider(self.state.turns.get(turn.id, turn))
        except Exception as error:  # noqa: BLE001 - a failing coach must not end the call
            logger.opt(exception=error).error("The coach failed on a turn")
            if "coach" not in self.state.degraded:
                self.emit(Degraded(component="coach", reason=type(error).__name__))
        else:
            if "coach" in self.state.degraded:
                self.emit(Recovered(component="coach"))

    def _latency(self, turn: Turn) -> tuple[int, bool]:
        channel = self.state.turn_channels.get(turn.id, 0)
        received = self._arrivals[channel].received_ms(turn.end_ms)
        if received is None:
            return 0, True
        return max(0, round(self._clock.now_ms() - received)), False
