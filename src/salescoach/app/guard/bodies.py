"""How large and how slow the body of a request may be.

A body is counted while it comes, whatever its header says, and has to keep a least pace: one byte a
minute holds a connection, and what was read of it, for hours.
"""

import asyncio
import time
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salescoach.app.errors import refuse
from salescoach.app.guard.doors import LOGIN, api_path, is_piece_of_a_file

_CLOSE = {"Connection": "close"}
GRACE_S = 20.0
LEAST_BYTES_PER_S = 8_000


@dataclass(frozen=True, slots=True)
class Body:
    """``grace_s`` is what a body may take beyond the time of its bytes."""

    most_bytes: int
    grace_s: float = GRACE_S


OF_LOGIN = Body(4_096, grace_s=10.0)
"""A token and its braces: strangers send these, so they get neither room nor time."""


class BodyGuard:
    """``piece`` is for the content of a file that is brought in, which is never held as a whole;
    ``login`` for the way in; ``usual`` for everything else, the announcement of a file too."""

    def __init__(self, app: ASGIApp, *, usual: Body, piece: Body, login: Body = OF_LOGIN) -> None:
        self._app = app
        self._usual = usual
        self._piece = piece
        self._login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        bound = self._bound_of(scope)
        most = bound.most_bytes
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
        await self._app(scope, _counted(receive, bound), send)

    def _bound_of(self, scope: Scope) -> Body:
        path = api_path(scope)
        if path == LOGIN:
            return self._login
        return self._piece if path and is_piece_of_a_file(scope, path) else self._usual


def _counted(receive: Receive, bound: Body) -> Receive:
    began = time.monotonic()
    received = 0
    whole = False

    async def counted() -> Message:
        nonlocal received, whole
        if whole:
            return await receive()
        left_s = began + bound.grace_s + received / LEAST_BYTES_PER_S - time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, left_s)):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408, headers=_CLOSE) from error
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if received > bound.most_bytes:
                raise HTTPException(413, headers=_CLOSE)
        return message

    return counted
