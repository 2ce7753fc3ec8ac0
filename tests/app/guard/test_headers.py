"""What every answer says to the browser, whatever kind of answer it is."""

from pathlib import Path

import pytest

from salescoach.infra.configuration import load_settings
from tests.app.edge import edge

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    "path",
    ["/", "/calls", "/favicon.svg", "/missing.js", "/login", "/api/v1/calls", "/api/v1/nothing",
     "/api/v1/fail/unforeseen", "/api/v1/health"],
)  # fmt: skip
async def test_every_answer_has_them(path: str) -> None:
    async with edge() as client:
        answer = await client.get(path)
    assert ALWAYS.items() <= dict(answer.headers).items()
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "script-src 'unsafe" not in answer.headers["content-security-policy"]
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    assert "strict-transport-security" not in answer.headers


async def test_what_was_said_is_in_no_cache() -> None:
    async with edge() as client:
        answer = await client.get("/api/v1/calls")
        refused = await client.get("/api/v1/calls", headers={"Host": "evil.example"})
    assert answer.headers["cache-control"] == "no-store"
    assert refused.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://coach.example.com"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
    ],
)
async def test_another_site_reads_nothing_but_by_a_link(
    headers: dict[str, str], status: int
) -> None:
    settings = load_settings(None, cors_origins="https://coach.example.com")
    async with edge(settings) as client:
        assert (await client.get("/api/v1/insights", headers=headers)).status_code == status


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_a_form_of_another_page_is_no_request(kind: str) -> None:
    async with edge() as client:
        answer = await client.post(
            "/api/v1/insights/orders", content=b'{"amount": 1}', headers={"Content-Type": kind}
        )
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("host", "asked", "status"),
    [
        ("127.0.0.1", "192.168.1.20:5000", 403),
        ("0.0.0.0", "192.168.1.20:5000", 200),
        ("0.0.0.0", "[fe80::1]:5000", 200),
        ("0.0.0.0", "rebound.example:5000", 403),
        ("sales.example.com", "sales.example.com:5000", 200),
        ("127.0.0.1", "localhost; script-src *", 403),
        ("127.0.0.1", "localhost@evil.example", 403),
    ],
)
async def test_a_server_answers_to_its_own_names(
    tmp_path: Path, host: str, asked: str, status: int
) -> None:
    token = "a-token-of-sixteen-and-more"
    settings = load_settings(None, host=host, access_token=token, data_dir=tmp_path)
    async with edge(settings) as client:
        headers = {"Host": asked, "Authorization": f"Bearer {token}"}
        assert (await client.get("/api/v1/insights", headers=headers)).status_code == status
