from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from salescoach.kit.errors import NotFound
from salescoach.rooms.playbook.api import Toolkit, toolkit_router
from salescoach.rooms.playbook.loader import parse
from salescoach.rooms.playbook.service import PlaybookService
from tests.rooms.playbook.builders import MINIMAL


@pytest.fixture
async def client(service: PlaybookService) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    await service.create(parse(MINIMAL), "Own")
    await service.make_default("default")
    app.include_router(toolkit_router(service))

    @app.exception_handler(NotFound)
    async def not_found(_: Request, error: NotFound) -> JSONResponse:
        return JSONResponse({"code": error.code}, status_code=404)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_the_toolkit(client: httpx.AsyncClient) -> None:
    response = await client.get("/toolkit")
    assert response.headers["cache-control"] == "no-cache"
    toolkit = Toolkit.model_validate_json(response.content)
    assert toolkit.playbook.id == "default"
    assert sum(len(c.scripts) for c in toolkit.categories) == 38
    assert len(toolkit.objectives) == 14
    assert [s.stage for s in toolkit.stages] == [
        "opening",
        "discovery",
        "pitch",
        "objection",
        "close",
    ]
    assert b"{customer_name}" not in response.content
    assert b"{product}" not in response.content
    assert b"triggers" not in response.content


async def test_an_unchanged_toolkit_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/toolkit")
    etag = first.headers["etag"]
    assert etag.startswith('"')
    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = await client.get("/toolkit", headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == "no-cache"


async def test_another_content_has_another_etag(client: httpx.AsyncClient) -> None:
    first = await client.get("/toolkit")
    other = await client.get(
        "/toolkit", params={"playbook_id": "own"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert other.status_code == 200
    assert other.json()["product"]["name"] == "Widget"


async def test_an_unknown_playbook(client: httpx.AsyncClient) -> None:
    response = await client.get("/toolkit", params={"playbook_id": "none"})
    assert (response.status_code, response.json()["code"]) == (404, "playbook_not_found")
