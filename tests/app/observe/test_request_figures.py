"""Requests and sockets as figures, over the real edge."""

import asyncio
from pathlib import Path

from starlette.testclient import TestClient

from salescoach.app.main import create_app
from salescoach.infra.configuration import load_settings
from tests.app.edge import SAID, client_of, house
from tests.app.observe.test_call_figures import counted


async def test_routes_are_counted_by_their_template() -> None:
    made = house()
    async with client_of(create_app(made)) as client:
        for path in ("/api/calls", "/api/calls?limit=7", "/api/v1/fail/not_found", "/calls/c1"):
            await client.get(path)
        await client.get(f"/api/v1/nowhere/{SAID}")
        text = (await client.get("/metrics")).text
    found = counted(made.observation.metrics)
    assert found["salescoach_http_request_seconds_count{GET,/calls,2xx}"] == 2
    assert found["salescoach_http_request_seconds_count{GET,/fail/{how},4xx}"] == 1
    assert found["salescoach_http_request_seconds_count{GET,(page),4xx}"] == 1
    assert "salescoach_http_request_seconds_bucket" in text
    assert SAID not in text
    assert "c1" not in text


async def test_who_is_refused_is_counted(tmp_path: Path) -> None:
    token = "a-token-of-some-length-0123456789"
    settings = load_settings(None, data_dir=tmp_path, access_token=token, rate_limit_per_minute=12)
    made = house(settings)
    async with client_of(create_app(made)) as client:
        assert (await client.get("/metrics")).status_code == 401
        known = {"Authorization": f"Bearer {token}"}
        answers = await asyncio.gather(
            *(client.get("/api/v1/insights", headers=known) for _ in range(14))
        )
    assert 429 in [answer.status_code for answer in answers]
    found = counted(made.observation.metrics)
    assert found["salescoach_refused_total{login}"] == 1
    assert found["salescoach_refused_total{rate}"] >= 2


def test_sockets_are_counted_while_they_are_open() -> None:
    made = house()
    with (
        TestClient(create_app(made)) as client,
        client.websocket_connect("ws://localhost/api/v1/live") as socket,
    ):
        assert counted(made.observation.metrics)["salescoach_sockets_open{}"] == 1
        socket.send_text("hello")
        socket.receive_text()
    found = counted(made.observation.metrics)
    assert found["salescoach_sockets_open{}"] == 0
    closed = {name: value for name, value in found.items() if "sockets_closed_total" in name}
    assert sum(closed.values()) == 1
