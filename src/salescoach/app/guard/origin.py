"""Keeps other websites' pages away from the server.

A browser lets any page open a WebSocket or send a form to localhost, and a name that is made to
point at this machine gets past the same-origin rule. So the server answers to its own names only,
and a foreign page may read what CORS lets it read and change nothing. Only whether it is up it
tells under any name, for a platform asks by a name of its own.
"""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from loguru import logger
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from salescoach.app.errors import refuse
from salescoach.app.guard.doors import api_path, is_probe, is_secure
from salescoach.infra.config_rules import is_loopback

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "text/plain"})
"""What a form of another page can send without asking first; the API takes none of them."""


class OriginGuard:
    """``origins`` are pages hosted elsewhere, ``hosts`` names of this server beside local ones,
    ``bound`` the address it listens on."""

    def __init__(
        self, app: ASGIApp, *, origins: tuple[str, ...], hosts: Iterable[str], bound: str
    ) -> None:
        self._app = app
        self._origins = frozenset(origins)
        self._hosts = _LOCAL_NAMES | {bound.strip("[]").lower(), *hosts}
        self._takes_addresses = not is_loopback(bound)
        """Nobody can make an address point elsewhere, so it needs no list."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not (self._is_ours(headers.get("host", "")) or is_probe(scope)):
            logger.warning("Refused a {} for a foreign host name", scope["type"])
            message = "This server does not go by that name; add it to ALLOWED_HOSTS."
            await refuse(scope, receive, send, 403, "foreign_host", message)
        elif not self._may_ask(scope, headers):
            logger.warning("Refused a {} from a foreign origin", scope["type"])
            message = (
                "A page of this origin may not do that. A proxy that speaks TLS has to send "
                "X-Forwarded-Proto; another page is named in CORS_ORIGINS."
            )
            await refuse(scope, receive, send, 403, "foreign_origin", message)
        elif scope["type"] == "http" and _is_a_form(scope, headers):
            message = "Send the body as application/json."
            await refuse(scope, receive, send, 415, "unsupported_media_type", message)
        else:
            await self._app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        # HTTP/1.0 and programs may send none; a browser always does.
        if not host:
            return True
        if not _HOST.fullmatch(host):
            return False
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self._hosts or (self._takes_addresses and _is_address(name))

    def _may_ask(self, scope: Scope, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is not None and ("*" in self._origins or origin in self._origins):
            return True
        safe = scope["type"] == "http" and scope["method"] in _SAFE_METHODS
        site = headers.get("sec-fetch-site", "none")
        if site not in ("same-origin", "none") and api_path(scope) is not None:
            # A link to an export is followed; nothing else of another site reads, and no form.
            return safe and (origin is not None or headers.get("sec-fetch-mode") == "navigate")
        if safe or origin is None:
            return True
        try:
            page = urlsplit(origin)
        except ValueError:
            return False
        # A page that hides where it is from has the origin "null", and no host to compare.
        own = page.netloc.lower()
        spoken = "https" if _speaks_tls(scope, headers) else "http"
        return own != "" and own == headers.get("host", "").lower() and page.scheme == spoken


def _speaks_tls(scope: Scope, headers: Headers) -> bool:
    # No page of another site can send this header: what it says of the scheme is the proxy's, also
    # where that is not trusted with addresses.
    told = headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return is_secure(scope) or told in ("https", "wss")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_a_form(scope: Scope, headers: Headers) -> bool:
    if scope["method"] in _SAFE_METHODS or api_path(scope) is None:
        return False
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in _FORM_TYPES
