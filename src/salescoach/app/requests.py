"""What surrounds every request: its id, its line in the log, and an answer when it fails.

Plain ASGI, so that a WebSocket passes through without a detour and a response is never buffered.
"""

import re
import time

from loguru import logger
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salescoach.app.errors import internal_error
from salescoach.infra.log_context import request_id
from salescoach.infra.performance import record_performance
from salescoach.kit.ids import new_id

REQUEST_ID_HEADER = "X-Request-ID"
_BEGINNINGS = frozenset(
    {"http.response.start", "websocket.accept", "websocket.http.response.start"}
)
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestScope:
    """Gives each request an id, kept from the client when it is a sane one, and writes one line
    with the route's template, never the path or the query: they may hold what somebody typed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        own = given if _SANE_ID.fullmatch(given) else new_id("req")
        token = request_id.set(own)
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] in _BEGINNINGS:
                status = message.get("status", 101)
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = own
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            logger.opt(exception=error).error("{} failed", _route(scope))
            if scope["type"] == "websocket":
                await _close(send_with_id)
            elif status == 0:
                await internal_error()(scope, receive, send_with_id)
            else:
                raise
        finally:
            ms = (time.perf_counter() - started) * 1000
            if scope["type"] == "http":
                _tell(scope, status, ms)
            request_id.reset(token)


async def _close(send: Send) -> None:
    try:
        await send({"type": "websocket.close", "code": 1011})
    except (RuntimeError, OSError):
        # Already closed, by either side: there is nobody left to tell.
        logger.debug("The failed connection had gone before it could be closed")


def _route(scope: Scope) -> str:
    route = scope.get("route")
    return f"{scope.get('method', 'WebSocket')} {getattr(route, 'path', '(no route)')}"


def _tell(scope: Scope, status: int, ms: float) -> None:
    route = _route(scope)
    level = "DEBUG" if scope.get("route") is None or status < 400 else "INFO"
    logger.log(level, "{} {} in {:.1f} ms", route, status, ms)
    if scope.get("route") is not None:
        record_performance(f"http {route}", ms)
