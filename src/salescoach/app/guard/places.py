"""How many live pages may be connected, in all and from one address.

Whoever finds no place is let in just far enough to be told so: a browser shows nothing of a refused
handshake, and a salesperson has to know whether to wait or to mend something.
"""

from collections import Counter

from loguru import logger
from starlette.types import ASGIApp, Receive, Scope, Send

from salescoach.app.guard.doors import address_of
from salescoach.rooms.live.wire import ErrorMessage

_TRY_LATER = 1013


class Places:
    """``most`` in all, ``most_per_address`` from one."""

    def __init__(self, app: ASGIApp, *, most: int, most_per_address: int) -> None:
        self._app = app
        self._most = most
        self._most_per_address = most_per_address
        self._taken: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        who = address_of(scope)
        if self._taken.total() >= self._most:
            message = f"All {self._most} places of this server are taken. Try again in a minute."
            await _tell(ErrorMessage(code="server_full", message=message), receive, send)
            return
        if self._taken[who] >= self._most_per_address:
            message = "Too many pages are connected from this address. Close one and try again."
            await _tell(ErrorMessage(code="too_many_connections", message=message), receive, send)
            return
        self._taken[who] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._taken[who] -= 1
            if self._taken[who] <= 0:
                del self._taken[who]


async def _tell(error: ErrorMessage, receive: Receive, send: Send) -> None:
    logger.warning("Refused a socket: {}", error.code)
    await receive()
    await send({"type": "websocket.accept", "headers": []})
    await send({"type": "websocket.send", "text": error.model_dump_json()})
    await send({"type": "websocket.close", "code": _TRY_LATER, "reason": error.code})
