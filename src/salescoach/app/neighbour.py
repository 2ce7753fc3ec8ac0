"""Who has the port already: asked, so that a second start beside a running server says so."""

import httpx

_ANSWERS_WITHIN_S = 0.6
_TELLS_WITHIN_S = 3.0


def running_version(port: int) -> str | None:
    """The version of the Sales Coach AI server on this machine's ``port``; None when something
    else listens there, or nothing that answers."""
    at = f"http://localhost:{port}/api/health"
    try:
        with httpx.Client(trust_env=False) as client:
            # A stranger that takes connections and says nothing is left alone soon.
            if client.get(f"{at}/live", timeout=_ANSWERS_WITHIN_S).json() != {"status": "ok"}:
                return None
            told = client.get(at, timeout=_TELLS_WITHIN_S).json()
    except (httpx.HTTPError, ValueError):
        return None
    known = isinstance(told, dict) and {"version", "engines", "checks"} <= told.keys()
    return str(told["version"]) if known else None
