"""One attempt to deliver: a single POST to the checked address, bounded in time and in what is read
of the answer, following nothing.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import httpx2

from salescoach.rooms.webhooks.addresses import Resolve, Target, addresses_of, resolve

WITHIN_S = 15.0
MOST_ANSWER_BYTES = 2_000
LONGEST_ANSWER = 200
MOST_ADDRESSES = 4
USER_AGENT = "SalesCoach-Webhook/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` None: there was none. ``text``: how it went, for people; the beginning of what
    the receiver said when it refused."""

    status: int | None
    text: str
    took_ms: int = 0

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def unwanted(self) -> bool:
        """The receiver says that it never wants it."""
        return self.status == httpx2.codes.GONE


class Sender:
    """``lookup`` and ``within_s`` are for tests."""

    def __init__(self, lookup: Resolve = resolve, within_s: float = WITHIN_S) -> None:
        self._lookup = lookup
        self._within_s = within_s

    async def send(self, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Raises ``WrongTarget`` when it may not be sent there. What fails on the way is an answer
        without a status."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._within_s):
                addresses = await addresses_of(target, self._lookup)
                status, text = await _post_to_one(target, addresses, body, headers)
        except TimeoutError:
            status, text = None, f"No answer within {self._within_s:g} s."
        except httpx2.HTTPError as error:
            status, text = None, _trouble(error)
        return Answer(status, text, round((time.monotonic() - began) * 1000))


async def _post_to_one(
    target: Target, addresses: Sequence[str], body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    """The first that can be connected to: nothing has been sent to those before it."""
    *others, last = addresses[:MOST_ADDRESSES]
    for address in others:
        try:
            return await _post(target, address, body, headers)
        except httpx2.ConnectError:
            continue
    return await _post(target, last, body, headers)


async def _post(
    target: Target, address: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    host = f"[{address}]" if ":" in address else address
    own = {
        "Host": target.authority,
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
    }
    # No proxy of the environment, which would look the name up again. A connection of its own: one
    # to the same address may have been made for another name.
    async with (
        httpx2.AsyncClient(
            verify=await asyncio.to_thread(_tls) if target.scheme == "https" else False,
            trust_env=False,
            follow_redirects=False,
            timeout=None,
        ) as client,
        client.stream(
            "POST",
            f"{target.scheme}://{host}:{target.port}{target.path}",
            content=body,
            headers={**headers, **own},
            extensions={"sni_hostname": target.host},
        ) as answer,
    ):
        if answer.is_success:
            return answer.status_code, "Taken."
        if answer.is_redirect:
            return answer.status_code, "It leads elsewhere, where calls are not sent."
        return answer.status_code, await _beginning(answer)


@cache
def _tls() -> ssl.SSLContext:
    """Reading what this machine trusts takes a moment."""
    return httpx2.create_ssl_context(trust_env=False)


async def _beginning(answer: httpx2.Response) -> str:
    read = b""
    async for part in answer.aiter_raw():
        read += part
        if len(read) >= MOST_ANSWER_BYTES:
            break
    text = read[:MOST_ANSWER_BYTES].decode(errors="replace")
    shown = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(shown.split())[:LONGEST_ANSWER] or "Refused without a word."


def _trouble(error: httpx2.HTTPError) -> str:
    told = str(error).lower()
    if "certificate" in told:
        return "Its certificate is not one that this machine trusts for the host."
    if isinstance(error, httpx2.ConnectError):
        return "No connection: nothing answers at the address."
    return "The connection broke off."
