"""A vendor's server on loopback: real HTTP, recorded shapes, faults on command.

Protocol tests run the vendors' own clients against it, so what is tested is what is sent.
"""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Iterator, MutableMapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

FIXTURES = Path(__file__).parents[2] / "fixtures" / "llm"

Message = MutableMapping[str, Any]
Ending = Literal["end", "cut", "hang"]


@dataclass(frozen=True, slots=True)
class Reply:
    """``after_s`` after it was asked, ``pieces`` are sent one by one, ``each_s`` before each. Then
    the body ends, the connection is cut, or nothing more comes until the client leaves."""

    status: int = 200
    pieces: tuple[bytes, ...] = ()
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)
    then: Ending = "end"
    after_s: float = 0.0
    each_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    client: tuple[str, int]


@dataclass(slots=True)
class Vendor:
    """Answers with ``replies`` in order, the last one for ever. ``silent`` is set once it has
    nothing more to say and waits; ``left`` counts clients that went away while it waited."""

    replies: Sequence[Reply]
    url: str = ""
    received: list[Received] = field(default_factory=list)
    silent: asyncio.Event = field(default_factory=asyncio.Event)
    left: int = 0

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.received.append(
            Received(
                scope["method"],
                scope["path"],
                {name.decode(): value.decode() for name, value in scope["headers"]},
                json.loads(body) if body else {},
                tuple(scope["client"]),
            )
        )
        reply = self.replies[min(len(self.received), len(self.replies)) - 1]
        if await self._leaves(receive, reply.after_s):
            return
        headers = [(name.encode(), value.encode()) for name, value in reply.headers]
        if reply.then != "hang" or reply.pieces:
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        for piece in reply.pieces:
            if await self._leaves(receive, reply.each_s):
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(0)
        if reply.then == "end":
            await send({"type": "http.response.body", "body": b""})
        elif reply.then == "hang":
            self.silent.set()
            await self._leaves(receive, None)
        # A body that is not ended makes the server drop the connection: that is the cut.

    async def _leaves(self, receive: Any, within_s: float | None) -> bool:
        """Whether the client goes away within so long; None waits until it does."""
        if within_s == 0:
            return False
        try:
            async with asyncio.timeout(within_s):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return False
        self.left += 1
        return True


@asynccontextmanager
async def serving(*replies: Reply) -> AsyncIterator[Vendor]:
    with _hushed():
        async with _serving(*replies) as vendor:
            yield vendor


@contextmanager
def _hushed() -> Iterator[None]:
    """Faults on command are no news. The logger is every server's of the process: uvicorn's own
    ``log_level`` would leave it silent for the tests that come after."""
    told = logging.getLogger("uvicorn.error")
    before = told.level
    told.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        told.setLevel(before)


@asynccontextmanager
async def _serving(*replies: Reply) -> AsyncIterator[Vendor]:
    vendor = Vendor(replies)
    config = Config(vendor, http="h11", ws="none", lifespan="off", log_config=None)
    config.load()
    state = ServerState()
    # With the protocol named, the loop sends small pieces at once.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    vendor.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = await asyncio.get_running_loop().create_server(
        lambda: H11Protocol(config=config, server_state=state, app_state={}), sock=listening
    )
    try:
        yield vendor
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        await asyncio.gather(*state.tasks)
        await server.wait_closed()


def recorded(name: str, *, keep: int | None = None, then: Ending = "end") -> Reply:
    """A stream of `fixtures/llm`, in pieces of an odd size, of which the first ``keep`` events are
    sent."""
    text = (FIXTURES / f"{name}.sse").read_text(encoding="utf-8")
    events = text.split("\n\n")
    data = ("\n\n".join(events[:keep]) + "\n\n").encode() if keep else text.encode()
    pieces = tuple(data[start : start + 97] for start in range(0, len(data), 97))
    return Reply(200, pieces, (("content-type", "text/event-stream; charset=utf-8"),), then)


def refusal(name: str, status: int | None = None, **headers: str) -> Reply:
    """An error of `fixtures/llm`; the status is the beginning of its file's name."""
    body = (FIXTURES / f"{name}.json").read_bytes()
    code = status or int(name.rpartition("/")[2][:3])
    named = tuple((key.replace("_", "-"), value) for key, value in headers.items())
    return Reply(code, (body,), (("content-type", "application/json"), *named))


def listing(name: str) -> Reply:
    return Reply(200, ((FIXTURES / f"{name}.json").read_bytes(),))


def garbage(body: bytes, kind: str = "text/event-stream") -> Reply:
    return Reply(200, (body,), (("content-type", kind),))


SILENCE = Reply(then="hang")
HANG_UP = Reply(then="cut", pieces=())
