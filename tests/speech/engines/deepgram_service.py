"""A stand-in for Deepgram that speaks its protocol over real WebSockets, faults on command.

It truly hears what it is sent: a word of test audio is a run of samples whose value is the word's
number, silence is zeros. So audio that is sent late, twice or never shows in the transcript.
"""

import asyncio
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.speech.engines.deepgram_connections import (
    Connection,
    Faults,
    FluxConnection,
    NovaConnection,
    shapes,
)
from tests.speech.engines.deepgram_sound import SECOND_VOICE, pcm

__all__ = ["KEY", "SECOND_VOICE", "Faults", "Service", "pcm", "shapes"]

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"


class Service:
    """``async with Service() as service``; ``service.url`` is what DEEPGRAM_BASE_URL would be."""

    def __init__(self, *, idle_s: float = 10.0) -> None:
        self.faults = Faults()
        self.cuts = 0
        self.handshakes: list[Request] = []
        self.connections: list[Connection] = []
        self._idle_s = idle_s
        self._server: Server | None = None
        self._closing = asyncio.Event()

    async def __aenter__(self) -> "Service":
        self._server = await serve(
            self._serve, "127.0.0.1", 0, process_request=self._greet, close_timeout=0.1
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self.cut()
        self._closing.set()
        self._server.close()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        assert self._server is not None
        port = next(iter(self._server.sockets)).getsockname()[1]
        return f"http://127.0.0.1:{port}"

    @property
    def queries(self) -> list[dict[str, list[str]]]:
        return [parse_qs(urlsplit(request.path).query) for request in self.handshakes]

    def cut(self) -> None:
        """The network goes: no close frame, on any connection. ``cuts`` counts them."""
        self.cuts += 1
        for connection in self.connections:
            connection.socket.transport.abort()

    async def gone(self) -> None:
        """Returns when no connection is left and clients had a moment to notice."""
        open_ones = [connection.socket.wait_closed() for connection in self.connections]
        await asyncio.wait_for(asyncio.gather(*open_ones), 5)
        await asyncio.sleep(0.1)

    async def close_all(self, code: int, reason: str) -> None:
        for connection in list(self.connections):
            await connection.socket.close(code, reason)

    async def _greet(self, socket: ServerConnection, request: Request) -> Response | None:
        self.handshakes.append(request)
        if self.faults.stalled:
            await self._closing.wait()
        if self.faults.down:
            return _refusal(socket, self.faults.down)
        if self.faults.refuse:
            refusal = _refusal(socket, self.faults.refuse.pop(0))
            if self.faults.retry_after is not None:
                refusal.headers["Retry-After"] = self.faults.retry_after
            return refusal
        if request.headers.get("Authorization") != f"Token {KEY}":
            return socket.respond(HTTPStatus.UNAUTHORIZED, '{"err_code":"INVALID_AUTH"}')
        if urlsplit(request.path).path not in ("/v1/listen", "/v2/listen"):
            return socket.respond(HTTPStatus.NOT_FOUND, "")
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        if self.faults.close_at_once:
            self.faults.close_at_once -= 1
            await socket.close(1000)
            return
        address = urlsplit(socket.request.path)
        kind = NovaConnection if address.path == "/v1/listen" else FluxConnection
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        connection = kind(socket, query, self.faults, self._idle_s)
        self.connections.append(connection)
        try:
            await connection.run()
        except ConnectionClosed:
            pass
        finally:
            self.connections.remove(connection)


def _refusal(socket: ServerConnection, status: int) -> Response:
    """With a header that comes twice, as proxies on the way add them."""
    refusal = socket.respond(HTTPStatus(status), "refused")
    for varies in ("Origin", "Accept-Encoding"):
        refusal.headers["Vary"] = varies
    return refusal
