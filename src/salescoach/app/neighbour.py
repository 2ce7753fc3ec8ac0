"""Who has the port already: asked, so that a second start beside a running server says so.

Whoever answers there may be anybody, a stream without an end too, so it gets little time and room.
"""

import json
import re
import socket
import time

_ANSWERS_WITHIN_S = 0.6
_TELLS_WITHIN_S = 3.0
_MOST_BYTES = 64_000
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,40}")


def running_version(port: int) -> str | None:
    """The version of the Sales Coach AI server on this machine's ``port``; None when something
    else listens there, or nothing that answers."""
    # A stranger that takes connections and says nothing is left alone soon.
    if _asked(port, "/api/health/live", _ANSWERS_WITHIN_S) != {"status": "ok"}:
        return None
    told = _asked(port, "/api/health", _TELLS_WITHIN_S)
    if not isinstance(told, dict) or not {"version", "engines", "checks"} <= told.keys():
        return None
    version = str(told["version"])
    return version if _VERSION.fullmatch(version) else None


def _asked(port: int, path: str, within_s: float) -> object:
    """The JSON at ``path``; None without one. ``within_s`` is for the whole answer."""
    until = time.monotonic() + within_s
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    answer = b""
    try:
        with socket.create_connection(("localhost", port), timeout=within_s) as line:
            line.sendall(request.encode())
            while part := _next(line, until):
                answer += part
                if len(answer) > _MOST_BYTES:
                    return None
        found: object = json.loads(answer.partition(b"\r\n\r\n")[2])
    except (OSError, ValueError, RecursionError):
        return None
    return found


def _next(line: socket.socket, until: float) -> bytes:
    left_s = until - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    line.settimeout(left_s)
    return line.recv(4096)
