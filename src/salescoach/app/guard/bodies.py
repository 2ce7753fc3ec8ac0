"""How large and how slow the body of a request may be.

A body is counted while it comes, whatever its header says, and has to keep a least pace: one byte a
minute holds a connection, and what was read of it, for hours.
"""

import asyncio
import time
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salescoach.app.errors import refuse
from salescoach.app.guard.doors import api_path

_CLOSE = {"Connection": "close"}
GRACE_S = 20.0
LEAST_BYTES_PER_S = 8_000


class BodyGuard:
    """``most_bytes`` of any body; ``larger`` has other figures for paths below ``/api`` that begin
    like its keys. ``grace_s`` is what a body may take beyond the time of its bytes."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        most_bytes: int,
        larger: Mapping[str, int] | None = None,
        grace_s: float = GRACE_S,
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._larger = dict(larger or {})
        self._grace_s = grace_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self._most_of(scope)
        if headers.get("content-encoding", "identity").lower() != "identity":
            message = "Send the body as it is: the server unpacks none."
            await refuse(scope, receive, send, 415, "unsupported_media_type", message)
            return
        if "content-length" in headers and "transfer-encoding" in headers:
            # Two ends of one body: a proxy in front may choose the other one.
            message = "Send either Content-Length or Transfer-Encoding."
            await refuse(scope, receive, send, 400, "invalid_input", message, _CLOSE)
            return
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > most:
            message = f"The body is larger than the {most} bytes that the server takes."
            await refuse(scope, receive, send, 413, "too_large", message)
            return
        await self._app(scope, self._counted(receive, most), send)

    def _most_of(self, scope: Scope) -> int:
        path = api_path(scope) or ""
        found = (most for prefix, most in self._larger.items() if path.startswith(prefix))
        return next(found, self._most_bytes)

    def _counted(self, receive: Receive, most: int) -> Receive:
        began = time.monotonic()
        received = 0
        whole = False

        async def counted() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()
            left_s = began + self._grace_s + received / LEAST_BYTES_PER_S - time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, left_s)):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408, headers=_CLOSE) from error
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if received > most:
                    raise HTTPException(413, headers=_CLOSE)
            return message

        return counted
