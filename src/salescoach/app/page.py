"""The built page, served by the same origin as its API.

A path without a dot is a view of the page, so it gets index.html; a file whose name holds its hash
never changes and is kept for ever.
"""

import base64
import hashlib
import re
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

PAGE_DIRECTORY = Path(__file__).parent / "page"
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_HASHED = "assets/"
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_PLAIN_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d+)?")
_NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sales Coach AI</title></head>
<body style="font: 1rem/1.5 system-ui; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<h1>The page is not built yet</h1>
<p>The server is up, but the page it serves has not been built. Run <code>make run</code>, or
<code>npm ci &amp;&amp; npm run build</code> in <code>frontend/</code>, then load this again. While
working on the page, use <code>make dev</code>.</p>
</body></html>
"""


def page_app(directory: Path = PAGE_DIRECTORY) -> ASGIApp:
    """Whatever no route took. Paths under /api are not found rather than a view of the page."""
    return GZipMiddleware(_Page(directory), minimum_size=1024)


def is_built(directory: Path = PAGE_DIRECTORY) -> bool:
    return (directory / "index.html").is_file()


class _Page:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files = StaticFiles(directory=directory, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4404})
            return
        response = await self._response(scope)
        await response(scope, receive, send)

    async def _response(self, scope: Scope) -> Response:
        path = scope["path"].strip("/")
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        built = is_built(self._directory)
        if "." in path.rpartition("/")[2] and path != "index.html":
            response = await self._files.get_response(self._files.get_path(scope), scope)
            kept = path.startswith(_HASHED) and response.status_code < 400
            response.headers["Cache-Control"] = _FOREVER if kept else _ASK_AGAIN
        elif not built:
            policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
            headers = {"Content-Security-Policy": policy}
            return HTMLResponse(_NOT_BUILT, status_code=503, headers=headers)
        else:
            response = await self._files.get_response("index.html", scope)
            response.headers["Cache-Control"] = _ASK_AGAIN
        # A worker obeys the policy of its own script, not the one of its page.
        if built:
            index, host = self._directory / "index.html", Headers(scope=scope).get("host", "")
            response.headers["Content-Security-Policy"] = _content_policy(index, host)
        return response


def _content_policy(index: Path, host: str) -> str:
    """Only what the server itself serves runs; an inline script of the built page by its hash.
    Styles may be inline: windows of the page take the rest out of reach by adding one. A socket of
    this host is named, since not every browser counts it as the page's own."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(index.read_bytes())
    )
    sockets = f" ws://{host} wss://{host}" if _PLAIN_HOST.fullmatch(host) else ""
    return (
        f"default-src 'none'; script-src 'self'{hashes}; worker-src 'self'; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: blob:; "
        f"media-src 'self' blob:; connect-src 'self'{sockets}; manifest-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
