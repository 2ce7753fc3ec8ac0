"""Which door a request comes to, and from where.

One place knows what is the page (static, open to all) and what is the API, so that the token, the
limits and the headers cannot disagree about it.
"""

import ipaddress
import re

from starlette.types import Scope

_API = re.compile(r"/api(/v1)?(?=/|$)")
_HEALTH = re.compile(r"/health(/[a-z]+)?")
_PROBE = re.compile(r"/health/(live|ready)")
_CALLS = re.compile(r"/calls/?")
_REVIEW = re.compile(r"/calls/[^/]+/analyze/?")
_PIECE = re.compile(r"/imports/[^/]+/content")
IMPORTS = "/imports"
LOGIN = "/session"
"""Below the version: who may come in is asked and answered here."""


def api_path(scope: Scope) -> str | None:
    """The path behind ``/api`` and its version, or None for a view or a file of the page. What
    is neither (such as metrics at the root) is answered by a route, and so is the API too."""
    path: str = scope["path"]
    if found := _API.match(path):
        return path[found.end() :] or "/"
    return path if path.strip("/") in ROOT_ROUTES else None


ROOT_ROUTES = frozenset({"metrics"})
"""Routes beside ``/api``. A test walks all routes, so none can be forgotten here."""


def is_health(path: str) -> bool:
    return _HEALTH.fullmatch(path) is not None


def is_probe(scope: Scope) -> bool:
    """Health of one word, "ok" or "down": neither version nor parts."""
    path = api_path(scope) if scope["type"] == "http" else None
    return path is not None and scope["method"] == "GET" and _PROBE.fullmatch(path) is not None


def is_list_of_calls(scope: Scope, path: str) -> bool:
    return scope.get("method") == "GET" and _CALLS.fullmatch(path) is not None


def is_review_anew(scope: Scope, path: str) -> bool:
    return scope.get("method") == "POST" and _REVIEW.fullmatch(path) is not None


def is_piece_of_a_file(scope: Scope, path: str) -> bool:
    """Each may be as large as a body of a piece, and they have a window of their own."""
    return scope.get("method") == "PATCH" and _PIECE.fullmatch(path) is not None


def is_import(scope: Scope, path: str) -> bool:
    """What changes a file on its way in."""
    return scope.get("method") != "GET" and path.startswith(IMPORTS)


def address_of(scope: Scope) -> str:
    """Who asks: an IPv4 address, or the /64 network that one IPv6 line has."""
    client = scope.get("client")
    host = str(client[0]) if client else "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def is_secure(scope: Scope) -> bool:
    """Whether the browser speaks TLS: to this server, or to a proxy that is trusted."""
    return scope.get("scheme") in ("https", "wss")
