"""The engine's end of a call: frames in, lines with their place in call time out.

Before the engine come the two channels side by side and the removal of echo. An engine that was
lost is opened again where the text ends; the removal of echo begins earlier, for it has to know
what the customer said before it can take that out of the salesperson's microphone.
"""

import asyncio
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from loguru import logger

from salescoach.domain.audio import BYTES_PER_SAMPLE, AudioFrame, ms_to_samples
from salescoach.domain.playbook import Term
from salescoach.domain.transcript import Transcript
from salescoach.kit.pipes import PipeClosed
from salescoach.pipeline.arrivals import Arrivals
from salescoach.pipeline.channels import ChannelFeed
from salescoach.pipeline.order import SpokenOrder
from salescoach.pipeline.state import CallState
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import (
    Backed,
    TranscribeOptions,
    Transcriber,
    TranscriptStream,
)

LEAD_IN_MS = 5_000
"""Audio from before the text's end that the removal of echo hears again, to learn the echo."""

UNSETTLED_MS = 20_000
"""An engine may be in the middle of words that began so long ago, and not have said so."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the engine, its id unique in the call, and where it lies in call time."""

    line: Transcript
    start_ms: int
    end_ms: int


Hear = Callable[[PlacedLine], Awaitable[None]]


class Ear:
    """Hears one call. ``lost`` says why the engine is not there, None when it is."""

    def __init__(
        self,
        transcriber: Transcriber,
        state: CallState,
        hear: Hear,
        vocabulary: tuple[Term, ...],
        *,
        realtime: bool,
    ) -> None:
        self.lost: SpeechError | None = None
        self._transcriber = transcriber
        self._state = state
        self._hear = hear
        self._vocabulary = vocabulary
        self._realtime = realtime
        self._feed: ChannelFeed | None = None
        self._left_over: list[AudioFrame] = []
        """What waited in a feed that was replaced; the engine has not had it yet."""
        self._stream: TranscriptStream | None = None
        self._listening: asyncio.Task[None] | None = None
        self._generation = 0
        self._base_ms: dict[int, int] = {}
        """Where in each channel's audio the engine's stream began."""
        self._skip: dict[int, int] = {}
        """Samples of each channel that only the removal of echo is to hear."""
        self._fed_ms: dict[int, float] = defaultdict(float)
        """Audio of each channel that was fed, without gaps."""
        self._arrivals: dict[int, Arrivals] = defaultdict(Arrivals)
        self._open: dict[tuple[int, str], int] = {}
        """Unfinished lines, and where they began."""

    @property
    def echo_heard(self) -> bool:
        """Whether the customer is believed to leak into the salesperson's microphone."""
        return self._feed is not None and self._feed.echo_heard

    @property
    def away(self) -> SpeechError | None:
        """Why another engine than the chosen one was opened, None when it was not."""
        return self._transcriber.away if isinstance(self._transcriber, Backed) else None

    @property
    def compares_channels(self) -> bool:
        """Whether the customer's channel is needed to hear the salesperson's."""
        return self._feed is not None and self._feed.paired

    async def open(self) -> dict[int, int]:
        """Opens the engine where the text ends. Returns, for each channel, how much of its audio
        (ms) is not needed: feed what comes after it. Raises ``SpeechError``."""
        channels = tuple(self._state.channels.values())
        options = TranscribeOptions(
            channels=channels, vocabulary=self._vocabulary, realtime=self._realtime
        )
        try:
            self._stream = await self._transcriber.open(options)
        except SpeechError as error:
            self.lost = error
            raise
        self._feed = self._fresh_feed()
        self._left_over = []
        self._open.clear()
        self._generation += 1
        self.lost = None
        self._base_ms = {
            channel.id: self._stream_ms(channel.id, self._state.committed_ms.get(channel.id, 0))
            for channel in channels
        }
        positions = self._lead_in() if self._feed.paired else dict(self._base_ms)
        for channel, position in positions.items():
            self._fed_ms[channel] = float(position)
            self._skip[channel] = ms_to_samples(self._base_ms[channel] - position)
        self._listening = asyncio.create_task(self._listen(self._stream), name="call-listener")
        return positions

    async def let_go(self) -> None:
        """Of an engine that was lost; what it still held is dropped."""
        if self._stream is not None:
            await self._stream.aclose()
        if self._listening is not None:
            # Lines that it still holds belong to the stream that ended.
            await asyncio.gather(self._listening, return_exceptions=True)

    async def feed(self, frame: AudioFrame, received_ms: float) -> int:
        """Waits while the engine is busy; returns the call time at which the frame ends. Raises
        ``SpeechError`` when the engine is lost. ``received_ms``: when it arrived."""
        if self.lost is not None:
            raise self.lost
        assert self._feed is not None
        timeline = self._state.timeline(frame.channel)
        start_ms = timeline.position_ms(self._fed_ms[frame.channel])
        self._fed_ms[frame.channel] += frame.duration_ms
        end_ms = timeline.call_ms(self._fed_ms[frame.channel])
        self._arrivals[frame.channel].note(end_ms, received_ms)
        parts = [*self._left_over, *self._feed.push(frame, start_ms)]
        self._left_over = []
        await self._send(parts)
        return end_ms

    def received_ms(self, channel: int, call_ms: int) -> float | None:
        """When the audio of that moment arrived; infinity when it is still to come, None when it
        came to an earlier server."""
        arrivals = self._arrivals[channel]
        if not arrivals.known:
            return None
        received = arrivals.received_ms(call_ms)
        return math.inf if received is None else received

    def position_ms(self) -> int:
        """Call time now: how far the audio has come, gaps included."""
        channels = self._state.channels
        fed = (self._state.timeline(c).position_ms(self._fed_ms[c]) for c in channels)
        return max(fed, default=0)

    def heard_ms(self) -> int | None:
        """Call time up to which every channel was heard; None while a line is unfinished or the
        engine is away."""
        if self._stream is None or self.lost is not None or self._open:
            return None
        return min((self._heard_ms(channel) for channel in self._state.channels), default=None)

    def settled_ms(self, channel: int) -> int:
        """Call time before which no words of the channel are still to come."""
        if self._stream is None or self.lost is not None:
            return 0
        heard_ms = self._stream_heard_ms(channel) - UNSETTLED_MS
        settled = self._state.timeline(channel).call_ms(max(0, heard_ms))
        begun = [start for (owner, _), start in self._open.items() if owner == channel]
        return max(0, min([settled, *(start - 1_000 for start in begun)]))

    def swap_channels(self) -> None:
        """The channels changed roles: the echo is looked for on the other one from now on."""
        if self._feed is not None:
            self._left_over += self._feed.flush()
        self._feed = self._fresh_feed()

    def set_economy(self, on: bool) -> None:
        if self._stream is not None:
            self._stream.set_economy(on)

    async def flush(self) -> None:
        """The engine says its last words. Raises ``SpeechError`` when it was lost before or while
        it did."""
        if self._stream is None:
            return
        if self.lost is None:
            await self._send([*self._left_over, *(self._feed.flush() if self._feed else ())])
            await self._stream.finish()
            if self._listening is not None:
                await self._listening
        if self.lost is not None:
            raise self.lost

    async def aclose(self) -> None:
        """Gives the engine back at once."""
        if self._stream is not None:
            await self._stream.aclose()
        if self._listening is not None and self._listening is not asyncio.current_task():
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    def _fresh_feed(self) -> ChannelFeed:
        channels = tuple(self._state.channels.values())
        return ChannelFeed(channels, heard=self._transcriber.capabilities.hears)

    def _lead_in(self) -> dict[int, int]:
        """One moment of the call for both channels, some time before the text of either ends."""
        committed = self._state.committed_ms
        ends = (committed.get(channel, 0) for channel in self._state.channels)
        start_ms = max(0, min(ends, default=0) - LEAD_IN_MS)
        return {
            channel: min(base, self._stream_ms(channel, start_ms))
            for channel, base in self._base_ms.items()
        }

    async def _send(self, parts: Iterable[AudioFrame]) -> None:
        assert self._stream is not None
        for part in parts:
            for frame in self._after_lead_in(part):
                await self._stream.send(frame)

    def _after_lead_in(self, frame: AudioFrame) -> Iterator[AudioFrame]:
        skip = min(self._skip.get(frame.channel, 0), frame.samples)
        if not skip:
            yield frame
            return
        self._skip[frame.channel] -= skip
        if skip < frame.samples:
            yield replace(frame, pcm=frame.pcm[skip * BYTES_PER_SAMPLE :])

    def _stream_ms(self, channel: int, call_ms: int) -> int:
        return self._state.timeline(channel).stream_ms(call_ms)

    def _stream_heard_ms(self, channel: int) -> int:
        assert self._stream is not None
        return self._base_ms.get(channel, 0) + self._stream.heard_ms(channel)

    def _heard_ms(self, channel: int) -> int:
        return self._state.timeline(channel).call_ms(self._stream_heard_ms(channel))

    async def _listen(self, stream: TranscriptStream) -> None:
        try:
            if self._realtime:
                async for line in stream:
                    await self._place(line)
            else:
                await self._listen_in_order(stream)
        except SpeechError as error:
            logger.warning("The speech engine was lost: {}", error.code)
            self.lost = error
        except PipeClosed:
            pass
        except Exception as error:  # noqa: BLE001 - a call that is deaf has to know it
            logger.opt(exception=error).error("A line could not be heard")
            self.lost = SpeechError("the line could not be heard")

    async def _listen_in_order(self, stream: TranscriptStream) -> None:
        order = SpokenOrder()
        async for line in stream:
            order.hold(line, self._call_ms(line.channel, line.end_ms))
            heard_ms = min(
                self._call_ms(channel, stream.heard_ms(channel)) for channel in self._state.channels
            )
            for ready in order.release(heard_ms):
                await self._place(ready)
        for ready in order.release(None):
            await self._place(ready)

    def _call_ms(self, channel: int, stream_ms: int) -> int:
        """The call time of a place in the engine's stream."""
        return self._state.timeline(channel).call_ms(self._base_ms.get(channel, 0) + stream_ms)

    async def _place(self, line: Transcript) -> None:
        base = self._base_ms.get(line.channel, 0)
        start_ms = self._state.timeline(line.channel).position_ms(base + line.start_ms)
        end_ms = max(start_ms, self._call_ms(line.channel, line.end_ms))
        key = (line.channel, line.line_id)
        if line.is_final:
            self._open.pop(key, None)
        else:
            self._open.setdefault(key, start_ms)
        named = replace(line, line_id=f"{self._generation}:{line.line_id}")
        await self._hear(PlacedLine(named, start_ms, end_ms))
