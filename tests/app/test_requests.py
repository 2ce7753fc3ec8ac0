"""Request ids, the log line of a request, foreign pages kept out, sockets left alone."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from loguru import logger
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from salescoach.app.main import create_app
from salescoach.infra.configuration import load_settings
from tests.app.edge import SAID, edge, house

LOCAL = {"Host": "localhost:5000"}


@pytest.fixture
def sockets() -> Iterator[TestClient]:
    with TestClient(create_app(house()), base_url="http://localhost:5000") as client:
        yield client


async def test_a_sane_request_id_is_kept_and_a_bad_one_replaced() -> None:
    async with edge() as client:
        kept = await client.get("/api/v1/calls", headers={"X-Request-ID": "trace-4711.a_b"})
        assert kept.headers["X-Request-ID"] == "trace-4711.a_b"
        for bad in (
            "short",
            "x" * 65,
            "with space in it",
            "<script>alert(1)</script>",
            "a|b|c|d|e",
        ):
            replaced = await client.get("/api/v1/calls", headers={"X-Request-ID": bad})
            assert replaced.headers["X-Request-ID"].startswith("req_")
        first, second = [await client.get("/api/v1/calls") for _ in range(2)]
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


async def test_the_log_holds_the_route_never_the_path_or_the_query() -> None:
    log = io.StringIO()
    sink = logger.add(log, level="DEBUG", format="{message}")
    async with edge() as client:
        await client.get("/api/v1/fail/not_found", params={"q": SAID})
        await client.get(f"/{SAID}")
    logger.remove(sink)
    assert "GET /fail/{how} 404" in log.getvalue()
    assert "GET (no route)" in log.getvalue()
    assert "forty" not in log.getvalue()


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://localhost:5000", 200),
        ("http://evil.example", 403),
        ("http://localhost:9999", 403),
        ("https://localhost:5000", 403),
        ("null", 403),
    ],
)
async def test_a_foreign_page_cannot_change_anything(origin: str | None, status: int) -> None:
    headers = {"Origin": origin} if origin else {}
    async with edge() as client:
        response = await client.post("/api/v1/insights/orders", json={"amount": 1}, headers=headers)
        assert (await client.get("/api/v1/calls", headers=headers)).status_code == 200
    assert response.status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:5000", 200),
        ("127.0.0.1:5000", 200),
        ("[::1]:5000", 200),
        ("rebound.example", 403),
    ],
)
async def test_a_name_made_to_point_here_is_refused(host: str, status: int) -> None:
    async with edge() as client:
        response = await client.get("/api/v1/calls", headers={"Host": host})
    assert response.status_code == status


async def test_a_reverse_proxy_may_bring_its_own_name(tmp_path: Path) -> None:
    token = "Vw4Yb7Zx9Kq2Lm5Np8Rt1"
    settings = load_settings(
        None, data_dir=tmp_path, allowed_hosts="coach.example.com", access_token=token
    )
    async with edge(settings) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        named = await client.get("/api/v1/calls", headers={"Host": "Coach.example.com:443"})
        other = await client.get("/api/v1/calls", headers={"Host": "coach.example.com.evil.test"})
    assert (named.status_code, other.status_code) == (200, 403)


async def test_cors_answers_the_origins_of_the_settings_and_no_other() -> None:
    settings = load_settings(None, cors_origins="https://coach.example.com")
    ask = {"Access-Control-Request-Method": "DELETE"}
    async with edge(settings) as client:
        known = await client.options(
            "/api/v1/calls", headers={"Origin": "https://coach.example.com", **ask}
        )
        foreign = await client.options(
            "/api/v1/calls", headers={"Origin": "https://evil.example", **ask}
        )
        changed = await client.post(
            "/api/v1/insights/orders",
            json={"amount": 1},
            headers={"Origin": "https://coach.example.com"},
        )
        failed = await client.get(
            "/api/v1/fail/unforeseen", headers={"Origin": "https://coach.example.com"}
        )
    assert known.headers["Access-Control-Allow-Origin"] == "https://coach.example.com"
    assert "Access-Control-Allow-Origin" not in foreign.headers
    assert changed.status_code == 200
    assert failed.status_code == 500
    assert failed.headers["Access-Control-Allow-Origin"] == "https://coach.example.com"


def test_a_socket_passes_through(sockets: TestClient) -> None:
    with sockets.websocket_connect("/api/v1/live", headers=LOCAL) as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert closed.value.code == 4000


def test_a_socket_that_fails_is_closed_with_internal_error(sockets: TestClient) -> None:
    with sockets.websocket_connect("/api/v1/live", headers=LOCAL) as socket:
        socket.send_text("fail")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert closed.value.code == 1011


@pytest.mark.parametrize(
    "headers",
    [
        {**LOCAL, "Origin": "http://evil.example"},
        {**LOCAL, "Origin": "https://localhost:5000"},
        {**LOCAL, "Origin": "null"},
        {**LOCAL, "Origin": "http://["},
        {"Host": "", "Origin": "null"},
        {**LOCAL, "Sec-Fetch-Site": "cross-site"},
        {"Host": "rebound.example"},
        {"Host": "[not-an-address"},
    ],
)
def test_a_foreign_socket_is_refused(sockets: TestClient, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        sockets.websocket_connect("/api/v1/live", headers=headers),
    ):
        pass
    assert refused.value.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {**LOCAL, "Origin": "http://localhost:5000"},
        {**LOCAL, "Origin": "https://localhost:5000", "X-Forwarded-Proto": "https"},
        {**LOCAL, "Origin": "https://localhost:5000", "X-Forwarded-Proto": "https, http"},
        {**LOCAL, "Origin": "https://localhost:5000", "X-Forwarded-Proto": "wss"},
    ],
)
def test_the_own_pages_socket_is_taken(sockets: TestClient, headers: dict[str, str]) -> None:
    with sockets.websocket_connect("/api/v1/live", headers=headers) as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"


def test_a_page_without_tls_is_not_the_one_with(sockets: TestClient) -> None:
    """Whoever can change the one on its way must not get into the other."""
    plain = {**LOCAL, "Origin": "http://localhost:5000", "X-Forwarded-Proto": "https"}
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        sockets.websocket_connect("/api/v1/live", headers=plain),
    ):
        pass
    assert refused.value.status_code == 403


async def test_a_platform_asks_by_its_own_name_whether_the_server_is_up_and_nothing_else() -> None:
    theirs = {"Host": "healthcheck.railway.app"}
    async with edge() as client:
        for path in ("/api/health/ready", "/api/v1/health/live"):
            answer = await client.get(path, headers=theirs)
            assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        for path in ("/api/health", "/api/v1/calls", "/api/health/ready/more", "/"):
            assert (await client.get(path, headers=theirs)).status_code == 403


def test_a_lost_socket_is_told(sockets: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        sockets.websocket_connect("/api/v1/nothing", headers=LOCAL),
    ):
        pass
    assert closed.value.code == 4404
