"""The history's list over HTTP: parameters, bounds, and what is done to many calls."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from salescoach.rooms.calls.api import calls_router
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.calls.store.search import excerpt
from tests.rooms.calls.events import CALL, ended, line, started


@pytest.fixture
async def http(log: SqlEventLog, service: CallService) -> AsyncIterator[httpx.AsyncClient]:
    await log.open_call(started(), "hash")
    log.append(line(2, "the colour is fine", turn_id="t1", start_ms=1500))
    await log.append(ended(3))
    app = FastAPI()
    app.include_router(calls_router(service))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://calls") as http:
        yield http


async def test_a_hit_says_where_it_is_and_which_words_it_holds(http: httpx.AsyncClient) -> None:
    [call] = (await http.get("/calls", params={"q": "color"})).json()["calls"]
    assert call["hit_count"] == 1
    assert call["hits"] == [
        {
            "turn_id": "t1",
            "speaker": "customer",
            "start_ms": 1500,
            "excerpt": [
                {"text": "the ", "found": False},
                {"text": "colour", "found": True},
                {"text": " is fine", "found": False},
            ],
        }
    ]


async def test_filters_come_more_than_once_and_times_without_a_zone_are_utc(
    http: httpx.AsyncClient,
) -> None:
    async def found(address: str) -> int:
        answer = await http.get(address)
        assert answer.status_code == 200
        return len(answer.json()["calls"])

    assert await found("/calls?since=2026-03-01T10:00:00&until=2026-03-02") == 1
    assert await found("/calls?since=2026-03-01T10:00:00%2B01:00") == 1
    assert await found("/calls?until=2026-03-01T10:00:00") == 0
    assert await found("/calls?playbook=other&playbook=default") == 1
    assert await found("/calls?outcome=won&stage=close&objection=price&tag=x") == 0


@pytest.mark.parametrize(
    "where",
    ["sort=best", "outcome=great", "stage=end", "objection=x", "since=soon", "limit=0"],
)
async def test_what_no_call_can_be_is_refused(http: httpx.AsyncClient, where: str) -> None:
    assert (await http.get(f"/calls?{where}")).status_code == 422


async def test_many_calls_are_tagged_and_deleted(http: httpx.AsyncClient) -> None:
    async def post(what: str, **body: object) -> httpx.Response:
        return await http.post(f"/calls/bulk/{what}", json=body)

    tagged = await post("tags", call_ids=[CALL, "nobody"], add=["Renewal"])
    assert tagged.json() == {"changed": 1}
    assert (await post("outcome", call_ids=[CALL], outcome="won")).json() == {"changed": 1}
    [call] = (await http.get("/calls?tag=renewal&outcome=won")).json()["calls"]
    assert (call["tags"], call["outcome"], call["outcome_by"]) == (["Renewal"], "won", "user")
    choices = (await http.get("/calls/filters")).json()
    assert choices["tags"] == [{"value": "Renewal", "calls": 1}]

    assert (await post("delete", call_ids=[])).status_code == 422
    assert (await post("delete", call_ids=["../x"])).status_code == 422
    assert (await post("delete", call_ids=["x"] * 201)).status_code == 422
    assert (await post("tags", call_ids=[CALL], add=["x" * 41])).status_code == 422
    gone = (await post("delete", call_ids=[CALL, "nobody"])).json()
    assert gone["deleted"] == [{"id": CALL, "turns": 1, "cards": 0, "audio_bytes": 0}]
    assert [(each["id"], each["code"]) for each in gone["kept"]] == [("nobody", "call_not_found")]


def test_an_excerpt_is_cut_around_the_first_words_found() -> None:
    long = f"{'before ' * 40}\x02found\x03 {'after ' * 60}\x02again\x03"
    pieces = excerpt(long)
    text = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.found] == ["found"]
    assert text.startswith("… before")
    assert text.endswith("after …")
    assert len(text) < 260
    assert [piece.text for piece in excerpt("no words")] == ["no words"]
    assert excerpt("") == ()
