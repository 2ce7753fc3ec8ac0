"""Exports over HTTP: kinds, names, the whole call in JSON, and what is refused."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.infra.database import Database
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.api import export_router
from salescoach.rooms.export.document import ExportedCall
from salescoach.rooms.export.service import ExportService
from tests.rooms.export.kept import SAID, keep_call, review


@pytest.fixture
async def http(exports: ExportService) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(export_router(exports), prefix="/api")
    add_error_handlers(app)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://exports/api") as http:
        yield http


@pytest.mark.parametrize(
    ("kind", "media_type", "first"),
    [
        ("json", "application/json", "{"),
        ("md", "text/markdown; charset=utf-8", "# Dana\n"),
        ("csv", "text/csv; charset=utf-8", "\ufeffcall_id,"),
        ("srt", "application/x-subrip; charset=utf-8", "1\n00:00:00,000 --> 00:00:01,000\n"),
        ("vtt", "text/vtt; charset=utf-8", "WEBVTT\n"),
    ],
)
async def test_each_kind_is_a_file(
    http: httpx.AsyncClient, database: Database, kind: str, media_type: str, first: str
) -> None:
    await keep_call(database, "c1")

    answer = await http.get("/calls/c1/export", params={"format": kind})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    name = f"call-2026-03-01-1000-dana.{kind}"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    text = answer.content.decode()
    assert text.startswith(first)
    assert SAID in text


async def test_json_holds_the_whole_call(
    http: httpx.AsyncClient, database: Database, calls: CallService
) -> None:
    await keep_call(database, "c1")
    await review(database)
    await calls.history.tag(["c1"], add=["Warm"])
    analysis = (await http.get("/calls/c1/export?format=json")).json()["analysis"]

    content = (await http.get("/calls/c1/export?format=json")).content
    document = ExportedCall.model_validate_json(content)

    assert document.record() == await calls.record("c1")
    assert document.call.tags == ["Warm"]
    assert document.analysis is not None
    assert json.loads(document.analysis.model_dump_json()) == analysis
    assert analysis["status"] == "ready"


async def test_markdown_holds_the_review(http: httpx.AsyncClient, database: Database) -> None:
    await keep_call(database, "c1")
    before = (await http.get("/calls/c1/export?format=md")).text
    await review(database)

    after = (await http.get("/calls/c1/export?format=md")).text

    assert "## Review" not in before
    assert "## Review\n" in after
    assert "of 10." in after


async def test_looking_asks_for_no_review(
    http: httpx.AsyncClient, database: Database, exports: ExportService
) -> None:
    await keep_call(database, "c1")

    assert (await http.get("/calls/c1/export?format=json")).json()["analysis"] is None
    async with database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM review_jobs")).scalar() == 0


async def test_what_is_not_there_is_told(http: httpx.AsyncClient, database: Database) -> None:
    await keep_call(database, "c1")

    unknown = await http.get("/calls/c9/export?format=srt")
    whole = await http.get("/calls/c9/export?format=json")
    other = await http.get("/calls/c1/export?format=docx")
    none = await http.get("/calls/c1/export")

    for answer in (unknown, whole):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "call_not_found")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "invalid_input")
    assert "'pdf', 'json', 'md', 'csv', 'srt' or 'vtt'" in other.json()["error"]["message"]
    assert none.status_code == 422


@pytest.mark.parametrize("kind", ["srt", "vtt"])
async def test_a_call_without_times_has_no_subtitles(
    http: httpx.AsyncClient, database: Database, kind: str
) -> None:
    await keep_call(database, "c1", timing="none")
    await keep_call(database, "c2", timing="starts")

    refused = await http.get("/calls/c1/export", params={"format": kind})

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_times")
    assert "md or csv" in refused.json()["error"]["message"]
    assert (await http.get("/calls/c2/export", params={"format": kind})).status_code == 200
    assert SAID in (await http.get("/calls/c1/export?format=csv")).text
