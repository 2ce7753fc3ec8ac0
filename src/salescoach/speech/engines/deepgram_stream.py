"""One call's side of Deepgram: a connection a channel, so that each channel's clock is the count
of its own samples and neither waits for the other (see the decision record on Deepgram)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from salescoach.domain.audio import AudioFrame
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.deepgram_dialect import Dialect
from salescoach.speech.engines.deepgram_goodbyes import Goodbyes
from salescoach.speech.engines.deepgram_link import Link
from salescoach.speech.engines.deepgram_options import Timing
from salescoach.speech.errors import SpeechError
from salescoach.speech.outbox import Outbox
from salescoach.speech.transcriber import TranscribeOptions
from salescoach.speech.vocabulary import Mender

WINDOW_MS = 5_000
"""Audio of a channel on its way: results come about once a second, so this is no wait usually."""


class DeepgramStream:
    """See ``TranscriptStream``. A connection that is lost, or silent with audio in hand, makes
    ``send`` and iteration raise a ``SpeechError`` whose code begins with ``deepgram_``."""

    def __init__(
        self, dialect: Dialect, options: TranscribeOptions, timing: Timing, goodbyes: Goodbyes
    ) -> None:
        mender = Mender(options.vocabulary)
        self._outbox = Outbox()
        self._moved = asyncio.Event()
        self._failure: SpeechError | None = None
        self._finishing = False
        self._economy = False
        self._begun: set[tuple[int, str]] = set()
        self._links = {
            channel.id: Link(
                dialect,
                dialect.lines(channel.id, mender),
                timing,
                goodbyes,
                self._hear,
                self._move,
                self._fail,
            )
            for channel in options.channels
        }
        self._told = dict.fromkeys(self._links, 0)

    async def connect(self) -> None:
        """Raises ``SpeechError``; nothing is left open then."""
        opening = [asyncio.create_task(link.connect()) for link in self._links.values()]
        try:
            await asyncio.gather(*opening)
        except BaseException:
            for task in opening:
                task.cancel()
            await asyncio.gather(*opening, return_exceptions=True)
            await self.aclose()
            raise

    async def send(self, frame: AudioFrame) -> None:
        link = self._links.get(frame.channel)
        if link is None:
            raise SpeechError(f"channel {frame.channel} was not opened", retryable=False)
        if self._finishing:
            raise SpeechError("audio after the end", retryable=False)
        while self._failure is None and link.owed_ms >= WINDOW_MS:
            self._moved.clear()
            await self._moved.wait()
        self._raise_failure()
        try:
            await link.send(frame.pcm)
        except SpeechError as error:
            self._fail(error)
        self._raise_failure()

    async def finish(self) -> None:
        if self._finishing:
            return
        self._raise_failure()
        self._finishing = True
        for link in self._links.values():
            await link.finish()
        self._move()

    async def aclose(self) -> None:
        await asyncio.gather(*(link.aclose() for link in self._links.values()))
        if self._failure is None:
            self._failure = SpeechError("the speech stream is closed")
        self._outbox.close()
        self._moved.set()

    def set_economy(self, on: bool) -> None:
        self._economy = on

    def heard_ms(self, channel: int) -> int:
        if not self._outbox.holds(channel):
            self._told[channel] = self._links[channel].heard_ms
        return self._told[channel]

    def __aiter__(self) -> AsyncIterator[Transcript]:
        return self._outbox

    def _hear(self, line: Transcript) -> None:
        key = (line.channel, line.line_id)
        if line.is_final:
            self._begun.discard(key)
        elif self._economy and key in self._begun:
            return
        else:
            self._begun.add(key)
        # The service rounds up: a line never ends after the audio that was sent.
        end_ms = min(line.end_ms, self._links[line.channel].sent_ms)
        self._outbox.put(replace(line, end_ms=max(line.start_ms, end_ms)))

    def _move(self) -> None:
        self._moved.set()
        if self._finishing and all(link.over for link in self._links.values()):
            self._outbox.close(self._failure)

    def _fail(self, error: SpeechError) -> None:
        if self._failure is None:
            self._failure = error
            self._outbox.close(error)
        self._moved.set()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure
