"""The network between a page and its server: a proxy that can be cut, slowed and left half-open.

Bytes stay in order within a connection, as TCP keeps them. What a half-open connection swallowed
comes to the server only after the page has another one: that is how messages change their order.
"""

import asyncio
import contextlib
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass, field

_PIECE = 65_536


@dataclass(eq=False)
class _Pair:
    """One connection of the page, and its other end at the server."""

    page: StreamWriter
    server: StreamWriter
    swallowed: list[bytes] = field(default_factory=list)
    half_open: bool = False

    def abort(self) -> None:
        self.page.transport.abort()
        self.server.transport.abort()


class Line:
    """``delay_s``: what every piece of bytes takes on its way, each direction."""

    def __init__(self, server_port: int) -> None:
        self.delay_s = 0.0
        self.port = 0
        self._server_port = server_port
        self._is_cut = False
        self._pairs: set[_Pair] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def __aenter__(self) -> "Line":
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._listening is not None
        self._listening.close()
        for serving in self._serving:
            serving.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def cut(self) -> None:
        """Every connection breaks, and none is made until ``mend``."""
        self._is_cut = True
        for pair in list(self._pairs):
            pair.abort()

    def mend(self) -> None:
        self._is_cut = False

    def leave_half_open(self) -> None:
        """Connections of now say nothing any more, to either side; new ones work."""
        for pair in self._pairs:
            pair.half_open = True

    def deliver_late(self) -> None:
        """What half-open connections swallowed of the page's words arrives now, and they end."""
        for pair in [pair for pair in self._pairs if pair.half_open]:
            for piece in pair.swallowed:
                pair.server.write(piece)
            pair.swallowed.clear()
            pair.server.close()
            pair.page.transport.abort()

    def _connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        serving = asyncio.create_task(self._serve(reader, writer))
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            writer.transport.abort()
            return
        pair = _Pair(writer, far_writer)
        self._pairs.add(pair)
        ways = (
            asyncio.create_task(self._carry(pair, reader, far_writer, keep=True)),
            asyncio.create_task(self._carry(pair, far_reader, writer, keep=False)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            pair.abort()
            self._pairs.discard(pair)

    async def _carry(
        self, pair: _Pair, reader: StreamReader, writer: StreamWriter, keep: bool
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE):
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                if pair.half_open:
                    if keep:
                        pair.swallowed.append(piece)
                    continue
                writer.write(piece)
                await writer.drain()
            if pair.half_open:
                # Neither side hears that the other has gone.
                await asyncio.Event().wait()
