"""One live call: frames in, events out.

The ear turns audio into lines, lines become turns, and each committed turn is considered by the
brain. Whatever happens leaves through one ``emit``, which folds it into the state first.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from loguru import logger

from salescoach.domain.audio import AudioFrame, Speaker
from salescoach.domain.events import (
    AudioSettled,
    CallEnded,
    CallEvent,
    CallStarted,
    Degraded,
    EndReason,
    Recovered,
    is_durable,
)
from salescoach.domain.privacy import OPEN, Privacy
from salescoach.domain.turn import Turn
from salescoach.kit.clock import Clock
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline.brain import Brain, Expertise
from salescoach.pipeline.discretion import Discretion, terms_for
from salescoach.pipeline.ear import Ear, PlacedLine
from salescoach.pipeline.echo_text import EchoedText
from salescoach.pipeline.state import CallState
from salescoach.pipeline.thinking import Thinking
from salescoach.pipeline.turns import Turns, TurnUpdate
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import Transcriber
from salescoach.speech.voices import CallVoices

Sink = Callable[[CallEvent], None]
"""Takes each event at once, in order; it must not block."""

FINISH_TIMEOUT_S = 30.0
"""An engine that takes longer to flush its last words is given up."""

SETTLE_EVERY_MS = 10_000
"""Silence that was heard is noted in such steps."""

LOOK_EVERY_MS = 1_000
"""How often silence is looked for, in call time."""

SILENCE_MARGIN_MS = 1_000
"""Words that have begun are shown by then."""

REHEARD_MS = 30_000
"""After an engine was opened again, echo may slip through for so long."""

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
        model: LiveModel | None = None,
        privacy: Privacy = OPEN,
    ) -> None:
        """``model`` writes cards beside the embedded coach; None leaves them to it alone.
        ``privacy`` says what is taken out of the words before anybody reads them."""
        self.state = state or CallState()
        self._clock = clock
        self._sink = sink
        self._realtime = realtime
        self._brain = Brain(expertise, self.state, self.emit, self._latency_ms, model)
        spare = expertise.spare if realtime else None
        self._thinking = Thinking(self._brain, self.state, self.emit, spare)
        self._ear = Ear(
            transcriber,
            self.state,
            self._hear,
            terms_for(transcriber, expertise.playbook.vocabulary, privacy),
            realtime=realtime,
        )
        self._turns = Turns()
        self._discretion = Discretion(privacy, self.state, self.emit, sends=model is not None)
        self._echoed = EchoedText()
        self._voices = CallVoices()
        self._reheard_until_ms = 0
        self._looked_at_ms = 0
        self._first_frame_ms: float | None = None
        self._began_ms = clock.now_ms()

    async def start(self, start: CallStarted) -> None:
        """A new call. Raises ``SpeechError`` when the engine cannot be opened; the call goes on all
        the same, and ``restart_transcriber`` tries again."""
        self.emit(start)
        self._thinking.start()
        await self._open_ear()

    async def resume(self, since_first_frame_ms: float) -> dict[int, int]:
        """A call rebuilt from its log: ``state`` holds the fold, and the first frame came so long
        ago. Returns, for each channel, how much of its audio (ms) is not needed any more: feed
        what comes after it."""
        for turn in self.state.turns.values():
            self._turns.restore(turn, self.state.turn_channels.get(turn.id, 0))
        self._echoed.restore(self.state.recent_turns(8))
        self._first_frame_ms = self._clock.now_ms() - since_first_frame_ms
        self._looked_at_ms = self.state.heard_ms
        self._began_ms = self._clock.now_ms() - self.state.heard_ms
        for turn in self._brain.unfinished():
            await self._thinking.consider(turn)
        self._thinking.start()
        self._hear_again()
        return await self._open_ear()

    async def feed(self, frame: AudioFrame, received_ms: float | None = None) -> None:
        """``received_ms``: when the frame arrived, on the session's clock; now when left out."""
        received = self._clock.now_ms() if received_ms is None else received_ms
        if self._first_frame_ms is None and self._ear.lost is None:
            # The frame's first sample was spoken before the frame could be sent.
            self._first_frame_ms = received - frame.duration_ms
        end_ms = await self._ear.feed(frame, received)
        if self._realtime and end_ms - self._looked_at_ms >= LOOK_EVERY_MS:
            self._looked_at_ms = end_ms
            self._look_at_silence()

    async def restart_transcriber(self) -> dict[int, int]:
        """Opens the engine again after it was lost. Returns how much of each channel's audio (ms)
        is not needed any more: feed again what comes after it."""
        await self._ear.let_go()
        self._turns.forget_open_lines()
        self._voices.begin_anew()
        self._thinking.forget_early()
        self._hear_again()
        return await self._open_ear()

    @property
    def lost(self) -> SpeechError | None:
        """Why the engine is not there, None when it is."""
        return self._ear.lost

    @property
    def hears_echo(self) -> bool:
        """Whether one channel is needed to hear the other."""
        return self._ear.compares_channels

    def position_ms(self) -> int:
        """Call time now: how far the audio has come, gaps included."""
        return self._ear.position_ms()

    def lasted_ms(self) -> float:
        """How far the audio has come, or how long the call is open where none comes. The time
        between two servers does not count: its audio may be still to come."""
        return max(self.position_ms(), self._clock.now_ms() - self._began_ms)

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
        self._ear.swap_channels()
        self._voices.swap()

    def set_economy(self, on: bool) -> None:
        self._ear.set_economy(on)

    async def consider_again(self) -> None:
        """Asks the coach about the last turn once more, as when the mode was changed."""
        turns = self.state.recent_turns(1)
        if turns and not self._thinking.closed:
            await self._thinking.finish(turns[0])

    async def advised(self) -> None:
        """Returns when no language model is being asked."""
        await self._brain.advised()

    async def finish(self, reason: EndReason = "ended") -> None:
        """Flushes the engine's last words and the brain's last thought, then ends the call."""
        await self.drain()
        duration_s = round(self.position_ms() / 1000, 2)
        self.emit(CallEnded(duration_s=duration_s, reason=reason))

    async def drain(self) -> None:
        """Everything heard so far is committed and considered; nothing can be fed after it."""
        try:
            async with asyncio.timeout(FINISH_TIMEOUT_S):
                await self._ear.flush()
        except (SpeechError, TimeoutError) as error:
            logger.warning("The speech engine did not flush: {}", type(error).__name__)
            self.emit(Degraded(component="transcriber", reason="last_words_lost"))
        await self._thinking.drain()
        await self.aclose()

    async def aclose(self) -> None:
        """Gives the engine back at once. The state stays readable."""
        await self._ear.aclose()
        await self._thinking.aclose()

    async def _hear(self, placed: PlacedLine) -> None:
        line, start_ms, end_ms = placed.line, placed.start_ms, placed.end_ms
        speaker = self.state.speaker_of(line.channel)
        if speaker is Speaker.UNKNOWN and line.voice is not None:
            speaker = self._voices.speaker_of(line)
        elif speaker is Speaker.CUSTOMER:
            self._echoed.note_customer(line.line_id, line.text, start_ms, end_ms)
        elif speaker is Speaker.SALESPERSON and self._is_echo(placed):
            line = replace(line, text="")
        if not self._realtime:
            self._brain.hear_silence(start_ms)
        update = self._turns.hear(line, start_ms, end_ms, speaker)
        if update is None:
            return
        update = self._discretion.applied(update)
        if self.state.degraded.get("transcriber") not in (None, CATCHING_UP):
            self.emit(Recovered(component="transcriber"))
        self._emit_turn(update, end_ms)
        if not update.is_final:
            self._thinking.overhear(update)
            return
        self._discretion.count(update.turn)
        self._thinking.settle(update)
        if not update.line:
            return
        if self._realtime:
            await self._thinking.finish(update.turn)
        else:
            # A file waits for the thought, so that it is about the same moment at any speed.
            await self._thinking.consider(update.turn)
            await self._brain.advised()

    async def _open_ear(self) -> dict[int, int]:
        positions = await self._ear.open()
        away, told = self._ear.away, self.state.degraded.get("speech_service")
        if away is not None and told != away.code:
            self.emit(Degraded(component="speech_service", reason=away.code))
        elif away is None and told is not None:
            self.emit(Recovered(component="speech_service"))
        return positions

    def _is_echo(self, placed: PlacedLine) -> bool:
        may_be = self._ear.echo_heard or placed.start_ms < self._reheard_until_ms
        return may_be and self._echoed.repeats_customer(
            placed.line.text, placed.start_ms, placed.end_ms
        )

    def _hear_again(self) -> None:
        """From now on an engine begins anew, and with it the removal of echo."""
        heard_ms = max([self.state.heard_ms, self._ear.position_ms()])
        self._reheard_until_ms = heard_ms + REHEARD_MS

    def _emit_turn(self, update: TurnUpdate, end_ms: int) -> None:
        self.emit(update.event(end_ms, self.state.committed_ms.get(update.channel, 0)))

    def _look_at_silence(self) -> None:
        """A channel that says nothing has been heard all the same; and when none says anything,
        the salesperson may want a word."""
        for channel in self.state.channels:
            settled_ms = self._ear.settled_ms(channel)
            if settled_ms - self.state.committed_ms.get(channel, 0) >= SETTLE_EVERY_MS:
                self.emit(AudioSettled(channel=channel, until_ms=settled_ms))
        heard_ms = self._ear.heard_ms()
        if heard_ms is not None:
            self._brain.hear_silence(heard_ms - SILENCE_MARGIN_MS)

    def _latency_ms(self, turn: Turn) -> int:
        channel = self.state.turn_channels.get(turn.id, 0)
        received = self._ear.received_ms(channel, turn.end_ms)
        if received is None:
            return max(0, self.at_ms() - turn.end_ms)
        return round(max(0.0, self._clock.now_ms() - received))
