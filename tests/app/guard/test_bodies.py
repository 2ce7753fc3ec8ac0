"""Bodies that are too large or too slow, whatever their headers say."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.types import Message

from salescoach.app.errors import add_error_handlers
from salescoach.app.guard.bodies import BodyGuard


def app(most_bytes: int = 1000, grace_s: float = 20) -> FastAPI:
    made = FastAPI()
    add_error_handlers(made)

    async def length(request: Request) -> int:
        return len(await request.body())

    made.add_api_route("/api/v1/notes", length, methods=["POST"])
    made.add_api_route("/api/v1/imports/files", length, methods=["POST"])
    made.add_middleware(
        BodyGuard, most_bytes=most_bytes, larger={"/imports": 5000}, grace_s=grace_s
    )
    return made


async def post(path: str, content: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.post(path, content=content, headers=headers)


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


async def test_imports_have_their_own() -> None:
    assert (await post("/api/v1/imports/files", bytes(5000))).status_code == 200
    assert (await post("/api/v1/imports/files", chunks(51))).status_code == 413


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


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    sent: list[Message] = []

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/notes",
        "query_string": b"",
        "headers": [(b"content-length", b"10")],
        "app": None,
    }
    await app(grace_s=0.05)(scope, never, send)
    assert sent[0]["status"] == 408
