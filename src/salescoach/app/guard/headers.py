"""What every answer says to the browser about how it may be used."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salescoach.app.guard.doors import api_path, is_secure

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), display-capture=(self), screen-wake-lock=(self), "
    "picture-in-picture=(self), clipboard-write=(self), speaker-selection=(self), "
    "geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=()",
}
_NOTHING = (
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""For data, errors and redirects: opened as a document, they run and load nothing."""
_TRANSPORT = "max-age=31536000; includeSubDomains"


class SafeHeaders:
    """Sets them where the answer has none of its own. ``shared``: pages hosted elsewhere may read
    what CORS lets them, so the answers are not kept to this origin."""

    def __init__(self, app: ASGIApp, *, shared: bool) -> None:
        self._app = app
        self._always = dict(_ALWAYS)
        if shared:
            self._always["Cross-Origin-Resource-Policy"] = "cross-origin"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._always.items():
                    headers.setdefault(name, value)
                if is_secure(scope):
                    headers["Strict-Transport-Security"] = _TRANSPORT
                headers.setdefault("Content-Security-Policy", _NOTHING)
                if api_path(scope) is not None:
                    # What was said in a call stays in no cache; with an ETag it is asked again.
                    headers.setdefault(
                        "Cache-Control", "private, no-cache" if "etag" in headers else "no-store"
                    )
            await send(message)

        await self._app(scope, receive, send_with_headers)
