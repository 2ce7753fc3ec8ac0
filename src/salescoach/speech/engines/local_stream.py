"""One call's side of a speech worker: audio down, lines up, and a worker that dies or hangs turned
into an error that the caller can act on."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator

from salescoach.domain.audio import SAMPLE_RATE, AudioFrame, samples_to_ms
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.protocol import (
    Frame,
    FrameReader,
    Kind,
    Line,
    ProtocolError,
    unpack_count,
)
from salescoach.speech.errors import SpeechError
from salescoach.speech.outbox import Outbox
from salescoach.speech.transcriber import TranscribeOptions
from salescoach.speech.vocabulary import Mender

_LIVE_WINDOW = SAMPLE_RATE * 3 // 2
_FILE_WINDOW = SAMPLE_RATE * 20
_GOODBYE_S = 5.0


class Process:
    """A worker and the frames it writes."""

    def __init__(self, process: asyncio.subprocess.Process, reader: FrameReader) -> None:
        self._process = process
        self._reader = reader

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def receive(self) -> list[Frame]:
        """The next frames, at least one piece of the pipe. Raises ``SpeechError`` at its end."""
        assert self._process.stdout is not None
        piece = await self._process.stdout.read(1 << 16)
        if not piece:
            raise SpeechError("the speech worker died")
        try:
            return self._reader.feed(piece)
        except ProtocolError as error:
            raise SpeechError(f"the speech worker wrote {error}") from error

    async def send(self, frame: Frame) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(frame.pack())
            await self._process.stdin.drain()
        except (OSError, RuntimeError) as error:
            raise SpeechError("the speech worker died") from error

    def send_soon(self, frame: Frame) -> None:
        """For the few bytes that need no backpressure. A dead worker is noticed elsewhere."""
        assert self._process.stdin is not None
        if not self._process.stdin.is_closing():
            self._process.stdin.write(frame.pack())

    async def kill(self) -> None:
        """Ends it at once and leaves no zombie. Harmless when it is over already."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        assert self._process.stdout is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        with contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(_GOODBYE_S):
                while await self._process.stdout.read(1 << 16):
                    pass
                await self._process.wait()


class LocalStream:
    """See ``TranscriptStream``. A worker that dies, or is silent for ``hung_after_s`` with audio in
    hand, makes ``send`` and iteration raise a retryable ``SpeechError``."""

    def __init__(
        self,
        process: Process,
        options: TranscribeOptions,
        interval_ms: int,
        economy_interval_ms: int,
        hung_after_s: float,
    ) -> None:
        self._process = process
        self._mender = Mender(options.vocabulary)
        self._window = _LIVE_WINDOW if options.realtime else _FILE_WINDOW
        self._sent = {channel.id: 0 for channel in options.channels}
        self._heard = dict(self._sent)
        self._told = dict(self._sent)
        self._outbox = Outbox()
        self._moved = asyncio.Condition()
        self._sign_of_life = time.monotonic()
        self._hung_after_s = hung_after_s
        self._finishing = False
        self._closed = False
        self._failure: SpeechError | None = None
        request = {
            "channels": sorted(self._sent),
            "interval_ms": interval_ms,
            "economy_interval_ms": economy_interval_ms,
            "live": options.realtime,
        }
        process.send_soon(Frame(Kind.OPEN, 0, json.dumps(request).encode()))
        self._reader = asyncio.create_task(self._read(), name="speech-reader")
        self._watch = asyncio.create_task(self._notice_hang(), name="speech-watch")

    @property
    def worker_pid(self) -> int:
        return self._process.pid

    async def send(self, frame: AudioFrame) -> None:
        if frame.channel not in self._sent:
            raise SpeechError(f"channel {frame.channel} was not opened", retryable=False)
        if self._finishing:
            raise SpeechError("audio after the end", retryable=False)
        async with self._moved:
            await self._moved.wait_for(lambda: self._has_room(frame.channel))
        self._raise_failure()
        if not any(self._in_hand(channel) for channel in self._sent):
            self._sign_of_life = time.monotonic()
        self._sent[frame.channel] += frame.samples
        await self._process.send(Frame(Kind.AUDIO, frame.channel, frame.pcm))

    async def finish(self) -> None:
        if self._finishing or self._closed:
            return
        self._raise_failure()
        self._finishing = True
        self._sign_of_life = time.monotonic()
        await self._process.send(Frame(Kind.FINISH))

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._watch.cancel()
        self._reader.cancel()
        await asyncio.gather(self._watch, self._reader, return_exceptions=True)
        await self._process.kill()
        await self._stop(self._failure or SpeechError("the speech stream is closed"))
        self._outbox.close()

    def set_economy(self, on: bool) -> None:
        if not self._closed and self._failure is None:
            self._process.send_soon(Frame(Kind.ECONOMY, 0, b"\1" if on else b"\0"))

    def heard_ms(self, channel: int) -> int:
        if not self._outbox.holds(channel):
            self._told[channel] = self._heard[channel]
        return samples_to_ms(self._told[channel])

    def __aiter__(self) -> AsyncIterator[Transcript]:
        return self._outbox

    def _in_hand(self, channel: int) -> int:
        return self._sent[channel] - self._heard[channel]

    def _has_room(self, channel: int) -> bool:
        return self._failure is not None or self._in_hand(channel) < self._window

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _read(self) -> None:
        try:
            while True:
                for frame in await self._process.receive():
                    if frame.kind is Kind.DONE:
                        self._watch.cancel()
                        self._outbox.close()
                        return
                    await self._take(frame)
        except SpeechError as error:
            await self._fail(error)

    async def _take(self, frame: Frame) -> None:
        self._sign_of_life = time.monotonic()
        if frame.kind is Kind.HEARD:
            async with self._moved:
                self._heard[frame.channel] = unpack_count(frame.payload)
                self._moved.notify_all()
        elif frame.kind is Kind.LINE:
            self._outbox.put(self._transcript(frame.channel, Line.unpack(frame.payload)))
        elif frame.kind is Kind.FAILED:
            reason = frame.payload.decode(errors="replace")
            raise SpeechError(f"the speech worker failed: {reason}")

    def _transcript(self, channel: int, line: Line) -> Transcript:
        return Transcript(
            channel=channel,
            line_id=str(line.number),
            text=self._mender.mend(line.text),
            is_final=line.is_final,
            start_ms=line.start_ms,
            end_ms=line.end_ms,
            confidence=line.confidence,
        )

    async def _notice_hang(self) -> None:
        while True:
            await asyncio.sleep(self._hung_after_s / 10)
            busy = self._finishing or any(self._in_hand(channel) for channel in self._sent)
            if busy and time.monotonic() - self._sign_of_life > self._hung_after_s:
                self._reader.cancel()
                await self._fail(SpeechError("the speech worker hangs"))
                return

    async def _fail(self, error: SpeechError) -> None:
        if asyncio.current_task() is not self._watch:
            self._watch.cancel()
        await self._stop(error)
        self._outbox.close(error)
        await self._process.kill()

    async def _stop(self, error: SpeechError) -> None:
        async with self._moved:
            self._failure = error
            self._moved.notify_all()
