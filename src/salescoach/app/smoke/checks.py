"""What can be asked of a server without a call: is it up, whose it is, how it protects itself."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import httpx

from salescoach.app.smoke.target import Target

WARM_UP_S = 60.0
ASK_AGAIN_S = 3.0
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "deny",
}
_CLOSED = (["'none'"], ["'self'"])
_UNSAFE = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"}


class Failed(Exception):
    """Why a check failed, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``detail`` is for people; ``seconds`` it took."""

    name: str
    ok: bool
    detail: str
    seconds: float


Check = Callable[[httpx.AsyncClient, Target], Awaitable[str]]
"""What was found. Raises ``Failed``."""


async def alive(client: httpx.AsyncClient, target: Target) -> str:
    answer = await client.get("/api/health/live")
    if answer.status_code != 200:
        raise Failed(
            f"/api/health/live answers {answer.status_code}: is this a Sales Coach server?"
        )
    return "answers"


async def healthy(client: httpx.AsyncClient, target: Target) -> str:
    """A server that has just begun loads its engines for a while."""
    give_up_at = time.monotonic() + WARM_UP_S
    while True:
        told, down = await _health(client)
        if not down:
            return told
        if time.monotonic() > give_up_at:
            raise Failed(told)
        await asyncio.sleep(ASK_AGAIN_S)


async def _health(client: httpx.AsyncClient) -> tuple[str, bool]:
    """What to say about it, and whether it is down."""
    answer = await client.get("/api/health")
    try:
        body = answer.json()
        status, checks = body["status"], body["checks"]
    except (ValueError, KeyError, TypeError):
        raise Failed(f"/api/health answers {answer.status_code}, and no status") from None
    wrong = [
        f"{name} {check['status']} {check['detail']}".strip()
        for name, check in checks.items()
        if check["status"] != "ok"
    ]
    if status == "down":
        return "; ".join(wrong), True
    engines = body["engines"] or {}
    named = ", ".join(f"{role} {engine['name']}" for role, engine in engines.items())
    return f"version {body['version']}, {named}" + (f"; {'; '.join(wrong)}" if wrong else ""), False


async def protected(client: httpx.AsyncClient, target: Target) -> str:
    """Without a token nobody gets at the calls, unless only its own machine reaches the server."""
    local = httpx.URL(target.address).host in ("localhost", "127.0.0.1", "::1")
    bare = await client.get("/api/v1/calls", headers={"Authorization": ""})
    if bare.status_code in (401, 403):
        if target.token is None:
            raise Failed("A login is needed: give --token, or set ACCESS_TOKEN")
        return "a login is needed"
    if local:
        return "open to this machine"
    raise Failed("Anybody who reaches this address can read the calls: set an ACCESS_TOKEN")


async def page(client: httpx.AsyncClient, target: Target) -> str:
    answer = await client.get("/", follow_redirects=True)
    if answer.status_code != 200 or "<script" not in answer.text:
        raise Failed(f"The page is not served ({answer.status_code}): was it built?")
    _look_at(answer.headers, target)
    return "served, with its headers"


def _look_at(headers: Mapping[str, str], target: Target) -> None:
    missing = [name for name, value in _HEADERS.items() if headers.get(name, "").lower() != value]
    policy = _directives(headers.get("content-security-policy", ""))
    closed = policy.get("default-src") in _CLOSED and policy.get("frame-ancestors") in _CLOSED
    if not closed or _UNSAFE & set(policy.get("script-src", ())):
        missing.append("a content-security-policy that lets no foreign script run")
    if target.secure and "strict-transport-security" not in headers:
        missing.append("strict-transport-security (is the proxy in TRUSTED_PROXIES?)")
    if missing:
        raise Failed(f"Headers are missing: {', '.join(missing)}")


def _directives(policy: str) -> dict[str, list[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: values for name, *values in filter(None, parts)}


CHECKS: Mapping[str, Check] = {
    "alive": alive,
    "health": healthy,
    "access": protected,
    "page": page,
}
