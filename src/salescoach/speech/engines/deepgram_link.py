"""One connection to Deepgram for one channel, kept alive through silence.

A connection that ends while it still owes words is lost, and its audio is sent again by whoever
holds it; one that ends in a pause is opened again when audio comes, without anybody noticing. At
the end of a call nobody feeds any more, so the link itself sends again what it owes.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from loguru import logger
from websockets.exceptions import ConnectionClosed, WebSocketException

from salescoach.domain.audio import ms_to_samples, samples_to_ms
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines import deepgram_errors as errors
from salescoach.speech.engines.deepgram_dialect import Dialect, Socket
from salescoach.speech.engines.deepgram_goodbyes import Goodbyes
from salescoach.speech.engines.deepgram_lines import Lines
from salescoach.speech.engines.deepgram_options import Timing
from salescoach.speech.engines.deepgram_sdk import ApiError, ListenV1Error, asked_to_wait_s
from salescoach.speech.engines.deepgram_unsettled import UnsettledAudio
from salescoach.speech.errors import SpeechError

_OWED_MS = 2_000
"""Audio that was sent and not answered, from which on an answer is overdue."""

_TRIES = 3
"""How often a connection that keeps ending is opened for one piece of audio, or for the end."""


class Link:
    """``hear`` gets each transcript, ``moved`` is called when audio was heard or all is over, and
    ``failed`` once, when the connection is lost."""

    def __init__(
        self,
        dialect: Dialect,
        lines: Lines,
        timing: Timing,
        goodbyes: Goodbyes,
        hear: Callable[[Transcript], None],
        moved: Callable[[], None],
        failed: Callable[[SpeechError], None],
    ) -> None:
        self.over = False
        self._dialect = dialect
        self._lines = lines
        self._timing = timing
        self._goodbyes = goodbyes
        self._hear = hear
        self._moved = moved
        self._failed = failed
        self._connection: AbstractAsyncContextManager[Any] | None = None
        self._socket: Socket | None = None
        self._reader: asyncio.Task[None] | None = None
        self._pulse: asyncio.Task[None] | None = None
        self._unsettled = UnsettledAudio()
        self._reconnecting = asyncio.Lock()
        self._revived = False
        """Whether a connection that ended in a pause was opened again for what it owed."""
        self._finishing = False
        self._ends = 0
        """How often the end was tried again."""
        self._flushed = True
        self._sent_at = self._kept_at = self._answered_at = time.monotonic()

    @property
    def sent_ms(self) -> int:
        return samples_to_ms(self._unsettled.end)

    @property
    def heard_ms(self) -> int:
        return min(self._lines.heard_ms, self.sent_ms)

    @property
    def owed_ms(self) -> int:
        """Audio that was sent and is not heard yet."""
        return self.sent_ms - self.heard_ms

    async def connect(self) -> None:
        """Raises ``SpeechError``. A connection that was there before is let go."""
        ended, self._connection = self._connection, None
        if ended is not None:
            await self._goodbyes.say(ended)
        connection = self._dialect.connect()
        try:
            async with asyncio.timeout(self._timing.connect_s):
                socket = await connection.__aenter__()
        except ApiError as error:
            raise errors.refused(error.status_code, asked_to_wait_s(error)) from None
        except (OSError, WebSocketException) as error:
            raise errors.unreachable(error) from None
        self._connection, self._socket = connection, socket
        self._forget_settled()
        self._lines.begin(samples_to_ms(self._unsettled.start))
        self._sent_at = self._kept_at = self._answered_at = time.monotonic()
        self._reader = asyncio.create_task(self._read(socket), name="deepgram-reader")
        self._reader.add_done_callback(self._look_at_reader)
        if self._pulse is None:
            self._pulse = asyncio.create_task(self._beat(), name="deepgram-pulse")

    async def send(self, pcm: bytes) -> None:
        """Raises ``SpeechError`` when the connection is not to be had again."""
        for _ in range(_TRIES):
            if await self._try_to_send(pcm):
                break
            await self._reconnect()
        else:
            raise errors.closed(None, "")
        self._revived = False
        self._unsettled.add(pcm)

    async def finish(self) -> None:
        """No more audio comes. ``over`` says when the last words are there."""
        self._finishing = True
        self._answered_at = time.monotonic()
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed):
                await self._socket.send_close_stream()
        elif not self._owes_words:
            self._end()

    async def aclose(self) -> None:
        tasks = [task for task in (self._reader, self._pulse) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        connection, self._connection, self._socket = self._connection, None, None
        if connection is not None:
            await self._goodbyes.say(connection)

    async def _try_to_send(self, pcm: bytes) -> bool:
        socket = self._socket
        if socket is None:
            return False
        if self.owed_ms < _OWED_MS:
            self._answered_at = time.monotonic()
        try:
            await socket.send_media(pcm)
        except ConnectionClosed:
            # The reader knows why, and whether anything is lost.
            if self._reader is not None:
                await asyncio.wait({self._reader})
            return False
        self._sent_at = time.monotonic()
        self._flushed = False
        return True

    async def _reconnect(self) -> None:
        async with self._reconnecting:
            if self._socket is not None:
                return
            if self.over:
                raise errors.closed(None, "")
            await self.connect()
            for pcm in self._unsettled:
                await self._try_to_send(pcm)

    def _forget_settled(self) -> None:
        self._unsettled.forget_before(ms_to_samples(self._lines.settled_ms))

    async def _read(self, socket: Socket) -> None:
        close_code: int | None = None
        reason = ""
        try:
            async for message in socket:
                self._answered_at = time.monotonic()
                self._take(message)
            close_code = 1000
        except ConnectionClosed as ended:
            if ended.rcvd is not None:
                close_code, reason = ended.rcvd.code, ended.rcvd.reason
        except SpeechError as error:
            self._fail(error)
            return
        self._ended(close_code, reason)

    def _look_at_reader(self, reader: asyncio.Task[None]) -> None:
        """A reader that dies unseen is a deaf call."""
        error = None if reader.cancelled() else reader.exception()
        if error is not None:
            logger.opt(exception=error).error("Deepgram could not be listened to")
            self._fail(errors.closed(None, ""))

    def _take(self, message: object) -> None:
        if isinstance(message, ListenV1Error):
            logger.warning("Deepgram did not understand a message")
            return
        try:
            heard = list(self._lines.take(message))
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            # The client builds what it is sent without a check.
            logger.warning("Deepgram sent what cannot be read: {}", type(error).__name__)
            return
        self._tell(heard)
        self._forget_settled()
        self._moved()

    @property
    def _owes_words(self) -> bool:
        return self._lines.unfinished or self.owed_ms > 0

    def _ended(self, close_code: int | None, reason: str) -> None:
        self._socket = None
        if self._finishing:
            if close_code == 1000 or not self._owes_words:
                self._end()
            elif self._ends == _TRIES:
                self._fail(errors.closed(close_code, reason))
        elif self._lines.unfinished or self.owed_ms >= _OWED_MS:
            self._fail(errors.closed(close_code, reason))

    def _end(self) -> None:
        self._tell(self._lines.end())
        self.over = True
        self._moved()

    def _fail(self, error: SpeechError) -> None:
        if not self.over:
            self.over = True
            self._failed(error)

    def _tell(self, lines: Iterable[Transcript]) -> None:
        for line in lines:
            self._hear(line)

    async def _beat(self) -> None:
        while not self.over:
            await asyncio.sleep(self._timing.pulse_s)
            try:
                if self._socket is not None:
                    await self._look_after(self._socket)
                elif self._finishing:
                    await self._end_again()
                elif self._is_owed_in_a_pause():
                    self._revived = True
                    await self._reconnect()
            except ConnectionClosed:
                pass
            except SpeechError as error:
                self._fail(error)

    async def _end_again(self) -> None:
        self._ends += 1
        try:
            await self._reconnect()
        except SpeechError as error:
            if self._ends == _TRIES or not error.retryable:
                raise
            await asyncio.sleep(self._timing.pulse_s * 2**self._ends)
        if self._socket is not None:
            await self._socket.send_close_stream()

    def _is_owed_in_a_pause(self) -> bool:
        paused_s = time.monotonic() - self._sent_at
        return self.owed_ms > 0 and not self._revived and paused_s >= self._timing.flush_after_s

    async def _look_after(self, socket: Socket) -> None:
        now = time.monotonic()
        waits = self._finishing or self.owed_ms >= _OWED_MS
        if waits and now - self._answered_at > self._timing.hung_after_s:
            self._fail(errors.hangs())
            return
        if self._finishing:
            return
        if not self._flushed and now - self._sent_at >= self._timing.flush_after_s:
            self._flushed = True
            await self._dialect.flush(socket, unfinished=self._lines.unfinished)
        if now - max(self._sent_at, self._kept_at) >= self._timing.keep_alive_s:
            self._kept_at = now
            await self._dialect.keep_alive(socket)
