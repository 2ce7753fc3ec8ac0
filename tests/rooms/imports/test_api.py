"""Imports over HTTP: announced, sent in pieces, told about, refused."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.infra.config import Agreement
from salescoach.rooms.imports.api import imports_router
from tests.rooms.imports.importing import TRANSCRIPT, UNNAMED, Importing


@pytest.fixture
async def http(importing: Importing) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(imports_router(importing.service, importing.queue), prefix="/api")
    add_error_handlers(app)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://imports/api") as http:
        yield http


async def announce(http: httpx.AsyncClient, size: int, **more: Any) -> dict[str, Any]:
    answer = await http.post("/imports", json={"name": "a/call.txt", "size": size, **more})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def send(http: httpx.AsyncClient, where: str, offset: int, content: bytes) -> httpx.Response:
    return await http.patch(
        f"/imports/{where}/content", content=content, headers={"Upload-Offset": str(offset)}
    )


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_pieces_are_taken_where_the_last_one_ended(http: httpx.AsyncClient) -> None:
    told = await announce(http, len(TRANSCRIPT))
    assert (told["name"], told["state"], told["received"]) == ("call.txt", "uploading", 0)
    where = told["id"]

    first = await send(http, where, 0, TRANSCRIPT[:10])
    assert first.json()["received"] == 10
    assert code_of(await send(http, where, 0, TRANSCRIPT[:10])) == (409, "upload_offset")
    assert code_of(await send(http, where, 99, b"x")) == (409, "upload_offset")
    here = await http.head(f"/imports/{where}/content")
    assert (here.headers["upload-offset"], here.headers["upload-length"]) == ("10", "61")

    last = await send(http, where, 10, TRANSCRIPT[10:])
    assert (last.json()["state"], last.json()["received"]) == ("looking", 61)
    assert code_of(await send(http, where, 61, b"")) == (409, "import_wrong_state")


async def test_an_import_is_followed_to_its_call(
    http: httpx.AsyncClient, importing: Importing
) -> None:
    where = (await announce(http, len(TRANSCRIPT), customer=" Dana ", tags=["Old"]))["id"]
    await send(http, where, 0, TRANSCRIPT)
    await importing.settle()

    (listed,) = (await http.get("/imports")).json()["imports"]
    assert listed == (await http.get(f"/imports/{where}")).json()
    assert (listed["state"], listed["kind"], listed["format"]) == (
        "reviewing",
        "transcript",
        "text",
    )
    assert (listed["customer"], listed["tags"], listed["speed"]) == ("Dana", ["Old"], 25.0)
    assert (await importing.calls.get(listed["call_id"])).imported_from == "call.txt"
    assert code_of(await http.post(f"/imports/{where}/cancel")) == (409, "import_wrong_state")


async def test_who_is_who_is_told(http: httpx.AsyncClient, importing: Importing) -> None:
    where = (await announce(http, len(UNNAMED)))["id"]
    await send(http, where, 0, UNNAMED)
    await importing.settle()

    asked = (await http.get(f"/imports/{where}")).json()
    assert asked["state"] == "asking"
    assert [(each["id"], each["lines"]) for each in asked["speakers"]] == [("Sam", 1), ("Dana", 1)]
    wrong = await http.put(f"/imports/{where}", json={"roles": {"Lee": "customer"}})
    assert code_of(wrong) == (422, "no_such_speaker")
    told = await http.put(
        f"/imports/{where}", json={"roles": {"Sam": "salesperson", "Dana": "customer"}}
    )
    assert told.json()["state"] == "queued"
    await importing.settle()
    late = await http.put(f"/imports/{where}", json={"customer": "Dana"})
    assert code_of(late) == (409, "import_wrong_state")


@pytest.mark.parametrize(
    ("usual", "first", "then", "kept"),
    [
        ("recording", {"consent": False}, {"customer": "Dana"}, (False, False)),
        ("recording", {"consent": True, "record_audio": False}, {"consent": True}, (True, False)),
        ("unknown", {"record_audio": True}, {"consent": True}, (True, True)),
        ("unknown", {"record_audio": True}, {"consent": False}, (False, False)),
        ("transcript", {}, {"customer": "Dana"}, (True, False)),
    ],
)
async def test_what_is_left_out_stays_as_it_was_said(
    http: httpx.AsyncClient,
    importing: Importing,
    usual: Agreement,
    first: dict[str, Any],
    then: dict[str, Any],
    kept: tuple[bool, bool],
) -> None:
    importing.service.agreement = usual
    where = (await announce(http, 10, **first))["id"]
    told = (await http.put(f"/imports/{where}", json=then)).json()
    assert (told["consent"], told["record_audio"]) == kept


async def test_a_moment_that_is_said_back_is_still_the_files(
    http: httpx.AsyncClient, importing: Importing
) -> None:
    told = await announce(http, 10, modified_at="2019-03-01T10:00:00Z")
    assert told["dated_by"] == "modified"
    told = (await http.put(f"/imports/{told['id']}", json={"began_at": told["began_at"]})).json()
    assert told["dated_by"] == "modified"
    assert (await importing.service.get(told["id"])).wishes.began_at is None
    said = "2025-02-01T10:00:00Z"
    for _ in range(2):
        told = (await http.put(f"/imports/{told['id']}", json={"began_at": said})).json()
        assert (told["began_at"], told["dated_by"]) == (said, "user")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "x", "size": 0}, 422, "empty_file"),
        ({"name": "x", "size": 1_000_001}, 422, "file_too_large"),
        ({"name": "", "size": 1}, 422, "invalid_input"),
        ({"name": "x", "size": -1}, 422, "invalid_input"),
        ({"name": "x", "size": 1, "roles": {"left": "boss"}}, 422, "invalid_input"),
        ({"name": "x", "size": 1, "other": 1}, 422, "invalid_input"),
        ({"name": "x", "size": 1, "began_at": "2026-03-01T10:00:00"}, 422, "invalid_input"),
        ({"name": "x", "size": 1, "modified_at": "0001-01-01T00:00:00Z"}, 422, "invalid_input"),
    ],
)
async def test_what_cannot_be_is_refused(
    http: httpx.AsyncClient, body: dict[str, Any], status: int, code: str
) -> None:
    assert code_of(await http.post("/imports", json=body)) == (status, code)


async def test_no_imported_call_is_still_to_come(
    http: httpx.AsyncClient, importing: Importing
) -> None:
    ahead = {"began_at": (importing.clock.utc() + timedelta(hours=1)).isoformat()}
    announced = await http.post("/imports", json={"name": "x", "size": 1, **ahead})
    assert code_of(announced) == (422, "invalid_date")
    where = (await announce(http, 10))["id"]
    assert code_of(await http.put(f"/imports/{where}", json=ahead)) == (422, "invalid_date")


async def test_an_import_is_called_off_and_taken_off_the_list(http: httpx.AsyncClient) -> None:
    where = (await announce(http, 10))["id"]
    assert code_of(await http.delete(f"/imports/{where}")) == (409, "import_wrong_state")
    assert (await http.post(f"/imports/{where}/cancel")).json()["state"] == "cancelled"
    assert code_of(await http.post(f"/imports/{where}/retry")) == (409, "import_wrong_state")
    assert (await http.delete(f"/imports/{where}")).status_code == 204
    assert code_of(await http.get(f"/imports/{where}")) == (404, "import_not_found")


@pytest.mark.parametrize("where", ["imp_0000000000000000", "..%2f..%2fetc", "imp_x"])
async def test_an_unknown_import_is_not_found(http: httpx.AsyncClient, where: str) -> None:
    assert (await http.get(f"/imports/{where}")).status_code in (404, 422)
    assert (await send(http, where, 0, b"x")).status_code in (404, 422)


async def test_what_rests_says_so(http: httpx.AsyncClient, importing: Importing) -> None:
    importing.talking = True
    where = (await announce(http, len(TRANSCRIPT)))["id"]
    await send(http, where, 0, TRANSCRIPT)
    assert (await http.get(f"/imports/{where}")).json()["resting"] is True
