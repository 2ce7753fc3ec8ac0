"""Bodies that are too large or too slow, whatever their headers say."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.types import Message

from salescoach.app.errors import add_error_handlers
from salescoach.app.guard.bodies import OF_LOGIN, Body, BodyGuard


def app(grace_s: float = 20, login: Body = OF_LOGIN) -> FastAPI:
    made = FastAPI()
    add_error_handlers(made)

    async def length(request: Request) -> int:
        return len(await request.body())

    made.add_api_route("/api/v1/notes", length, methods=["POST"])
    made.add_api_route("/api/v1/session", length, methods=["POST"])
    made.add_api_route("/api/v1/imports", length, methods=["POST"])
    made.add_api_route("/api/v1/imports/imp_1", length, methods=["PUT"])
    made.add_api_route("/api/v1/imports/imp_1/content", length, methods=["PATCH"])
    made.add_middleware(BodyGuard, usual=Body(1000, grace_s), piece=Body(5000), login=login)
    return made


async def send(
    method: str, path: str, content: bytes | AsyncIterator[bytes], **headers: str
) -> httpx.Response:
    transport = httpx.ASGITransport(app=app())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.request(method, path, content=content, headers=headers)


async def post(path: str, content: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    return await send("POST", path, content, **headers)


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield bytes(100)


@pytest.mark.parametrize(("size", "status"), [(1000, 200), (1001, 413), (100_000, 413)])
async def test_a_body_has_a_most(size: int, status: int) -> None:
    answer = await post("/api/v1/notes", bytes(size))
    assert answer.status_code == status
    if status == 413:
        assert answer.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(("count", "status"), [(10, 200), (11, 413)])
async def test_a_body_without_a_length_is_counted(count: int, status: int) -> None:
    assert (await post("/api/v1/notes", chunks(count))).status_code == status


async def test_the_content_of_a_file_has_its_own() -> None:
    path = "/api/v1/imports/imp_1/content"
    assert (await send("PATCH", path, bytes(5000))).status_code == 200
    assert (await send("PATCH", path, chunks(51))).status_code == 413


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/v1/imports"), ("PUT", "/api/v1/imports/imp_1")]
)
async def test_what_is_said_about_a_file_has_not(method: str, path: str) -> None:
    assert (await send(method, path, bytes(1000))).status_code == 200
    assert (await send(method, path, bytes(1001))).status_code == 413
    assert (await send(method, path, chunks(11))).status_code == 413


async def test_strangers_at_the_login_get_little_room() -> None:
    assert (await post("/api/v1/session", bytes(4096))).status_code == 200
    assert (await post("/api/v1/session", bytes(4097))).status_code == 413
    assert (await post("/api/v1/session", chunks(41))).status_code == 413
    assert OF_LOGIN.grace_s == 10


@pytest.mark.parametrize("length", ["-1", "1e3", "ten", "9" * 5000])
async def test_a_length_that_is_none_is_refused(length: str) -> None:
    answer = await post("/api/v1/notes", chunks(1), **{"Content-Length": length})
    assert answer.status_code == 413


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate, gzip"])
async def test_nothing_is_unpacked(coding: str) -> None:
    answer = await post("/api/v1/notes", b"packed", **{"Content-Encoding": coding})
    assert answer.status_code == 415


async def test_a_body_has_one_end() -> None:
    headers = {"Content-Length": "5", "Transfer-Encoding": "chunked"}
    assert (await post("/api/v1/notes", b"hello", **headers)).status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/notes", "/api/v1/session"])
async def test_a_body_that_does_not_come_is_not_waited_for(path: str) -> None:
    sent: list[Message] = []

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"content-length", b"10")],
        "app": None,
    }
    await app(grace_s=0.05, login=Body(4096, grace_s=0.05))(scope, never, send)
    assert sent[0]["status"] == 408
