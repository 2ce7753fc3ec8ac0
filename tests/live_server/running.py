"""`salescoach serve` in a process of its own, and a page's end of its socket."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from salescoach.domain.audio import AudioFrame
from salescoach.rooms.live.frames import encode_frame
from tests.e2e.place import free_port

READY_S = 120.0
PATIENCE_S = 20.0
CHANNELS = [{"id": 0, "role": "salesperson"}, {"id": 1, "role": "customer"}]

Message = dict[str, Any]


class RunningServer:
    """Starts over the data in ``folder``; ``settings`` are environment variables."""

    entry = "from salescoach.app.cli import main; main()"
    """What the process runs, as Python."""

    deaf_to: tuple[signal.Signals, ...] = ()
    """Signals that do not end the process before it listens to them."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = int(settings.get("PORT") or free_port())
        self.folder = folder
        self.spool = folder / "data" / "spool"
        self.api = f"http://127.0.0.1:{self.port}/api"
        self._settings = {
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "SPEECH_WARM_WORKERS": "0",
            "LOG_LEVEL": "WARNING",
            # A test asks faster than a person.
            "RATE_LIMIT_PER_MINUTE": "100000",
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        known = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            self.entry,
            "serve",
            cwd=self.folder,
            env=known | self._settings,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            preexec_fn=self._close_ears,
        )
        async with asyncio.timeout(READY_S), httpx.AsyncClient() as client:
            while True:
                assert self._process.returncode is None, "the server did not start"
                try:
                    await client.get(f"{self.api}/feature-flags")
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
                else:
                    return

    def _close_ears(self) -> None:
        for number in self.deaf_to:
            signal.signal(number, signal.SIG_IGN)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """What the process ended with."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        async with asyncio.timeout(READY_S):
            return await self._process.wait()

    async def get(self, path: str) -> Any:
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            answer = await client.get(f"{self.api}{path}")
            answer.raise_for_status()
            return answer.json()

    async def delete(self, path: str) -> int:
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            return (await client.delete(f"{self.api}{path}")).status_code

    @asynccontextmanager
    async def page(self) -> AsyncIterator["Page"]:
        async with connect(f"ws://127.0.0.1:{self.port}/api/v1/live") as socket:
            yield Page(socket)


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[RunningServer]:
    server = RunningServer(folder, **settings)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


class Page:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.messages: list[Message] = []

    async def say(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def speak(self, *frames: AudioFrame) -> None:
        for frame in frames:
            await self.socket.send(encode_frame(frame))

    async def expect(self, kind: str, **fields: Any) -> Message:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message: Message = json.loads(await self.socket.recv())
                self.messages.append(message)
                if message["type"] == kind and fields.items() <= message.items():
                    return message

    async def start(self, **fields: Any) -> Message:
        await self.say("start_call", channels=CHANNELS, **{"consent": True, **fields})
        opened = await self.expect("call_opened")
        await self.expect("call_started")
        return opened

    async def resume(self, opened: Message, last_seq: int) -> Message:
        await self.say(
            "resume_call",
            call_id=opened["call_id"],
            resume_token=opened["resume_token"],
            last_seq=last_seq,
        )
        return await self.expect("call_resumed")

    async def closed(self) -> int | None:
        """Reads to the end; the code that the server closed with."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                while True:
                    self.messages.append(json.loads(await self.socket.recv()))
            except ConnectionClosed:
                return self.socket.close_code

    @property
    def seqs(self) -> list[int]:
        return [m["seq"] for m in self.messages if "at_ms" in m and m.get("seq")]
