"""A speech service with the embedded engine behind it: better words while it answers, words in any
case.

A lost stream is opened again by whoever feeds it, from where the text ends, so an engine can be
exchanged there without a lost word. After repeated failure `open` gives the standby instead; a
probe waits for the service, and streams of the standby then end at a quiet moment, to be opened
again as the service's.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from loguru import logger

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.transcript import Transcript
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import (
    Capabilities,
    TranscribeOptions,
    Transcriber,
    TranscriptStream,
)

HANDING_BACK = "handing_back"
"""Code of the error with which a standby's stream ends for the service's sake."""


@dataclass(frozen=True, slots=True)
class FallbackOptions:
    """``tries``: failures in a row, over all calls, until the standby takes over. A stream that
    heard ``proven_ms`` of audio works. Probes wait ``probe_after_s``, doubled up to
    ``probe_at_most_s`` while the service does not prove itself; ``slow_probe_s`` where only a
    person can mend it, such as a refused key. A service that asks to be left alone is, for
    ``longest_rest_s`` at most. A standby that finds no quiet moment hands back after
    ``patience_ms`` of audio."""

    tries: int = 3
    proven_ms: int = 3_000
    probe_after_s: float = 15.0
    probe_at_most_s: float = 240.0
    slow_probe_s: float = 300.0
    longest_rest_s: float = 3_600.0
    patience_ms: int = 20_000


class FallbackTranscriber:
    """``open`` raises ``SpeechError`` while the service may still come round, and when neither
    engine can be opened."""

    def __init__(
        self, service: Transcriber, standby: Transcriber, options: FallbackOptions | None = None
    ) -> None:
        self._away: SpeechError | None = None
        self._service = service
        self._standby = standby
        self._options = options or FallbackOptions()
        self._failures = 0
        self._probe_after_s = self._options.probe_after_s
        self._probing: asyncio.Task[None] | None = None
        self._asked_to = asyncio.Event()
        self._looked_at = 0.0
        self._rests_until = 0.0
        self._closed = False

    @property
    def away(self) -> SpeechError | None:
        """Why the service is given up for now, None while it is in use."""
        return self._away

    @property
    def capabilities(self) -> Capabilities:
        return self._service.capabilities

    async def warm_up(self) -> None:
        await asyncio.gather(self._service.warm_up(), self._standby.warm_up())

    async def open(self, options: TranscribeOptions) -> TranscriptStream:
        if self.away is None:
            try:
                with _whatever_fails():
                    return _ServiceStream(await self._service.open(options), self, options)
            except SpeechError as error:
                self.note_failure(error)
                if self.away is None:
                    raise
        elif self._now() >= max(self._looked_at + self._options.probe_after_s, self._rests_until):
            self.look_again()
        return _StandbyStream(await self._standby.open(options), self, self._options.patience_ms)

    async def aclose(self) -> None:
        self._closed = True
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.gather(self._probing, return_exceptions=True)
        await asyncio.gather(self._service.aclose(), self._standby.aclose())

    def look_again(self) -> None:
        """There is reason to think that the service may be mended: probe it now."""
        self._asked_to.set()

    @property
    def proven_ms(self) -> int:
        return self._options.proven_ms

    def note_failure(self, error: SpeechError) -> None:
        """A connection was refused or lost before it had proved to work."""
        if self.away is not None:
            return
        self._failures += 1
        patient = error.retryable and not error.at_once and not error.retry_after_s
        if patient and self._failures < self._options.tries:
            return
        logger.warning("The embedded speech engine takes over: {} ({})", error.message, error.code)
        self._away = error
        if self._closed:
            return
        self._asked_to.clear()
        self._looked_at = self._now()
        self._probing = asyncio.create_task(self._probe(error), name="speech-probe")

    def note_success(self) -> None:
        self._failures = 0
        self._probe_after_s = self._options.probe_after_s

    async def _probe(self, error: SpeechError) -> None:
        channels = (Channel(0, Speaker.CUSTOMER),)
        while True:
            await self._wait(error)
            self._looked_at = self._now()
            try:
                with _whatever_fails():
                    stream = await self._service.open(TranscribeOptions(channels))
                    await stream.aclose()
                break
            except SpeechError as failed:
                error = failed
        logger.info("The speech service answers again")
        # One more failure is enough until it has proved itself.
        self._failures = self._options.tries - 1
        self._away = None

    async def _wait(self, error: SpeechError) -> None:
        """Until the next probe is due, or asked for."""
        wait_s = self._options.slow_probe_s
        if error.retryable:
            wait_s = self._probe_after_s
            self._probe_after_s = min(2 * wait_s, self._options.probe_at_most_s)
        rest_s = min(error.retry_after_s or 0.0, self._options.longest_rest_s)
        self._rests_until = self._now() + rest_s
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(wait_s, rest_s)):
                await self._asked_to.wait()
        self._asked_to.clear()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


@contextlib.contextmanager
def _whatever_fails() -> Iterator[None]:
    """Inside, what nobody foresaw is a failure of the service too: no call stays deaf for it."""
    try:
        yield
    except SpeechError:
        raise
    except Exception as error:
        logger.opt(exception=error).error("The client of the speech service failed")
        told = f"The client of the speech service failed ({type(error).__name__})."
        raise SpeechError(told) from error


class _ServiceStream:
    """See ``TranscriptStream``. Tells how the service does."""

    def __init__(
        self, stream: TranscriptStream, owner: FallbackTranscriber, options: TranscribeOptions
    ) -> None:
        self._stream = stream
        self._owner = owner
        self._channels = [channel.id for channel in options.channels]
        self._proven = False
        self._failed = False

    async def send(self, frame: AudioFrame) -> None:
        try:
            await self._stream.send(frame)
        except SpeechError as error:
            self._note(error)
            raise
        if not self._proven:
            self._prove()

    async def finish(self) -> None:
        await self._stream.finish()

    async def aclose(self) -> None:
        # What comes after it is no failure of the service.
        self._failed = True
        await self._stream.aclose()

    def set_economy(self, on: bool) -> None:
        self._stream.set_economy(on)

    def heard_ms(self, channel: int) -> int:
        return self._stream.heard_ms(channel)

    async def __aiter__(self) -> AsyncIterator[Transcript]:
        try:
            async for line in self._stream:
                yield line
        except SpeechError as error:
            self._note(error)
            raise

    def _prove(self) -> None:
        heard_ms = sum(self._stream.heard_ms(channel) for channel in self._channels)
        if heard_ms >= self._owner.proven_ms:
            self._proven = True
            self._owner.note_success()

    def _note(self, error: SpeechError) -> None:
        if not self._failed:
            self._failed = True
            self._owner.note_failure(error)


class _StandbyStream:
    """See ``TranscriptStream``. Ends with ``handing_back`` when the service answers again."""

    def __init__(
        self, stream: TranscriptStream, owner: FallbackTranscriber, patience_ms: int
    ) -> None:
        self._stream = stream
        self._owner = owner
        self._patience_ms: float = patience_ms
        self._unfinished: set[tuple[int, str]] = set()

    async def send(self, frame: AudioFrame) -> None:
        if self._owner.away is None:
            self._patience_ms -= frame.duration_ms
            if not self._unfinished or self._patience_ms < 0:
                raise SpeechError("The speech service answers again.", code=HANDING_BACK)
        await self._stream.send(frame)

    async def finish(self) -> None:
        await self._stream.finish()

    async def aclose(self) -> None:
        await self._stream.aclose()

    def set_economy(self, on: bool) -> None:
        self._stream.set_economy(on)

    def heard_ms(self, channel: int) -> int:
        return self._stream.heard_ms(channel)

    async def __aiter__(self) -> AsyncIterator[Transcript]:
        async for line in self._stream:
            key = (line.channel, line.line_id)
            if line.is_final:
                self._unfinished.discard(key)
            else:
                self._unfinished.add(key)
            yield line
