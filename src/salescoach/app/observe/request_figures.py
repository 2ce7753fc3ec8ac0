"""Requests and sockets as figures: by the template of their route, never by what was asked for."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salescoach.infra.metrics import OTHER, Metrics

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REFUSALS = {401: "login", 403: "origin", 413: "size", 421: "host", 429: "rate"}
_CODES = frozenset({1000, 1001, 1008, 1009, 1011, 1012, 1013, *range(4400, 4430)})
_NO_ROUTE = "(page)"


class RequestFigures:
    """Around everything else, so that what the guards refuse is counted too."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        status = 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            self._refused(status)
            method = scope["method"] if scope["method"] in _METHODS else OTHER
            route = getattr(scope.get("route"), "path", _NO_ROUTE)
            self._metrics.http.labels(method, route, f"{status // 100}xx").observe(
                time.perf_counter() - started
            )

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        accepted = False
        ended = "client"

        async def note(message: Message) -> None:
            nonlocal accepted, ended
            match message["type"]:
                case "websocket.accept":
                    accepted = True
                    self._metrics.sockets_open.inc()
                case "websocket.close":
                    code = message.get("code", 1000)
                    ended = str(code) if code in _CODES else OTHER
                case "websocket.http.response.start":
                    self._refused(message["status"])
                case _:
                    pass
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            if accepted:
                self._metrics.sockets_open.dec()
                self._metrics.sockets_closed.labels(ended).inc()

    def _refused(self, status: int) -> None:
        if status in _REFUSALS:
            self._metrics.refused.labels(_REFUSALS[status]).inc()
