"""What surrounds every request: its id, its line in the log, and an answer when it fails.

Plain ASGI, so that a WebSocket passes through without a detour and a response is never buffered.
"""

import re
import time
from urllib.parse import urlsplit

from loguru import logger
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salescoach.app.errors import error_response, internal_error
from salescoach.infra.log_context import request_id
from salescoach.infra.performance import record_performance
from salescoach.kit.ids import new_id

REQUEST_ID_HEADER = "X-Request-ID"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_FORBIDDEN_CLOSE = 4403


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
            if message["type"] in ("http.response.start", "websocket.accept"):
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


class OriginGuard:
    """Keeps other websites' pages away from a server without a login.

    A browser lets any page open a WebSocket or send a form to localhost, and a name that is made
    to point at 127.0.0.1 gets past the same-origin rule. So a foreign Origin may only read what
    CORS lets it read, and a server on loopback answers to local names only, unless a reverse proxy
    stands before it.
    """

    def __init__(self, app: ASGIApp, *, allowed: tuple[str, ...], local_only: bool) -> None:
        self._app = app
        self._allowed = frozenset(allowed)
        self._hosts = frozenset(urlsplit(origin).hostname for origin in allowed) | _LOCAL_NAMES
        self._local_only = local_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._lets_in(scope):
            await self._app(scope, receive, send)
            return
        logger.warning("Refused a {} from a foreign origin or host name", scope["type"])
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _FORBIDDEN_CLOSE})
            return
        message = "This origin or host name may not use the server; name it in CORS_ORIGINS."
        await error_response(403, "foreign_origin", message)(scope, receive, send)

    def _lets_in(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._local_only and host and urlsplit(f"//{host}").hostname not in self._hosts:
            return False
        if scope["type"] == "http" and scope["method"] in _SAFE_METHODS:
            return True
        origin = headers.get("origin")
        if origin is None or "*" in self._allowed or origin in self._allowed:
            return True
        return urlsplit(origin).netloc == host


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
