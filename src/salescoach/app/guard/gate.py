"""The gate before everything but the page's files, health and the login itself.

It is closed by default: a route that is added later is behind it without a line. A view of the page
is sent to the login first, so that nobody sees an empty room. Logging out closes the sockets that
came in by that login; the calls behind them wait for somebody to come back.
"""

import asyncio
import contextlib
import math
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from salescoach.app.errors import refuse
from salescoach.app.guard.access import Access, Login
from salescoach.app.guard.doors import LOGIN, address_of, api_path, is_health, is_secure
from salescoach.kit.errors import TooMany

LOGIN_PAGE = "/login"
LOGIN_STATE = "salescoach.login"
"""Where the login of a request stands in its scope, for the routes."""

_LOGGED_OUT = 4401


def cookie_name(scope: Scope) -> str:
    """The prefix makes browsers refuse one that was not set by this very host over TLS."""
    return "__Host-salescoach" if is_secure(scope) else "salescoach"


class Gate:
    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path = api_path(scope)
        cookie = _own_cookie(scope)
        scope["headers"] = [each for each in scope["headers"] if each[0] != b"cookie"]
        if not self._access.needs_login:
            if scope["path"] == LOGIN_PAGE:
                await RedirectResponse("/", 303)(scope, receive, send)
                return
            await self._app(scope, receive, send)
            return
        login = self._access.login_of(cookie)
        scope[LOGIN_STATE] = login
        if path is not None:
            if login is not None and scope["type"] == "websocket":
                await self._until_logged_out(login, scope, receive, send)
            elif is_health(path) or path == LOGIN or login is not None:
                await self._app(scope, receive, send)
            else:
                await self._with_token(scope, receive, send)
        elif _is_view(scope) and (scope["path"] == LOGIN_PAGE) == (login is not None):
            await RedirectResponse(_elsewhere(scope, login is None), 303)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _until_logged_out(
        self, login: Login, scope: Scope, receive: Receive, send: Send
    ) -> None:
        try:
            async with asyncio.timeout(None) as lasts:
                with self._access.telling_of_end(login, lambda: lasts.reschedule(0)):
                    await self._app(scope, receive, send)
        except TimeoutError:
            if not lasts.expired():
                raise
            # The other side may be gone, or be told already.
            with contextlib.suppress(OSError, RuntimeError):
                await send({"type": "websocket.close", "code": _LOGGED_OUT})

    async def _with_token(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A program brings the token itself."""
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        who = address_of(scope)
        if wait_s := self._access.lockout.wait_s(who):
            error = too_many_mistakes(wait_s)
            headers = {"Retry-After": str(error.retry_after_s)}
            await refuse(scope, receive, send, 429, error.code, error.message, headers)
        elif scheme.lower() == "bearer" and self._access.opens(token.strip()):
            self._access.lockout.opened(who)
            await self._app(scope, receive, send)
        else:
            if token:
                self._access.lockout.missed(who)
            message = "Log in on the page, or send the ACCESS_TOKEN as a bearer token."
            challenge = {"WWW-Authenticate": 'Bearer realm="Sales Coach"'}
            await refuse(scope, receive, send, 401, "login_required", message, challenge)


def too_many_mistakes(wait_s: float) -> TooMany:
    told = max(1, math.ceil(wait_s))
    message = f"Too many wrong tokens from this address. Try again in {told} s."
    return TooMany(message, retry_after_s=told, code="locked_out")


def _own_cookie(scope: Scope) -> str:
    """Ours needs no quotes. The standard library unquotes every cookie of a stranger, before
    Python 3.12.6 in time that grows with the square of its length: no route gets to see any."""
    name = cookie_name(scope)
    found = ""
    for header in Headers(scope=scope).getlist("cookie"):
        for pair in header.split(";"):
            own, _, value = pair.partition("=")
            if own.strip() == name:
                found = value.strip()
    return found


def _is_view(scope: Scope) -> bool:
    return scope["type"] == "http" and "." not in scope["path"].rpartition("/")[2]


def _elsewhere(scope: Scope, to_login: bool) -> str:
    if not to_login:
        return "/"
    query = scope["query_string"].decode("latin-1")
    asked = f"{scope['path']}?{query}" if query else scope["path"]
    return LOGIN_PAGE if asked == "/" else f"{LOGIN_PAGE}?next={quote(asked, safe='/')}"


def set_cookie(headers: MutableHeaders, scope: Scope, value: str, lasts_s: int) -> None:
    secure = "; Secure" if is_secure(scope) else ""
    headers.append(
        "Set-Cookie",
        f"{cookie_name(scope)}={value}; Path=/; Max-Age={lasts_s}; HttpOnly; SameSite=Lax{secure}",
    )
