"""Sixty a minute, thirty lists of calls, five reviews anew: and the page never meets them."""

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketDenialResponse

from salescoach.app.guard.rates import RateGuard
from salescoach.app.main import create_app
from salescoach.kit.clock import ManualClock
from tests.app.edge import edge, house

MOST = 1_300
"""Requests that are tried: more than any limit, so whoever has none comes to it."""

PAGE = {"Sec-Fetch-Site": "same-origin"}


class Seconds(ManualClock):
    def __call__(self) -> float:
        return self.now_ms() / 1000


def limited(now: Seconds) -> httpx.AsyncClient:
    app = FastAPI()
    app.add_middleware(RateGuard, per_minute=60, now=now)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://localhost", headers={}
    )


async def allowed(client: httpx.AsyncClient, method: str, path: str, **headers: str) -> int:
    """How many requests at once are taken; the next is refused with the time to wait."""
    for count in range(MOST):
        answer = await client.request(method, path, headers=headers)
        if answer.status_code == 429:
            assert answer.json()["error"]["code"] == "rate_limited"
            assert answer.headers["retry-after"] in answer.json()["error"]["message"]
            assert 1 <= int(answer.headers["retry-after"]) <= 60
            return count
    return MOST


@pytest.mark.parametrize(
    ("method", "path", "count"),
    [
        ("GET", "/api/v1/toolkit", 60),
        ("GET", "/api/toolkit", 60),
        ("PUT", "/api/v1/settings/coaching", 60),
        ("GET", "/api/v1/calls", 30),
        ("GET", "/api/calls", 30),
        ("GET", "/api/v1/calls/?q=x", 30),
        ("GET", "/api/v1/calls/c1", 60),
        ("POST", "/api/v1/calls/c1/analyze", 5),
        ("POST", "/api/v1/imports", 1200),
        ("GET", "/api/v1/imports", 60),
        ("GET", "/api/v1/health", MOST),
        ("GET", "/api/health", MOST),
        ("GET", "/", MOST),
        ("GET", "/assets/index.js", MOST),
    ],
)
async def test_an_address_has_so_many_a_minute(method: str, path: str, count: int) -> None:
    async with limited(Seconds()) as client:
        assert await allowed(client, method, path) == count


async def test_pieces_have_a_limit_that_does_not_keep_their_file_from_being_called_off() -> None:
    async with limited(Seconds()) as client:
        assert await allowed(client, "PATCH", "/api/v1/imports/i1/content") == 1200
        assert (await client.post("/api/v1/imports/i1/cancel")).status_code == 404


async def test_the_wait_is_the_one_that_is_told() -> None:
    now = Seconds()
    async with limited(now) as client:
        for _ in range(5):
            await client.post("/api/v1/calls/c1/analyze")
            now.advance(1_000)
        refused = await client.post("/api/v1/calls/c2/analyze")
        assert refused.headers["retry-after"] == "55"
        now.advance(54_900)
        assert (await client.post("/api/v1/calls/c1/analyze")).status_code == 429
        now.advance(100)
        assert (await client.post("/api/v1/calls/c1/analyze")).status_code == 404


async def test_both_ways_to_an_address_share_one_count() -> None:
    async with limited(Seconds()) as client:
        for path in ("/api/toolkit", "/api/v1/toolkit", "/api/v1/playbooks") * 20:
            assert (await client.get(path)).status_code == 404
        assert (await client.get("/api/toolkit")).status_code == 429


async def test_the_page_reads_five_times_as_much_and_changes_no_more() -> None:
    async with limited(Seconds()) as client:
        assert await allowed(client, "GET", "/api/v1/calls/c1", **PAGE) == 300
        assert await allowed(client, "PUT", "/api/v1/settings/coaching", **PAGE) == 60
    async with limited(Seconds()) as client:
        assert await allowed(client, "GET", "/api/v1/calls", **PAGE) == 150


async def test_another_site_has_no_more_than_a_program() -> None:
    async with limited(Seconds()) as client:
        other = {"Sec-Fetch-Site": "cross-site"}
        assert await allowed(client, "GET", "/api/v1/toolkit", **other) == 60


async def test_the_limit_stands_before_the_whole_product() -> None:
    async with edge() as client:
        assert await allowed(client, "GET", "/api/v1/insights") == 60
        assert (await client.get("/api/v1/health")).status_code == 200
        assert (await client.get("/api/v1/insights")).headers["x-request-id"]


def test_handshakes_are_counted_too() -> None:
    with TestClient(create_app(house()), base_url="http://localhost:5000") as client:

        def shake() -> None:
            with client.websocket_connect("/api/v1/live", headers={"Host": "localhost"}) as socket:
                socket.send_text("hello")
                assert socket.receive_text() == "hello"

        for _ in range(60):
            shake()
        with pytest.raises(WebSocketDenialResponse) as refused:
            shake()
    assert refused.value.status_code == 429
    assert int(refused.value.headers["retry-after"]) >= 1
