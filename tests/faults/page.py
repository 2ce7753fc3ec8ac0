"""A page's end of a call that goes through faults: it speaks the real protocol, keeps its sound
until that is acknowledged, comes back by the real page's rules, and notes what it was promised.
"""

import asyncio
import contextlib
import json
import random
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from salescoach.rooms.live.frames import encode_frame
from tests.faults.outbox import Kept, Outbox
from tests.faults.standstill import Standstill

Message = dict[str, Any]
Moment = dict[int, tuple[int, bytes]]
"""For each channel the word that is said (0: none known) and its PCM."""

Sound = Callable[[], Moment | None]
"""The next moment, None once all is said."""

CONNECT_WITHIN_S = 10.0
RECONNECT_WITHIN_S = 4.0
SHORT_TRIES = 3
OPEN_WITHIN_S = 30.0
PING_EVERY_S = 0.5
FIRST_SILENCE_S = 1.5
LONGEST_SILENCE_S = 12.0
FIRST_RETRY_S = 0.5
LONGEST_RETRY_S = 1.5
STEADY_S = 5.0
TAKEN_OVER = 4409
BROKEN = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, InvalidMessage)
OVER = frozenset({"call_has_ended", "call_not_found", "wrong_resume_token"})


@dataclass(slots=True)
class Promised:
    """What the server has promised this page. Keys of words are (channel, word)."""

    acked: set[tuple[int, int]] = field(default_factory=set)
    acked_frames: dict[tuple[int, int], bytes] = field(default_factory=dict)
    """PCM by (channel, seq)."""
    shown: dict[str, set[str]] = field(default_factory=dict)
    """The words of each turn that was shown as final, by its id."""
    captured: set[tuple[int, int]] = field(default_factory=set)
    ack_lags_ms: list[float] = field(default_factory=list)
    """From the first time that each frame was sent to its acknowledgement, or else to the end of
    the call, without the time at which a fault stood in the way."""
    back_live_ms: list[float] = field(default_factory=list)
    repeated_events: int = 0
    fought_over: int = 0
    """Times that a tab was not told that another has taken its call over."""


class Page:
    """``frame_s``: wall time of a frame. In a ``standstill`` no acknowledgement is due."""

    def __init__(
        self, url: str, sound: Sound, frame_s: float, start: Message, chance: random.Random
    ) -> None:
        self.promised = Promised()
        self.call_id: str | None = None
        self.over = False
        self.all_said = asyncio.Event()
        self.refused: str | None = None
        self.standstill = Standstill()
        self.clock_ahead_ms = 0
        self._url = url
        self._sound = sound
        self._frame_s = frame_s
        self._start = {"type": "start_call", "attempt_id": secrets.token_hex(16), **start}
        self._chance = chance
        self._outbox = Outbox((0, 1), frame_s)
        self._token = ""
        self._last_seq = 0
        self._socket: ClientConnection | None = None
        self._live_since: float | None = None
        self._heard = 0.0
        self._attempt = 0
        self._silences = 0
        """Connections left because nothing was heard, since one held."""
        self._was_silent = False
        self._clear_since: float | None = None
        self._here = asyncio.Event()
        self._here.set()
        self._reading = asyncio.Event()
        self._reading.set()
        self._speaking = True
        self._ending = False
        self._news = asyncio.Event()

    @property
    def is_live(self) -> bool:
        return self._live_since is not None

    def way_is_clear(self) -> None:
        """From now on nothing keeps the page from its call."""
        self.standstill.end()
        if not self.is_live and self._clear_since is None:
            self._clear_since = time.monotonic()

    def way_is_blocked(self) -> None:
        """Nobody can expect it back now."""
        self.standstill.begin()
        self._clear_since = None

    def expect_back(self) -> None:
        """The connection is of no use any more, though the page does not know it yet."""
        self._clear_since = time.monotonic()

    async def take_in(self) -> None:
        """Hears both voices while the page is there, until ``end``."""
        due = time.monotonic()
        while self._speaking:
            due += self._frame_s
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if self._here.is_set() and self._speaking:
                moment = self._sound()
                if moment is None:
                    self.all_said.set()
                self._capture(moment or self._silence())

    async def serve(self) -> None:
        """Over as many connections as it takes, until the call has ended."""
        while True:
            await self._here.wait()
            try:
                async with self._connected() as socket:
                    await self._attend(socket)
            except BROKEN:
                pass
            except BaseExceptionGroup as group:
                _, others = group.split(BROKEN)
                if others is not None:
                    raise others from None
            if self.over:
                self._note_lags(self._outbox.unanswered())
                return
            await self._wait_to_try_again()

    async def _wait_to_try_again(self) -> None:
        if self._steady():
            self._attempt = self._silences = 0
        self._live_since = None
        self._attempt += 1
        self._silences += self._was_silent
        if self._was_silent and self._silences == 1:
            # Enough time went by while nothing was heard.
            return
        ceiling = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2 ** (self._attempt - 1))
        await asyncio.sleep(ceiling / 2 * (1 + self._chance.random()))

    async def end(self) -> None:
        """The last words, and then the end of the call, said until it is answered."""
        await self._here.wait()
        for _ in range(6):
            self._capture({channel: (0, pcm) for channel, (_, pcm) in self._silence().items()})
            await asyncio.sleep(self._frame_s)
        self._speaking = False
        self._ending = True
        self._news.set()

    async def go_away(self, away_s: float, politely: bool) -> None:
        """The page is loaded again (``politely``), or its tab crashes and is opened again."""
        self._here.clear()
        with self.standstill.lasting():
            if self._socket is not None and politely:
                with contextlib.suppress(*BROKEN):
                    await self._socket.close(1001)
            if self._socket is not None:
                self._socket.transport.abort()
            self._outbox.after_reload()
            self._last_seq = 0
            await asyncio.sleep(away_s)
        self._attempt = self._silences = 0
        self._clear_since = time.monotonic()
        self._here.set()

    async def move_to_another_tab(self, for_s: float) -> None:
        """Another tab takes the call over, and later this one takes it back."""
        self._here.clear()
        first = self._socket if self.is_live else None
        with self.standstill.lasting(), contextlib.suppress(*BROKEN):
            async with _connection(self._url, CONNECT_WITHIN_S) as second:
                await self._read_until(second, "connection_established")
                await second.send(json.dumps(self._resumption()))
                answer = await self._read_until(second, "call_resumed", "error")
                if first is not None and answer["type"] == "call_resumed":
                    async with asyncio.timeout(OPEN_WITHIN_S):
                        await first.wait_closed()
                    self.promised.fought_over += first.close_code not in (TAKEN_OVER, 1006)
                await asyncio.sleep(for_s)
        self._outbox.settle(all_of_it=True)
        await self.go_away(0, politely=False)

    async def stop_reading(self, for_s: float) -> None:
        self._reading.clear()
        with self.standstill.lasting():
            await asyncio.sleep(for_s)
        self._heard = time.monotonic()
        self._reading.set()

    def _silence(self) -> Moment:
        return {channel: (0, bytes(3_200)) for channel in (0, 1)}

    def _capture(self, moment: Moment) -> None:
        now = time.monotonic()
        wall_ms = max(0, round(time.time() * 1000) + self.clock_ahead_ms)
        for channel, (word, pcm) in moment.items():
            if word:
                self.promised.captured.add((channel, word))
            self._outbox.push(Kept(channel, pcm, word, now, wall_ms))
        self._outbox.settle()
        self._news.set()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ClientConnection]:
        async with _connection(self._url, self._patience_s()) as socket:
            self._socket = socket
            try:
                yield socket
            finally:
                self._socket = None

    async def _attend(self, socket: ClientConnection) -> None:
        self._was_silent = False
        self._heard = time.monotonic()
        async with asyncio.timeout(self._patience_s()):
            await self._read_until(socket, "connection_established")
        async with asyncio.timeout(OPEN_WITHIN_S):
            if not await self._introduce(socket):
                return
        self._heard = self._live_since = time.monotonic()
        if self._clear_since is not None:
            self.promised.back_live_ms.append((self._live_since - self._clear_since) * 1000)
            self._clear_since = None
        self._news.set()
        async with asyncio.TaskGroup() as group:
            others = [
                group.create_task(self._send(socket)),
                group.create_task(self._watch(socket)),
            ]
            await self._read(socket)
            for task in others:
                task.cancel()

    async def _introduce(self, socket: ClientConnection) -> bool:
        if self.call_id is None:
            await socket.send(json.dumps(self._start))
            opened = await self._read_until(socket, "call_opened", "error")
            if opened["type"] == "error":
                raise ConnectionError(opened["code"])
            self.call_id, self._token = opened["call_id"], opened["resume_token"]
            self._outbox.rewind({0: 0, 1: 0})
            return True
        await socket.send(json.dumps(self._resumption()))
        answer = await self._read_until(socket, "call_resumed", "error")
        if answer["type"] == "error":
            if answer["code"] in OVER:
                self.over, self.refused = True, answer["code"]
                return False
            raise ConnectionError(answer["code"])
        following = {int(channel): seq for channel, seq in answer["audio"].items()}
        self._called_safe(self._outbox.rewind(following))
        return True

    def _resumption(self) -> Message:
        return {
            "type": "resume_call",
            "call_id": self.call_id,
            "resume_token": self._token,
            "last_seq": self._last_seq,
        }

    async def _read_until(self, socket: ClientConnection, *kinds: str) -> Message:
        while True:
            message: Message = json.loads(await socket.recv())
            if message["type"] in kinds:
                return message

    async def _read(self, socket: ClientConnection) -> None:
        while not self.over:
            await self._reading.wait()
            message: Message = json.loads(await socket.recv())
            self._heard = time.monotonic()
            self._hear(message)

    def _hear(self, message: Message) -> None:
        if message["type"] == "audio_ack":
            self._called_safe(self._outbox.acknowledge(message["channel"], message["seq"]))
            return
        seq = message.get("seq") if "at_ms" in message else None
        if seq is not None:
            if seq <= self._last_seq:
                self.promised.repeated_events += 1
                return
            self._last_seq = seq
        if message["type"] == "transcription" and message["is_final"]:
            words = self.promised.shown.setdefault(message["turn_id"], set())
            words |= {f"{message['channel']}/{word}" for word in message["text"].split()}
        self.over = message["type"] == "call_ended"

    def _called_safe(self, frames: list[Kept]) -> None:
        for kept in frames:
            assert kept.seq is not None
            self.promised.acked_frames[kept.channel, kept.seq] = kept.pcm
            if kept.word:
                self.promised.acked.add((kept.channel, kept.word))
        self._note_lags(frames)

    def _note_lags(self, frames: list[Kept]) -> None:
        now = time.monotonic()
        for sent_s in [kept.first_sent_s for kept in frames if kept.first_sent_s is not None]:
            waited_s = now - sent_s - self.standstill.since(sent_s)
            self.promised.ack_lags_ms.append(waited_s * 1000)

    async def _send(self, socket: ClientConnection) -> None:
        end_said = False
        while True:
            self._news.clear()
            for kept in self._outbox.unsent():
                kept.sent_s = time.monotonic()
                kept.first_sent_s = kept.first_sent_s or kept.sent_s
                await socket.send(encode_frame(kept.frame()))
            if self._ending and not end_said and not self._outbox.unsent():
                await socket.send(json.dumps({"type": "end_call"}))
                end_said = True
            await self._news.wait()

    async def _watch(self, socket: ClientConnection) -> None:
        """A line that is half open says nothing, and nobody tells."""
        look_s = PING_EVERY_S
        while True:
            before = time.monotonic()
            await asyncio.sleep(look_s)
            now = time.monotonic()
            if not self._reading.is_set() or now - before > 2 * PING_EVERY_S:
                # It is this page that was busy.
                self._heard = now
            silences = 0 if self._steady() else self._silences
            left_s = self._heard + min(LONGEST_SILENCE_S, FIRST_SILENCE_S * 2**silences) - now
            if left_s <= 0:
                self._was_silent = True
                raise ConnectionError("nothing is heard any more")
            look_s = min(PING_EVERY_S, left_s)
            await socket.send(json.dumps({"type": "ping"}))

    def _patience_s(self) -> float:
        quick = self.call_id is not None and self._attempt <= SHORT_TRIES
        return RECONNECT_WITHIN_S if quick else CONNECT_WITHIN_S

    def _steady(self) -> bool:
        return self._live_since is not None and time.monotonic() - self._live_since >= STEADY_S


@asynccontextmanager
async def _connection(url: str, within_s: float) -> AsyncIterator[ClientConnection]:
    """Raises one of ``BROKEN``."""
    async with asyncio.timeout(within_s):
        socket = await connect(
            url,
            compression=None,
            ping_interval=None,
            open_timeout=None,
            close_timeout=0.1,
            proxy=None,
        )
    try:
        yield socket
    finally:
        socket.transport.abort()
