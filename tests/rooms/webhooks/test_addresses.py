"""No call is sent into the network that the server stands in, however the address is written."""

import pytest

from salescoach.rooms.webhooks.addresses import (
    WrongTarget,
    addresses_of,
    is_outside,
    resolve,
    target_of,
)

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "no address",
    "",
]
OUTSIDE = ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_inside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "https_needed"),
        ("ftp://example.com/", "invalid_url"),
        ("file:///etc/passwd", "invalid_url"),
        ("https://", "invalid_url"),
        ("https://user:password@example.com/", "invalid_url"),
        ("https://example.com:99999/", "invalid_url"),
        ("https://example.com/a b", "invalid_url"),
        ("https://example.com/\r\nX: y", "invalid_url"),
        ("https://exämple.com/", "invalid_url"),
        ("https://[::1/", "invalid_url"),
        ("https://169.254.169.254/latest", "address_not_allowed"),
        ("https://[fd00:ec2::254]/", "address_not_allowed"),
        ("calls", "invalid_url"),
        (f"https://example.com/{'a' * 2000}", "invalid_url"),
    ],
)
def test_what_is_no_target(url: str, code: str) -> None:
    with pytest.raises(WrongTarget) as refused:
        target_of(url)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://Example.com", "example.com", 443, "/", "example.com"),
        ("https://example.com.:8443/a?b=c#d", "example.com", 8443, "/a?b=c", "example.com:8443"),
        ("https://[2606:4700::1]/x", "2606:4700::1", 443, "/x", "[2606:4700::1]"),
    ],
)
def test_a_target(url: str, host: str, port: int, path: str, authority: str) -> None:
    target = target_of(url)

    assert (target.host, target.port) == (host, port)
    assert (target.path, target.authority) == (path, authority)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "[::1]", "0"])
async def test_this_machine_by_any_name(host: str) -> None:
    async def looked_up() -> list[str]:
        return await addresses_of(target_of(f"https://{host}/"), resolve)

    with pytest.raises(WrongTarget) as refused:
        await looked_up()

    assert refused.value.code in ("address_not_allowed", "unknown_host")


async def test_one_address_inside_is_enough() -> None:
    async def both(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    with pytest.raises(WrongTarget) as refused:
        await addresses_of(target_of("https://example.com/"), both)

    assert refused.value.code == "address_not_allowed"


async def test_a_named_host_may_be_inside_and_without_tls() -> None:
    async def inside(host: str, port: int) -> list[str]:
        return ["10.0.0.1"]

    target = target_of("http://crm.local:8080/", ("crm.local",))

    assert await addresses_of(target, inside) == ["10.0.0.1"]


async def test_an_unknown_host() -> None:
    async def nobody(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(WrongTarget) as refused:
        await addresses_of(target_of("https://nobody.example/"), nobody)

    assert refused.value.code == "unknown_host"
