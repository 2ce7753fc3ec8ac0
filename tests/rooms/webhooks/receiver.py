"""A web server on this machine that takes what it is sent, and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def answer(status: int, body: str = "", headers: str = "") -> bytes:
    content = body.encode()
    head = f"HTTP/1.1 {status} Told\r\ncontent-length: {len(content)}\r\n{headers}\r\n"
    return head.encode() + content


@dataclass(frozen=True, slots=True)
class Received:
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """``answers`` are given in turn, the last one from then on; None: it never answers."""

    answers: list[bytes | None] = field(default_factory=lambda: [OK])
    received: list[Received] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://receiver.test:{self.port}/calls?from=coach"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        line, *rest = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (each.split(": ", 1) for each in rest)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.received.append(Received(line, headers, body))
        told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if told is None:
            await reader.read()
        else:
            writer.write(told)
        writer.close()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver


async def loopback(host: str, port: int) -> list[str]:
    """Whatever it is called, it is this machine."""
    return ["127.0.0.1"]
