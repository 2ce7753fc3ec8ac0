"""What the server's HTTP connections do not wait for: headers that come a byte at a time, and more
open connections than a machine has room for.

A handshake of a WebSocket begins as a request, so its headers have the same time. When all places
are taken, the connection that was silent longest gives up its own: somebody who holds a thousand of
them open does not keep others out.
"""

import asyncio
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HEADERS_WITHIN_S = 10.0


class PatientProtocol(H11Protocol):
    """``headers_within_s`` is what a request's headers may take from its first byte, and a new
    connection to its first request; ``most_connections`` are open at a time."""

    headers_within_s = HEADERS_WITHIN_S
    most_connections = 1000

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._deadline: asyncio.TimerHandle | None = None
        self._silent_since = self.loop.time()

    @property
    def waits_for_headers(self) -> bool:
        return self.conn.their_state is h11.IDLE and not self.transport.is_closing()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn: a TCP connection always has one
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            self._make_room()
        if not transport.is_closing():
            self._begin_to_wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.waits_for_headers:
            self._stop_waiting()
        elif self._deadline is None:
            self._begin_to_wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def _begin_to_wait(self) -> None:
        self._silent_since = self.loop.time()
        self._deadline = self.loop.call_later(self.headers_within_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self.waits_for_headers:
            self.logger.debug("A connection was closed: its headers did not come")
            self.transport.close()

    def _make_room(self) -> None:
        silent = [
            each
            for each in self.connections
            if isinstance(each, PatientProtocol) and each is not self and each.waits_for_headers
        ]
        oldest = min(silent, key=lambda each: each._silent_since, default=self)
        oldest.transport.abort()


def patient_protocol(
    most_connections: int, headers_within_s: float = HEADERS_WITHIN_S
) -> type[PatientProtocol]:
    """The protocol class for a server; uvicorn makes one of it for every connection."""
    limits = {"most_connections": most_connections, "headers_within_s": headers_within_s}
    return type("PatientProtocol", (PatientProtocol,), limits)
