"""What the server's HTTP connections do not wait for: headers that come a byte at a time, and more
open connections than a machine has room for, or answers that nobody reads.

A handshake of a WebSocket begins as a request, so its headers have the same time. When all places
are taken, the connection that said nothing, or read nothing, longest gives up its own, also in the
middle of a body: somebody who holds a thousand of them open does not keep others out. One address
has a share of its own; a proxy that is trusted, and this machine itself, speak for many and have
none.
"""

import asyncio
import ipaddress
from collections.abc import Iterable
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from salescoach.app.guard.doors import address_of
from salescoach.infra.config_rules import is_loopback

HEADERS_WITHIN_S = 10.0
MOST_UNWANTED_BYTES = 16_000_000
"""Of a body that was answered before its end: more than a page sends at a time, so that its browser
comes to read the answer."""

UNREAD_WITHIN_S = 20.0
"""Who reads a part of an answer, however small, has as long again for the next."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class PatientProtocol(H11Protocol):
    """``headers_within_s`` is what a request's headers may take from its first byte, a new
    connection to its first request, and the rest of a body whose request was answered before its
    end. ``most_connections`` are open at a time, ``most_per_address`` of one address that is not in
    ``proxies``; sockets are not among these. Of the last answer something has to be read every
    ``unread_within_s``."""

    headers_within_s = HEADERS_WITHIN_S
    most_unwanted_bytes = MOST_UNWANTED_BYTES
    unread_within_s = UNREAD_WITHIN_S
    most_connections = 1000
    most_per_address = 1000
    proxies: tuple[Network, ...] = ()

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
        self._who = ""
        self._heard_at = self._silent_since
        self._unwanted_bytes = 0
        self._unread_since: float | None = None
        self._look: asyncio.TimerHandle | None = None

    @property
    def waits_for_headers(self) -> bool:
        return self.conn.their_state is h11.IDLE and not self.transport.is_closing()

    @property
    def is_answered_too_soon(self) -> bool:
        """What still comes of the body is not wanted any more."""
        answered = self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY
        return answered and not self.transport.is_closing()

    @property
    def useless_since(self) -> float | None:
        """When it began to say nothing, or to read nothing; None while it does what it should."""
        if self.transport.is_closing():
            return self._silent_since if self.transport.get_write_buffer_size() else None
        if self._unread_since is not None:
            return self._unread_since
        if self.waits_for_headers or self.is_answered_too_soon:
            return self._silent_since
        # A body that the server itself does not read just now is not late.
        owes = self.conn.their_state is h11.SEND_BODY and not self.flow.read_paused
        return self._heard_at if owes else None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn: a TCP connection always has one
        super().connection_made(transport)
        self._who = address_of({"client": self.client})
        patient = [each for each in self.connections if isinstance(each, PatientProtocol)]
        if len(self.connections) > self.most_connections:
            self._make_room(patient)
        elif not self._speaks_for_many():
            own = [each for each in patient if each._who == self._who]
            if len(own) > self.most_per_address:
                self._make_room(own)
        if not transport.is_closing():
            self._begin_to_wait()

    def data_received(self, data: bytes) -> None:
        self._heard_at = self.loop.time()
        unwanted = self.is_answered_too_soon
        super().data_received(data)
        if unwanted and self.is_answered_too_soon:
            self._unwanted_bytes += len(data)
            if self._unwanted_bytes > self.most_unwanted_bytes:
                self.transport.close()
            return
        self._unwanted_bytes = 0
        if self._answers:
            self._stop_looking()
        if unwanted or not self.waits_for_headers:
            self._stop_waiting()
        if self.waits_for_headers and self._deadline is None:
            self._begin_to_wait()

    def on_response_complete(self) -> None:
        self._look_whether_read()
        # A request that was sent behind this one begins here, and may make a socket of it all.
        super().on_response_complete()
        if self._answers:
            self._stop_looking()
        if self.is_answered_too_soon:
            self._begin_to_wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread_since = self.loop.time()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._unread_since = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._stop_looking()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._stop_waiting()
        self._stop_looking()
        super().handle_websocket_upgrade(event)
        # A handshake that its own parser cannot read, as one with a body, is never answered.
        if not getattr(self.transport.get_protocol(), "handshake_initiated", True):
            self.transport.close()

    @property
    def _answers(self) -> bool:
        """Whether an answer is being made: what is unread is not all of one."""
        # Before the first request there is none.
        return not getattr(self.cycle, "response_complete", True)

    def _speaks_for_many(self) -> bool:
        host = self.client[0] if self.client else "localhost"
        if is_loopback(host):
            return True
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self.proxies)

    def _begin_to_wait(self) -> None:
        self._stop_waiting()
        self._silent_since = self.loop.time()
        self._deadline = self.loop.call_later(self.headers_within_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self.waits_for_headers or self.is_answered_too_soon:
            self.logger.debug("A connection was closed: what it owes did not come")
            self.transport.close()

    def _look_whether_read(self, before: int | None = None) -> None:
        """Until all of a whole answer was taken, or nothing was for too long."""
        self._stop_looking()
        left = self.transport.get_write_buffer_size()
        if not left:
            return
        since = self._unread_since
        waits = since is None or self.loop.time() - since >= self.unread_within_s
        if waits and before is not None and left >= before:
            self.transport.abort()
            return
        self._look = self.loop.call_later(self.unread_within_s, self._look_whether_read, left)

    def _stop_looking(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _make_room(self, among: Iterable["PatientProtocol"]) -> None:
        since = {each: each.useless_since for each in among if each is not self}
        useless = {each: at for each, at in since.items() if at is not None}
        oldest = min(useless, key=lambda each: useless[each], default=self)
        oldest.transport.abort()


def patient_protocol(
    most_connections: int,
    headers_within_s: float = HEADERS_WITHIN_S,
    *,
    most_per_address: int = PatientProtocol.most_per_address,
    proxies: Iterable[str] = (),
) -> type[PatientProtocol]:
    """The protocol class for a server; uvicorn makes one of it for every connection. ``proxies``
    are addresses or networks."""
    limits = {
        "most_connections": most_connections,
        "headers_within_s": headers_within_s,
        "most_per_address": most_per_address,
        "proxies": tuple(ipaddress.ip_network(each) for each in proxies),
    }
    return type("PatientProtocol", (PatientProtocol,), limits)
