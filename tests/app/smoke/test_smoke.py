"""What the checklist finds on servers that are not as they should be, and that it says so."""

import json
import socket
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from salescoach.app import cli
from salescoach.app.health import CheckResult
from salescoach.app.smoke import checks
from salescoach.app.smoke.call import Heard, _judge
from salescoach.app.smoke.checks import Failed
from salescoach.app.smoke.target import Target
from salescoach.infra.configuration import load_settings
from salescoach.kit.errors import InvalidInput
from tests.app.edge import edge

LOCAL = Target.at("localhost:5000")
ELSEWHERE = Target.at("https://coach.example.com")
TOKEN = "a-token-of-some-length-0123456789"


def test_addresses() -> None:
    assert LOCAL.address == "http://localhost:5000"
    assert LOCAL.socket == "ws://localhost:5000/api/v1/live"
    below = Target.at("https://example.com:8443/coach/", TOKEN)
    assert below.socket == "wss://example.com:8443/coach/api/v1/live"
    assert below.origin == "https://example.com:8443"
    assert below.headers == {"Authorization": f"Bearer {TOKEN}"}
    for wrong in ("ftp://example.com", "https://", ""):
        with pytest.raises(InvalidInput):
            Target.at(wrong)


async def test_a_server_that_is_down_says_what_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "WARM_UP_S", 0.0)
    monkeypatch.setattr(checks, "ASK_AGAIN_S", 0.0)

    async def down() -> CheckResult:
        return CheckResult("down", "cannot be written to")

    async with edge(checks={"disk": down}) as client:
        assert await checks.alive(client, LOCAL) == "answers"
        with pytest.raises(Failed, match="disk down cannot be written to"):
            await checks.healthy(client, LOCAL)
    async with edge() as client:
        assert "speech local" in await checks.healthy(client, LOCAL)


async def test_a_server_on_a_network_needs_a_login(tmp_path: Path) -> None:
    async with edge() as client:
        assert "this machine" in await checks.protected(client, LOCAL)
        with pytest.raises(Failed, match="Anybody who reaches"):
            await checks.protected(client, ELSEWHERE)
    settings = load_settings(None, data_dir=tmp_path, access_token=TOKEN)
    async with edge(settings) as client:
        with pytest.raises(Failed, match="A login is needed"):
            await checks.protected(client, LOCAL)
        known = Target.at("https://coach.example.com", TOKEN)
        assert "login" in await checks.protected(client, known)


GOOD = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000",
}


async def served(headers: dict[str, str], target: Target, text: str = "<script src=a>") -> str:
    answer = httpx.Response(200, headers=headers, text=text)
    transport = httpx.MockTransport(lambda request: answer)
    async with httpx.AsyncClient(transport=transport, base_url=target.address) as client:
        return await checks.page(client, target)


async def test_the_page_has_its_headers() -> None:
    assert await served(GOOD, ELSEWHERE)
    for name in GOOD:
        without = {key: value for key, value in GOOD.items() if key != name}
        with pytest.raises(Failed, match=name.lower()):
            await served(without, ELSEWHERE)
    unsafe = GOOD | {"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'"}
    with pytest.raises(Failed, match="foreign script"):
        await served(unsafe, ELSEWHERE)
    with pytest.raises(Failed, match="was it built"):
        await served(GOOD, ELSEWHERE, text="The page is not built yet")


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        (Heard(), "No audio"),
        (Heard(acknowledged=1), "No words"),
        (Heard(acknowledged=1, lines=1), "No card"),
        (Heard(acknowledged=1, lines=1, card_ms=5), "did not end"),
    ],
)
def test_a_call_that_lacks_something_fails(heard: Heard, why: str) -> None:
    with pytest.raises(Failed, match=why):
        _judge(heard)


def test_nobody_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = CliRunner().invoke(cli.app, ["smoke", f"127.0.0.1:{port}", "--json"])
    assert found.exit_code == 1
    told = json.loads(found.output)
    assert [check["name"] for check in told["checks"]] == ["alive"]
    assert not told["ok"]
    assert CliRunner().invoke(cli.app, ["smoke", "--health", f"127.0.0.1:{port}"]).exit_code == 1
