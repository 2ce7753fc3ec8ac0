"""Connections that say nothing, or say it too slowly, are not kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from salescoach.app.guard.patience import PatientProtocol, patient_protocol
from tests.app.guard.wire import Wire

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)
SOON_S = 5.0


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    headers = [(b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello"})


@asynccontextmanager
async def serving(
    most: int = 100, within_s: float = 0.3, app: ASGIApp = hello
) -> AsyncIterator[int]:
    config = uvicorn.Config(
        app,
        port=0,
        http=patient_protocol(most, within_s),
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        assert not task.done()
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(port: int, said: bytes = b"") -> Streams:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    return reader, writer


async def is_closed(streams: Streams) -> bool:
    """Reads to the end; a reset is an end too."""
    reader, writer = streams
    async with asyncio.timeout(SOON_S):
        try:
            while await reader.read(1000):
                pass
        except ConnectionError:
            pass
    writer.close()
    return True


@pytest.mark.parametrize(
    "said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "]
)
async def test_headers_that_do_not_come_end_the_connection(said: bytes) -> None:
    async with serving() as port:
        assert await is_closed(await connect(port, said))


async def test_a_byte_at_a_time_wins_no_time() -> None:
    async with serving() as port:
        streams = await connect(port)
        closed = asyncio.create_task(is_closed(streams))
        while not closed.done():
            streams[1].write(b"G")
            await asyncio.sleep(0.05)
        assert closed.result()


async def test_who_asks_is_answered_and_may_ask_again() -> None:
    async with serving() as port:
        reader, writer = await connect(port, REQUEST)
        for _ in range(3):
            assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200")
            writer.write(REQUEST)
        writer.close()


async def test_a_socket_is_no_silent_connection() -> None:
    async with serving(most=1, within_s=0.1) as port:
        reader, writer = await connect(port, HANDSHAKE + b"\r\n")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.4):
                await reader.read(1)
        writer.close()


@pytest.mark.parametrize(
    "more",
    [
        b"Content-Length: 9\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"X-Long: " + b"x" * 10_000 + b"\r\n",
        b"X-Many: x\r\n" * 200,
    ],
)
async def test_a_handshake_that_nobody_can_read_is_not_held(more: bytes) -> None:
    async with serving() as port:
        assert await is_closed(await connect(port, HANDSHAKE + more + b"\r\n"))


async def test_what_is_answered_before_its_end_is_not_waited_for() -> None:
    unfinished = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    async with serving() as port:
        reader, writer = await connect(port, unfinished)
        assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200")
        closed = asyncio.create_task(is_closed((reader, writer)))
        while not closed.done():
            writer.write(b"x")
            await asyncio.sleep(0.05)
        assert closed.result()


async def test_a_body_that_nobody_wants_is_read_to_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PatientProtocol, "most_unwanted_bytes", 100_000)
    endless = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with serving(within_s=60) as port:
        reader, writer = await connect(port, endless)
        await reader.readuntil(b"hello")
        closed = asyncio.create_task(is_closed((reader, writer)))
        while not closed.done():
            writer.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
            await asyncio.sleep(0.001)
        assert closed.result()


async def test_a_body_that_ends_late_is_followed_by_the_next_request() -> None:
    unfinished = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n"
    async with serving(within_s=60) as port:
        reader, writer = await connect(port, unfinished)
        await reader.readuntil(b"hello")
        writer.write(b"ok" + REQUEST)
        async with asyncio.timeout(SOON_S):
            assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200")
        writer.close()


def arrivals(addresses: list[str], **limits: Any) -> list[Wire]:
    config = uvicorn.Config(hello, log_config=None, lifespan="off")
    config.load()
    state = ServerState()
    protocol = patient_protocol(100, **limits)
    wires = [Wire(address) for address in addresses]
    for wire in wires:
        protocol(config, state, {}).connection_made(wire)
    return wires


@pytest.mark.parametrize(
    ("addresses", "kept"),
    [
        (["203.0.113.7"] * 4, [False, False, True, True]),
        (["203.0.113.7", "203.0.113.7", "198.51.100.4"], [True, True, True]),
        (["2001:db8::1", "2001:db8::2", "2001:db8::3"], [False, True, True]),
        (["127.0.0.1"] * 4, [True] * 4),
        (["10.1.2.3"] * 4, [True] * 4),
    ],
)
async def test_one_address_has_a_share(addresses: list[str], kept: list[bool]) -> None:
    wires = arrivals(addresses, most_per_address=2, proxies=["10.0.0.0/8"])
    assert [not wire.closed for wire in wires] == kept


def made(count: int, app: ASGIApp = hello) -> list[tuple[PatientProtocol, Wire]]:
    """Connections for a server that keeps one fewer."""
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws="websockets-sansio")
    config.load()
    state = ServerState()
    kind = patient_protocol(count - 1)
    return [(kind(config, state, {}), Wire(reads=False)) for _ in range(count)]


async def test_who_reads_no_answer_gives_way_to_others() -> None:
    lines = made(4)
    for protocol, wire in lines[:-1]:
        protocol.connection_made(wire)
        protocol.data_received(REQUEST)
    for place in (1, 0, 2):
        lines[place][0].pause_writing()
        await asyncio.sleep(0.001)
    lines[1][0].resume_writing()
    lines[3][0].connection_made(lines[3][1])
    assert [wire.closed for _, wire in lines] == [True, False, False, False]


async def test_an_answer_that_is_over_is_not_kept_for_who_reads_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PatientProtocol, "unread_within_s", 0.1)
    (reads, moving), (stuck, still) = lines = made(3)[:2]
    for protocol, wire in lines:
        protocol.connection_made(wire)
        protocol.data_received(REQUEST)
    async with asyncio.timeout(SOON_S):
        while not still.closed:
            moving.unread = max(0, moving.unread - 1)
            await asyncio.sleep(0.005)
    assert not moving.closed
    reads.connection_lost(None)
    stuck.connection_lost(None)


class Slow:
    """Says hello, and to the second request the first half of a long answer; the rest when it is
    told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_end = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        if self.asked == 1:
            await hello(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 10_000, "more_body": True})
        await self.may_end.wait()
        await send({"type": "http.response.body", "body": b"x"})


@pytest.mark.parametrize("sent", [[REQUEST, REQUEST], [REQUEST + REQUEST]])
async def test_the_rest_of_an_answer_is_not_measured_by_the_next_one(
    monkeypatch: pytest.MonkeyPatch, sent: list[bytes]
) -> None:
    monkeypatch.setattr(PatientProtocol, "unread_within_s", 0.02)
    app = Slow()
    protocol, wire = made(2, app)[0]
    protocol.connection_made(wire)
    for data in sent:
        protocol.data_received(data)
        await settle()
    assert wire.unread > 10_000
    for _ in range(15):
        wire.unread -= 1
        await asyncio.sleep(0.005)
    assert not wire.closed
    app.may_end.set()
    async with asyncio.timeout(SOON_S):
        await wire.cut.wait()
    protocol.connection_lost(None)


async def test_a_socket_is_not_measured_by_the_answer_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PatientProtocol, "unread_within_s", 0.02)
    protocol, wire = made(2)[0]
    protocol.connection_made(wire)
    protocol.data_received(REQUEST + HANDSHAKE + b"\r\n")
    await settle()
    assert isinstance(wire.protocol, WebSocketsSansIOProtocol)
    await asyncio.sleep(0.1)
    assert not wire.closed
    wire.protocol.connection_lost(None)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_thousand_silent_ones_do_not_keep_others_out() -> None:
    async with serving(most=20, within_s=60) as port:
        silent = [await connect(port, b"GET /") for _ in range(300)]
        reader, writer = await connect(port, REQUEST)
        async with asyncio.timeout(SOON_S):
            assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200")
        assert await is_closed(silent[0])
        for _, each in [*silent, (reader, writer)]:
            each.close()


async def devour(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers when it has the whole body."""
    while (await receive()).get("more_body", False):
        pass
    await hello(scope, receive, send)


@pytest.mark.parametrize("app", [hello, devour])
async def test_a_thousand_unfinished_bodies_do_not_keep_others_out(app: ASGIApp) -> None:
    unfinished = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
    async with serving(most=20, within_s=60, app=app) as port:
        slow = [await connect(port, unfinished) for _ in range(100)]
        reader, writer = await connect(port, REQUEST)
        async with asyncio.timeout(SOON_S):
            assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200")
        assert await is_closed(slow[0])
        for _, each in [*slow, (reader, writer)]:
            each.close()


async def test_of_unfinished_bodies_the_one_that_moves_least_gives_way() -> None:
    unfinished = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
    lines = made(4, devour)
    for protocol, wire in lines[:-1]:
        protocol.connection_made(wire)
        protocol.data_received(unfinished)
        await asyncio.sleep(0.001)
    lines[0][0].data_received(b"x")
    lines[3][0].connection_made(lines[3][1])
    assert [wire.closed for _, wire in lines] == [False, True, False, False]
    for protocol, _ in lines:
        protocol.connection_lost(None)


async def test_an_upload_that_the_server_does_not_read_just_now_is_not_late() -> None:
    unfinished = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{"
    (busy, kept), (idle, left), (new, taken) = made(3, devour)
    for protocol, wire in ((busy, kept), (idle, left)):
        protocol.connection_made(wire)
        protocol.data_received(unfinished)
        await asyncio.sleep(0.001)
    busy.flow.pause_reading()
    idle.data_received(b"x")
    new.connection_made(taken)
    assert [wire.closed for wire in (kept, left, taken)] == [False, True, False]
    for protocol in (busy, idle, new):
        protocol.connection_lost(None)
