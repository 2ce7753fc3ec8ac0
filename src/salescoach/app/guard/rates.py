"""How often one address may ask: the API and the handshakes of its sockets alike.

The page's own reading counts apart, with more room: somebody who browses the history opens a call
with several requests, and must never be stopped by it.
"""

import math
import time
from collections.abc import Callable

from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from salescoach.app.errors import refuse
from salescoach.app.guard.doors import (
    address_of,
    api_path,
    is_health,
    is_import,
    is_list_of_calls,
    is_piece_of_a_file,
    is_review_anew,
)
from salescoach.infra.rate_windows import RateWindows

PAGE_FACTOR = 5
IMPORTS_FACTOR = 20
"""Files come by the hundred, and a long one in hundreds of pieces, which count apart: a program
that sends small ones can still announce, name and cancel its files."""

CALLS_SHARE = 2
REVIEW_SHARE = 12


class RateGuard:
    """``per_minute`` is the limit of an address; the list of calls has half of it, a review anew a
    twelfth. ``now`` gives seconds that only go forward."""

    def __init__(
        self, app: ASGIApp, *, per_minute: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._now = now
        self._limiter = MovingWindowRateLimiter(RateWindows(now))
        self._all = RateLimitItemPerMinute(per_minute, namespace="all")
        self._calls = RateLimitItemPerMinute(per_minute // CALLS_SHARE, namespace="calls")
        self._review = RateLimitItemPerMinute(per_minute // REVIEW_SHARE, namespace="review")
        self._sockets = RateLimitItemPerMinute(per_minute, namespace="sockets")
        self._imports = RateLimitItemPerMinute(per_minute * IMPORTS_FACTOR, namespace="imports")
        self._pieces = RateLimitItemPerMinute(per_minute * IMPORTS_FACTOR, namespace="pieces")
        self._page = RateLimitItemPerMinute(per_minute * PAGE_FACTOR, namespace="page")
        self._page_calls = RateLimitItemPerMinute(
            per_minute * PAGE_FACTOR // CALLS_SHARE, namespace="page_calls"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        who = address_of(scope)
        for limit in self._limits(scope):
            if not self._limiter.hit(limit, who):
                reset = self._limiter.get_window_stats(limit, who).reset_time
                await self._refuse(max(1, math.ceil(reset - self._now())), scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _limits(self, scope: Scope) -> tuple[RateLimitItemPerMinute, ...]:
        """The narrow one first: what it refuses does not count against the wide one."""
        path = api_path(scope)
        if path is None or is_health(path):
            return ()
        if scope["type"] == "websocket":
            return (self._sockets,)
        if is_piece_of_a_file(scope, path):
            return (self._pieces,)
        if is_import(scope, path):
            return (self._imports,)
        reads = _is_read_by_the_page(scope)
        wide = self._page if reads else self._all
        if is_list_of_calls(scope, path):
            return (self._page_calls if reads else self._calls, wide)
        if is_review_anew(scope, path):
            return (self._review, wide)
        return (wide,)

    async def _refuse(self, wait_s: int, scope: Scope, receive: Receive, send: Send) -> None:
        message = f"Too many requests from this address. Try again in {wait_s} s."
        headers = {"Retry-After": str(wait_s)}
        await refuse(scope, receive, send, 429, "rate_limited", message, headers)


def _is_read_by_the_page(scope: Scope) -> bool:
    """A browser says so itself, and no script of another site can make it. Another program can:
    it gains no more than the page has."""
    headers = Headers(scope=scope)
    return scope["method"] == "GET" and headers.get("sec-fetch-site") == "same-origin"
