"""The history over HTTP: shapes, bounds and codes."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from salescoach.infra.codec import event_fields
from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.calls.api import calls_router
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import CALL, ended, gap, line, started


@pytest.fixture
async def http(service: CallService) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(calls_router(service), prefix="/api")

    @app.exception_handler(SalesCoachError)
    async def code(request: Request, error: SalesCoachError) -> JSONResponse:
        return JSONResponse({"code": error.code}, 418)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://calls/api") as http:
        yield http


@pytest.fixture
async def _kept(log: SqlEventLog) -> None:
    await log.open_call(started(), "hash")
    log.append(line(2, "we have one", turn_id="t1"))
    log.append(line(3, "how much", turn_id="t2", start_ms=2000, end_ms=2500))
    await log.append(ended(4))


CALL_FIELDS = {
    "id": CALL,
    "title": "Dana",
    "status": "ended",
    "started_at": "2026-03-01T10:00:00Z",
    "duration_ms": 12_500,
    "customer": {"name": "Dana", "company": "Northwind"},
    "playbook_id": "default",
    "consent": True,
    "record_audio": False,
    "turn_count": 2,
    "imported_from": None,
    "demo": False,
    "timing": "full",
}


@pytest.mark.usefixtures("_kept")
async def test_calls_are_listed(http: httpx.AsyncClient) -> None:
    found = (await http.get("/calls")).json()
    assert found["next_cursor"] is None
    (call,) = found["calls"]
    assert call.pop("ended_at").endswith("Z")
    assert call == CALL_FIELDS | {
        "stage_reached": None,
        "outcome": None,
        "outcome_by": None,
        "score": None,
        "objections": [],
        "tags": [],
        "hits": [],
        "hit_count": 0,
    }


@pytest.mark.usefixtures("_kept")
async def test_a_call_comes_with_its_transcript(http: httpx.AsyncClient) -> None:
    found = (await http.get(f"/calls/{CALL}")).json()
    first, second = found.pop("turns")
    assert found.items() >= CALL_FIELDS.items()
    assert first == {
        "id": "t1",
        "speaker": "customer",
        "text": "we have one",
        "start_ms": 0,
        "end_ms": 1000,
        "confidence": 0.9,
        "heard": None,
    }
    page = (await http.get(f"/calls/{CALL}/turns", params={"limit": 1})).json()
    assert page == {"turns": [second], "missing": [], "before": "2000:t2"}
    page = (await http.get(f"/calls/{CALL}/turns", params={"before": page["before"]})).json()
    assert page == {"turns": [first], "missing": [], "before": None}


async def test_what_nobody_heard_is_told_once_beside_the_turns(
    http: httpx.AsyncClient, log: SqlEventLog
) -> None:
    await log.open_call(started(), "hash")
    log.append(gap(2, 100, 5_000, channel=0))
    log.append(gap(3, 200, 6_000, channel=1))
    log.append(line(4, "we have one", turn_id="t1", start_ms=7_000, end_ms=8_000))
    log.append(gap(5, 8_500, 9_400))
    log.append(gap(6, 10_000, 12_000))
    log.append(line(7, "how much", turn_id="t2", start_ms=13_000, end_ms=14_000))
    log.append(gap(8, 20_000, 22_000))
    await log.append(ended(9))
    first, second, third = (
        {"start_ms": start_ms, "end_ms": end_ms, "reason": "lost"}
        for start_ms, end_ms in ((100, 6_000), (10_000, 12_000), (20_000, 22_000))
    )

    assert (await http.get(f"/calls/{CALL}")).json()["missing"] == [first, second, third]
    page = (await http.get(f"/calls/{CALL}/turns", params={"limit": 1})).json()
    assert page["missing"] == [third]
    page = (await http.get(f"/calls/{CALL}/turns", params={"before": page["before"]})).json()
    assert page["missing"] == [first, second]


@pytest.mark.usefixtures("_kept")
async def test_events_are_paged_as_they_were_written(http: httpx.AsyncClient) -> None:
    where = f"/calls/{CALL}/events"
    first = (await http.get(where, params={"limit": 3})).json()
    assert first["events"][0] == event_fields(started())
    assert first["next_after_seq"] == 3
    rest = (await http.get(where, params={"after_seq": 3})).json()
    assert [event["type"] for event in rest["events"]] == ["call_ended"]
    assert rest["next_after_seq"] is None


@pytest.mark.usefixtures("_kept")
async def test_a_deleted_call_is_gone(http: httpx.AsyncClient) -> None:
    answer = await http.delete(f"/calls/{CALL}")
    assert answer.json() == {"id": CALL, "turns": 2, "cards": 0, "audio_bytes": 0}
    assert (await http.get(f"/calls/{CALL}")).json() == {"code": "call_not_found"}
    assert (await http.get("/calls")).json() == {"calls": [], "next_cursor": None}


@pytest.mark.parametrize(
    "where",
    [
        "/calls?limit=0",
        "/calls?limit=101",
        f"/calls?cursor={'a' * 2001}",
        "/calls/a%20b",
        f"/calls/{'a' * 65}",
        "/calls/a/turns?limit=1001",
        f"/calls/a/events?after_seq={2**31}",
        "/calls/a/events?after_seq=-1",
    ],
)
async def test_what_is_out_of_bounds_is_refused(http: httpx.AsyncClient, where: str) -> None:
    assert (await http.get(where)).status_code == 422
