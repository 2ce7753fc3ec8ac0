"""Where a webhook may go: nowhere inside the network that the server stands in, unless whoever runs
the server named the host.

A name is resolved once, every address it has is checked, and the connection is made to the checked
address: a name that means something else a moment later leads nowhere.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from salescoach.kit.errors import InvalidInput

LONGEST_URL = 2000
_PORTS = {"https": 443, "http": 80}
_CARRIES_IPV4 = IPv6Network("64:ff9b::/96")
"""Its last 32 bits are an IPv4 address that a gateway reaches."""
_ALSO_INSIDE = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",
            "168.63.129.16/32",  # inside Azure its machines' own service answers here
            "64:ff9b:1::/48",
            "2001::/23",
            "3fff::/20",
            "5f00::/16",
            "fec0::/10",
        ),
    )
)
"""What not every version of Python counts as such."""

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses of a host. Raises ``OSError``."""


class WrongTarget(InvalidInput):
    """``code`` tells why: ``invalid_url``, ``https_needed``, ``address_not_allowed`` or
    ``unknown_host``."""

    code = "invalid_url"


@dataclass(frozen=True, slots=True)
class Target:
    """``host`` without brackets; ``named``: whoever runs the server named it, so it may be inside
    and without TLS."""

    url: str
    scheme: str
    host: str
    port: int
    named: bool

    @property
    def path(self) -> str:
        split = urlsplit(self.url)
        return (split.path or "/") + (f"?{split.query}" if split.query else "")

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if _PORTS[self.scheme] == self.port else f"{host}:{self.port}"


def target_of(url: str, allowed: tuple[str, ...] = ()) -> Target:
    """``allowed``: hosts that may be inside. Raises ``WrongTarget``; nothing is looked up."""
    split, port = _split(url)
    host = (split.hostname or "").rstrip(".").lower()
    if split.scheme not in _PORTS or not host or split.username or split.password:
        raise WrongTarget("Give an address such as https://example.com/calls, without a password.")
    named = host in allowed
    if split.scheme != "https" and not named:
        raise WrongTarget(
            "Calls are only sent over https. Hosts named in WEBHOOK_HOSTS may do without.",
            code="https_needed",
        )
    if not named and _is_address(host) and not is_outside(host):
        raise _inside()
    return Target(url, split.scheme, host, port, named)


async def addresses_of(target: Target, resolve: Resolve) -> list[str]:
    """Those to connect to, the best first. Raises ``WrongTarget`` when the host is unknown or any
    of its addresses is inside and the host is not named."""
    try:
        found = await resolve(target.host, target.port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise WrongTarget("Nobody knows the host of this address.", code="unknown_host")
    if not target.named and not all(map(is_outside, found)):
        raise _inside()
    return found


def is_outside(address: str) -> bool:
    """Whether it is reached over the internet: not private, loopback, link-local (where clouds keep
    their metadata), shared, multicast, reserved, nor one of those carried in IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(found)
    if carried is not None:
        return is_outside(str(carried))
    if any(found in network for network in _ALSO_INSIDE):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _inside() -> WrongTarget:
    return WrongTarget(
        "The address is inside this network. Hosts that may be are named in WEBHOOK_HOSTS.",
        code="address_not_allowed",
    )


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
            raise ValueError
        split = urlsplit(url)
        return split, split.port or _PORTS.get(split.scheme, 0)
    except ValueError as error:
        raise WrongTarget("This is no address of a web server.") from error


def _carried(found: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(found, IPv4Address):
        return None
    if found in _CARRIES_IPV4:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
