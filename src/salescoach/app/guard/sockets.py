"""What one WebSocket may make the server hold, beside the size of its messages.

An empty fragment adds nothing to a message's size and a ping nothing to any message, so neither is
bound by it; a burst of empty messages becomes objects many times its own size. A client that reads
nothing keeps what was written for it, and its place, until somebody hangs up.
"""

import asyncio
from typing import Any

from uvicorn._types import ASGIReceiveEvent
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import CloseCode, Frame

MOST_FRAGMENTS = 64
"""Browsers send our messages whole; a proxy may cut one up."""

MOST_PINGS = 200
"""Pings and pongs of a client between two of ours; browsers send none unasked."""

READ_AT_ONCE_BYTES = 16_384
"""What is parsed before the application has taken the messages in it."""

LINGER_S = 15.0
"""What a client may take to read the last of a socket that is done; longer than the handshake of
closing, which gets 10 s."""


class BoundedSocket(WebSocketsSansIOProtocol):
    most_fragments = MOST_FRAGMENTS
    most_pings = MOST_PINGS
    linger_s = LINGER_S

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._unparsed = b""
        self._pings = 0
        self._owed_pong: bytes | None = None
        self._hang_up: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        data = self._unparsed + data if self._unparsed else data
        self._unparsed = b""
        while data:
            if self.read_paused:
                self._unparsed = data
                return
            super().data_received(data[:READ_AT_ONCE_BYTES])
            if self.transport.is_closing():
                return
            data = data[READ_AT_ONCE_BYTES:]

    async def receive(self) -> ASGIReceiveEvent:
        message = await self.queue.get()
        if self.read_paused and self.queue.empty():
            self.read_paused = False
            self.data_received(b"")
            if not self.read_paused:
                self.transport.resume_reading()
        return message

    def handle_cont(self, event: Frame) -> None:
        if self.close_sent:
            return
        if len(self.frames) >= self.most_fragments:
            self._refuse(CloseCode.MESSAGE_TOO_BIG, "a message came in too many pieces")
            return
        super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text" and not self.close_sent:
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self._refuse(CloseCode.INVALID_DATA, "a text was not UTF-8")
                return
        super().send_receive_event_to_app()

    def handle_ping(self) -> None:
        """While nothing is read, one pong waits: the newest, which answers the others too."""
        if self._are_too_many():
            return
        if self.writable.is_set() or self.conn.close_rcvd is not None:
            super().handle_ping()
        else:
            self._owed_pong = b"".join(self.conn.data_to_send()[-1:]) or self._owed_pong

    def handle_pong(self, event: Frame) -> None:
        if not self._are_too_many():
            super().handle_pong(event)

    def send_keepalive_ping(self) -> None:
        self._pings = 0
        super().send_keepalive_ping()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._owed_pong is not None and not self.close_sent:
            self.transport.write(self._owed_pong)
        self._owed_pong = None

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        super().on_task_complete(task)
        if not self.disconnected:
            self._hang_up = self.loop.call_later(self.linger_s, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._hang_up is not None:
            self._hang_up.cancel()
        self._unparsed = b""
        super().connection_lost(exc)

    def _are_too_many(self) -> bool:
        self._pings += 1
        if self._pings > self.most_pings and not self.close_sent:
            self._refuse(CloseCode.POLICY_VIOLATION, "its pings had no end")
        return self.close_sent

    def _refuse(self, code: CloseCode, why: str) -> None:
        self.frames = []
        self.logger.warning("A socket was closed: %s", why)
        self.conn.fail(code)
        self.handle_parser_exception()
