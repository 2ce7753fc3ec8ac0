"""One socket cannot make the server hold more than its messages, nor outstay its end."""

import asyncio
import logging

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState
from websockets.frames import Close, Frame, Opcode

from salescoach.app.guard.sockets import (
    MOST_FRAGMENTS,
    MOST_PINGS,
    READ_AT_ONCE_BYTES,
    BoundedSocket,
)
from tests.app.guard.wire import Wire

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
SOON_S = 5.0


class Line:
    """A socket whose handshake is done, between a client's bytes and an application that takes
    a message when it is told to."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.took: list[Message] = []
        self.may_take = asyncio.Semaphore(0)
        self.may_end = asyncio.Event()
        config = uvicorn.Config(
            self._app, interface="asgi3", lifespan="off", log_config=None, ws_ping_interval=None
        )
        config.ws_per_message_deflate = False
        config.load()
        self.socket = BoundedSocket(config, ServerState(), {})

    async def open(self) -> "Line":
        self.socket.connection_made(self.wire)
        self.socket.data_received(HANDSHAKE)
        await self.settle()
        assert self.wire.written.startswith(b"HTTP/1.1 101")
        self.wire.written = b""
        return self

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while not self.may_end.is_set():
            await self.may_take.acquire()
            self.took.append(await receive())
            if self.took[-1]["type"] == "websocket.disconnect":
                return

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    def hear(self, *frames: Frame) -> None:
        self.socket.data_received(b"".join(each.serialize(mask=True) for each in frames))

    @property
    def close_code(self) -> int:
        """The code of the close frame that is the last thing written."""
        begins = self.wire.written.rindex(0x80 | Opcode.CLOSE)
        return int(Close.parse(self.wire.written[begins + 2 :]).code)


async def test_empty_fragments_are_counted() -> None:
    line = await Line().open()
    more = Frame(Opcode.CONT, b"", fin=False)
    line.hear(Frame(Opcode.TEXT, b"", fin=False), *[more] * (MOST_FRAGMENTS - 1))
    assert not line.wire.closed
    line.hear(more, more, more)
    assert (line.wire.closed, line.close_code) == (True, 1009)
    assert line.socket.frames == []


async def test_a_message_in_pieces_is_put_together() -> None:
    line = await Line().open()
    line.hear(Frame(Opcode.TEXT, b"gr\xc3", fin=False), Frame(Opcode.CONT, b"\xbc", fin=False))
    line.hear(Frame(Opcode.PING, b"?"), Frame(Opcode.CONT, b"n"))
    line.may_take.release()
    await line.settle()
    assert [each["text"] for each in line.took] == ["grün"]


@pytest.mark.parametrize("after", [[], [Frame(Opcode.CLOSE, b"")], [Frame(Opcode.TEXT, b"\xff")]])
async def test_a_text_that_is_none_is_one_line_in_the_log(
    after: list[Frame], caplog: pytest.LogCaptureFixture
) -> None:
    line = await Line().open()
    with caplog.at_level(logging.WARNING):
        line.hear(Frame(Opcode.TEXT, b"said \xff\xfe"), *after)
    assert [(each.getMessage(), each.exc_info) for each in caplog.records] == [
        ("A socket was closed: a text was not UTF-8", None)
    ]
    assert line.wire.closed
    if Frame(Opcode.CLOSE, b"") not in after:
        assert line.close_code == 1007


async def test_a_burst_of_messages_waits_as_bytes() -> None:
    line = await Line().open()
    texts = [b"%d" % number for number in range(9_000)]
    line.hear(*[Frame(Opcode.TEXT, text) for text in texts])
    assert not line.wire.reading
    assert line.socket.queue.qsize() < READ_AT_ONCE_BYTES / 6
    for _ in texts:
        line.may_take.release()
    async with asyncio.timeout(SOON_S):
        while len(line.took) < len(texts):
            await line.settle()
    assert [each["text"].encode() for each in line.took] == texts
    assert line.wire.reading


async def test_what_is_cut_between_two_reads_stays_whole() -> None:
    line = await Line().open()
    large = Frame(Opcode.BINARY, bytes(range(256)) * 80).serialize(mask=True)
    for piece in (large[:100], large[100:] + large[:7], large[7:]):
        line.socket.data_received(piece)
    line.may_take.release()
    line.may_take.release()
    await line.settle()
    assert [each["bytes"] for each in line.took] == [bytes(range(256)) * 80] * 2


async def test_pongs_that_nobody_reads_do_not_pile_up() -> None:
    line = await Line().open()
    line.socket.pause_writing()
    for number in range(50):
        line.hear(Frame(Opcode.PING, b"%d" % number), Frame(Opcode.PING, b"and %d" % number))
    assert line.wire.written == b""
    line.socket.resume_writing()
    assert line.wire.written == Frame(Opcode.PONG, b"and 49").serialize(mask=False)
    line.hear(Frame(Opcode.PING, b"again"))
    assert line.wire.written.endswith(Frame(Opcode.PONG, b"again").serialize(mask=False))


@pytest.mark.parametrize("opcode", [Opcode.PING, Opcode.PONG])
async def test_pings_without_end_end_the_socket(opcode: Opcode) -> None:
    line = await Line().open()
    for _ in range(3):
        line.hear(*[Frame(opcode, b"")] * MOST_PINGS)
        line.socket.send_keepalive_ping()
        line.socket.stop_keepalive()
    assert not line.wire.closed
    line.wire.written = b""
    line.hear(*[Frame(Opcode.PONG, b"")] * MOST_PINGS)
    line.hear(*[Frame(opcode, b"")] * 3)
    assert (line.wire.closed, line.close_code) == (True, 1008)


@pytest.mark.parametrize("unread", [0, 5])
async def test_who_answers_no_ping_and_reads_nothing_is_cut_off(unread: int) -> None:
    line = await Line().open()
    line.wire.unread = unread
    line.socket.keepalive_timeout()
    assert (line.wire.closed, line.wire.cut.is_set()) == (True, unread > 0)


async def test_a_socket_that_is_done_does_not_linger() -> None:
    line = Line()
    line.socket.linger_s = 0.01
    await line.open()
    line.may_end.set()
    line.hear(Frame(Opcode.TEXT, b"the last"))
    line.may_take.release()
    async with asyncio.timeout(SOON_S):
        await line.wire.cut.wait()


async def test_a_socket_that_is_gone_is_left_alone() -> None:
    line = Line()
    line.socket.linger_s = 0.0
    await line.open()
    line.may_take.release()
    line.socket.connection_lost(None)
    await line.settle()
    await asyncio.sleep(0.01)
    assert not line.wire.cut.is_set()
