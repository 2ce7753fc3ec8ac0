"""A server with an access token: what is open, what is not, and the way in."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import Route
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from salescoach.app.main import UNVERSIONED, VERSIONED, create_app
from salescoach.app.wiring import all_routers, outline_house
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from tests.app.edge import client_of, house

TOKEN = "a-token-of-sixteen-and-more"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
LOCAL = {"Host": "localhost:5000"}
OPEN = {"/api/health", "/api/v1/health", "/api/v1/session"}


def guarded(folder: Path, **more: object) -> Settings:
    return load_settings(
        None, data_dir=folder, access_token=TOKEN, rate_limit_per_minute=10_000, **more
    )


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return create_app(house(guarded(tmp_path)))


@asynccontextmanager
async def browser(app: FastAPI, scheme: str = "http") -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    base = f"{scheme}://localhost:5000"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        yield client


async def log_in(client: httpx.AsyncClient, token: str = TOKEN) -> httpx.Response:
    return await client.post("/api/v1/session", json={"token": token})


async def test_no_route_is_open_but_health_and_the_login(tmp_path: Path) -> None:
    """Walks every route of the whole product, those of tomorrow included."""
    whole = outline_house(guarded(tmp_path))
    app = create_app(whole)
    routes = [(each.path, each.methods) for each in app.routes if isinstance(each, Route)]
    for prefix in (VERSIONED, UNVERSIONED):
        routes += [(prefix + path, methods) for path, methods in walked(all_routers(whole))]
    asked = [
        (method, path) for path, methods in routes if not is_open(path) for method in methods or ()
    ]
    assert len(asked) > 80
    async with client_of(app) as client:
        for method, path in asked:
            filled = path.replace("{", "").replace("}", "")
            answer = await client.request(method, filled, json={})
            assert answer.status_code == 401, f"{method} {path} is open"


def walked(routers: Iterable[APIRouter]) -> Iterator[tuple[str, set[str] | None]]:
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield route.path, route.methods
            elif (included := getattr(route, "include_context", None)) is not None:
                inner = walked([included.included_router])
                yield from ((included.prefix + path, methods) for path, methods in inner)
            else:
                assert isinstance(route, APIWebSocketRoute), f"{route} is not walked"


def is_open(path: str) -> bool:
    return path in OPEN or path.startswith(("/api/health/", "/api/v1/health/"))


async def test_a_login_opens_everything_and_its_cookie_is_kept_from_scripts(app: FastAPI) -> None:
    async with browser(app) as client:
        assert (await client.get("/api/v1/calls")).status_code == 401
        answer = await log_in(client)
        assert answer.json()["logged_in"] is True
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert TOKEN not in cookie
        assert "Secure" not in cookie
        assert (await client.get("/api/v1/calls")).status_code == 200
        told = (await client.get("/api/v1/session")).json()
    assert told["needs_login"] is True
    assert told["ends_at"] > 1_700_000_000


async def test_behind_tls_the_cookie_never_leaves_it(app: FastAPI) -> None:
    async with browser(app, "https") as client:
        answer = await log_in(client)
        assert answer.headers["set-cookie"].startswith("__Host-salescoach=")
        assert "; Secure" in answer.headers["set-cookie"]
        assert (await client.get("/api/v1/calls")).status_code == 200
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


async def test_a_cookie_of_a_stranger_costs_no_more_than_its_length(app: FastAPI) -> None:
    """Where every quoted cookie is unquoted, these would keep the server for hours."""
    async with browser(app) as client:
        await log_in(client)
        own = f"salescoach={client.cookies['salescoach']}"
        quoted = '"' + '\\"' * 1_000_000 + '"'
        for cookie in (f"salescoach={quoted}", f"other={quoted}", "a=b;" * 100_000):
            headers = {"Cookie": cookie}
            assert (await client.get("/api/v1/calls", headers=headers)).status_code == 401
            headers = {"Cookie": f"{cookie}; {own}"}
            assert (await client.get("/api/v1/calls", headers=headers)).status_code == 200


async def test_after_logging_out_the_old_cookie_opens_nothing(app: FastAPI) -> None:
    async with browser(app) as client:
        await log_in(client)
        stolen = dict(client.cookies)
        assert (await client.delete("/api/v1/session")).status_code == 204
        assert (await client.get("/api/v1/calls")).status_code == 401
    async with browser(app) as thief:
        thief.cookies.update(stolen)
        answer = await thief.get("/api/v1/calls")
    assert answer.status_code == 401


async def test_a_program_brings_the_token(app: FastAPI) -> None:
    async with browser(app) as client:
        assert (await client.get("/api/v1/calls", headers=BEARER)).status_code == 200
        wrong = await client.get("/api/v1/calls", headers={"Authorization": "Bearer no"})
        assert wrong.status_code == 401
        assert wrong.json()["error"]["code"] == "login_required"
        assert wrong.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("way", ["page", "program"])
async def test_whoever_guesses_is_locked_out_even_with_the_right_token(
    app: FastAPI, way: str
) -> None:
    async def guess(client: httpx.AsyncClient, token: str) -> httpx.Response:
        if way == "page":
            return await log_in(client, token)
        return await client.get("/api/v1/calls", headers={"Authorization": f"Bearer {token}"})

    async with browser(app) as client:
        answers = [await guess(client, f"guess-{each}") for each in range(6)]
        assert [each.status_code for each in answers] == [401] * 5 + [429]
        assert answers[-1].json()["error"]["code"] == "locked_out"
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 15
        assert (await guess(client, TOKEN)).status_code == 429


async def test_a_view_leads_to_the_login_and_back(app: FastAPI) -> None:
    async with browser(app) as client:
        away = await client.get("/calls/c1?view=review")
        assert away.status_code == 303
        assert away.headers["location"] == "/login?next=/calls/c1%3Fview%3Dreview"
        assert (await client.get("/")).headers["location"] == "/login"
        assert (await client.get("/login")).status_code in (200, 503)
        await log_in(client)
        assert (await client.get("/login")).headers["location"] == "/"


async def test_without_a_token_nobody_is_asked(tmp_path: Path) -> None:
    app = create_app(house(load_settings(None, data_dir=tmp_path)))
    async with browser(app) as client:
        assert (await client.get("/api/v1/calls")).status_code == 200
        assert (await client.get("/login")).headers["location"] == "/"
        assert (await log_in(client)).json() == {
            "needs_login": False,
            "logged_in": False,
            "ends_at": None,
        }
    assert not (tmp_path / "secret.key").exists(), "no key is made for nothing"


@pytest.fixture
def sockets(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost:5000") as client:
        yield client


def test_a_socket_needs_the_login_too(sockets: TestClient) -> None:
    local = {"Host": "localhost:5000"}
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        sockets.websocket_connect("/api/v1/live", headers=local),
    ):
        pass
    assert refused.value.status_code == 401
    with sockets.websocket_connect("/api/v1/live", headers={**local, **BEARER}) as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"


def test_logging_out_closes_the_sockets_of_that_login(sockets: TestClient) -> None:
    def logged_in() -> dict[str, str]:
        answer = sockets.post("/api/v1/session", json={"token": TOKEN}, headers=LOCAL)
        sockets.cookies.clear()
        return {**LOCAL, "Cookie": answer.headers["set-cookie"].partition(";")[0]}

    leaving, staying = logged_in(), logged_in()
    with (
        sockets.websocket_connect("/api/v1/live", headers=leaving) as closed,
        sockets.websocket_connect("/api/v1/live", headers=staying) as other,
        sockets.websocket_connect("/api/v1/live", headers={**LOCAL, **BEARER}) as program,
    ):
        assert sockets.delete("/api/v1/session", headers=leaving).status_code == 204
        with pytest.raises(WebSocketDisconnect) as end:
            closed.receive_text()
        assert end.value.code == 4401
        for socket in (other, program):
            socket.send_text("hello")
            assert socket.receive_text() == "hello"


async def test_a_guess_is_not_repeated_in_the_answer(app: FastAPI) -> None:
    async with browser(app) as client:
        answer = await client.post("/api/v1/session", json={"token": "x" * 201})
        assert answer.status_code == 422
        assert "xxx" not in answer.text
