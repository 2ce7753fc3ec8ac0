"""One call of a benchmark, over a real WebSocket, as the page makes it."""

import asyncio
import json
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from salescoach.app.bench.conversation import FRAME_MS, Voices
from salescoach.domain.audio import AudioFrame
from salescoach.kit.errors import Unavailable
from salescoach.rooms.live.frames import encode_frame

PATIENCE_S = 120.0
_CHANNELS = [{"id": 0, "role": "salesperson"}, {"id": 1, "role": "customer"}]

Message = dict[str, Any]


class Caller:
    """``sent[channel][frame]`` is when a frame was handed to the socket, and ``received`` holds
    each message with when it came, both in seconds of one clock; ``marked[label]`` is when a
    moment was marked, ``marks`` times a minute. ``error`` says why the call ended before its
    time."""

    def __init__(self, port: int, voices: Voices, frames: int, marks: int = 0) -> None:
        self.sent: tuple[list[float], list[float]] = ([], [])
        self.marked: dict[str, float] = {}
        self.received: list[tuple[float, str | bytes]] = []
        self.error: str | None = None
        self._url = f"ws://127.0.0.1:{port}/api/v1/live"
        self._voices = voices
        self._frames = frames
        self._mark_every = 60_000 // FRAME_MS // marks if marks else 0
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Raises ``Unavailable`` when the server takes no further call."""
        self._socket = await connect(
            self._url, compression=None, ping_interval=None, open_timeout=PATIENCE_S
        )
        await self._say("start_call", channels=_CHANNELS, consent=True)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message: Message = json.loads(await self._socket.recv())
                if message["type"] == "error":
                    raise Unavailable(message["message"], code=message["code"])
                if message["type"] == "call_opened":
                    break
        self._reading = asyncio.create_task(self._read(self._socket))

    async def talk(self, begin: float) -> None:
        """Sends its frames in time, the first one when its last sample would have been spoken."""
        assert self._socket is not None
        try:
            for number in range(self._frames):
                wait = begin + (number + 1) * FRAME_MS / 1000 - time.monotonic()
                if wait > 0:
                    await asyncio.sleep(wait)
                for channel in (0, 1):
                    pcm = self._voices.frame(channel, number)
                    self.sent[channel].append(time.monotonic())
                    await self._socket.send(encode_frame(AudioFrame(channel, number, pcm)))
                if self._mark_every and number % self._mark_every == 0:
                    self.marked[str(number)] = time.monotonic()
                    await self._say("mark_moment", label=str(number))
        except ConnectionClosed as closed:
            self.error = f"closed with {closed.rcvd.code if closed.rcvd else 'no code'}"

    async def end(self) -> None:
        """Ends the call and reads to its last event."""
        if self._socket is None or self._reading is None:
            return
        try:
            await self._say("end_call")
            await asyncio.wait_for(self._reading, PATIENCE_S)
        except ConnectionClosed:
            pass
        except TimeoutError:
            self.error = self.error or "did not end"
        await self._socket.close()

    def messages(self) -> list[tuple[float, Message]]:
        return [(at, json.loads(text)) for at, text in self.received]

    async def _say(self, kind: str, **fields: object) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps({"type": kind, **fields}))

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                self.received.append((time.monotonic(), text))
                if '"call_ended"' in str(text):
                    return
        except ConnectionClosed as closed:
            self.error = self.error or f"closed with {closed.rcvd.code if closed.rcvd else 'none'}"
