"""What was misheard is put right, everywhere it is read, and what was heard stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEvent,
    CallStarted,
    Customer,
    SpeakersSwapped,
    TurnCorrected,
)
from salescoach.domain.history import CallQuery
from salescoach.domain.turn import Turn
from salescoach.infra.database import Database
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.pipeline.state import fold
from salescoach.rooms.calls.api import calls_router
from salescoach.rooms.calls.corrections import Change, Heard, Wanted
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.calls.store import turns
from tests.rooms.calls.events import CALL, ended, line, started

S, C = Speaker.SALESPERSON, Speaker.CUSTOMER


@pytest.fixture
async def _kept(log: SqlEventLog) -> None:
    await log.open_call(started(), "hash")
    log.append(line(2, "we use sales for us", turn_id="t1"))
    log.append(line(3, "and how is it", turn_id="t2", speaker=S, start_ms=2000, end_ms=2500))
    await log.append(ended(4))


def to(text: str | None = None, speaker: Speaker | None = None) -> Change:
    return lambda now: Wanted(text, speaker)


async def turn(service: CallService, turn_id: str = "t1") -> Turn:
    return next(t for t in (await service.transcript(CALL)).turns if t.id == turn_id)


async def hits(service: CallService, text: str) -> int:
    return len((await service.history.find(CallQuery(text=text), 10)).calls)


@pytest.mark.usefixtures("_kept")
async def test_corrected_words_are_read_everywhere(service: CallService) -> None:
    found = await service.corrections.correct(CALL, "t1", to("We use  Salesforce. "))

    assert (found.turn.text, found.heard) == (
        "We use Salesforce.",
        Heard("we use sales for us", C),
    )
    assert (await turn(service)).text == "We use Salesforce."
    assert (await service.turns(CALL, 10)).heard.keys() == {"t1"}
    record = await service.record(CALL)
    assert record.turns[0].text == fold(record.events).turns["t1"].text == "We use Salesforce."
    assert (await hits(service, "salesforce"), await hits(service, "sales for us")) == (1, 0)


@pytest.mark.usefixtures("_kept")
async def test_what_was_heard_stands_in_the_log_and_comes_back(service: CallService) -> None:
    before = await service.events(CALL, 0, 10)
    await service.corrections.correct(CALL, "t1", to("We use Salesforce.", S))
    assert (await turn(service)).speaker is S
    assert (await service.events(CALL, 0, 10))[:4] == before

    found = await service.corrections.correct(CALL, "t1", to())
    assert (found.turn.text, found.turn.speaker, found.heard) == ("we use sales for us", C, None)
    assert (await hits(service, "sales for us"), await hits(service, "salesforce")) == (1, 0)


@pytest.mark.usefixtures("_kept")
async def test_what_changes_nothing_is_no_event(service: CallService) -> None:
    await service.corrections.correct(CALL, "t1", to("we use sales for us", C))
    assert len(await service.events(CALL, 0, 10)) == 4
    assert await service.corrections.corrected_until(CALL) == 0


@pytest.mark.usefixtures("_kept")
async def test_the_moment_a_call_began_is_put_right_everywhere(service: CallService) -> None:
    before = (await service.record(CALL)).call
    began_at = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)

    await service.corrections.date(CALL, began_at)

    record = await service.record(CALL)
    assert before.ended_at is not None
    lasted = before.ended_at - before.started_at
    assert (record.call.started_at, record.call.ended_at) == (began_at, began_at + lasted)
    state = fold(record.events)
    assert state.said_on(record.turns[0]) == began_at.astimezone().date()
    assert await service.corrections.corrected_until(CALL) == record.events[-1].seq
    in_january = CallQuery(until=datetime(2026, 2, 1, tzinfo=UTC))
    assert [each.call.id for each in (await service.history.find(in_january, 5)).calls] == [CALL]


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize("back", [timedelta(days=-1), timedelta(minutes=1)])
async def test_no_call_begins_or_ends_in_the_future(service: CallService, back: timedelta) -> None:
    before = (await service.record(CALL)).call
    with pytest.raises(InvalidInput) as refused:
        await service.corrections.date(CALL, datetime.now(UTC) - back)
    assert refused.value.code == "invalid_date"
    assert (await service.record(CALL)).call == before


@pytest.mark.usefixtures("_kept")
async def test_with_whom_a_call_was_is_put_right_everywhere(service: CallService) -> None:
    lee = Customer("Lee Park", "Harbor")

    await service.corrections.name(CALL, lee)

    record = await service.record(CALL)
    state = fold(record.events)
    assert state.started is not None
    assert (record.call.customer, record.call.title, state.started.customer) == (lee, lee.name, lee)
    assert (await hits(service, "lee harbor"), await hits(service, "dana")) == (1, 0)
    first = record.events[0]
    assert isinstance(first, CallStarted)
    assert first.customer == Customer("Dana", "Northwind")
    assert await service.corrections.corrected_until(CALL) == record.events[-1].seq

    await service.corrections.name(CALL, lee)
    assert len(await service.events(CALL, 0, 10)) == len(record.events)

    await service.corrections.name(CALL, None)
    nobody = (await service.record(CALL)).call
    assert (nobody.customer, await hits(service, "lee")) == (None, 0)


@pytest.mark.usefixtures("_kept")
async def test_both_sides_swap_and_swap_back(service: CallService) -> None:
    await service.corrections.correct(CALL, "t2", to("And how is it?"))
    await service.corrections.swap_speakers(CALL)
    first, second = (await service.transcript(CALL)).turns
    assert (first.speaker, second.speaker, second.text) == (S, C, "And how is it?")
    assert (await service.corrections.heard(CALL))["t2"] == Heard("and how is it", C)
    assert await service.corrections.corrected_until(CALL) == 6

    await service.corrections.swap_speakers(CALL)
    assert [t.speaker for t in (await service.transcript(CALL)).turns] == [C, S]


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
async def test_words_that_are_no_line_are_refused(service: CallService, text: str) -> None:
    with pytest.raises(InvalidInput):
        await service.corrections.correct(CALL, "t1", to(text))
    with pytest.raises(InvalidInput):
        await service.corrections.correct(CALL, "t1", to(speaker=Speaker.UNKNOWN))


async def test_a_call_that_goes_on_is_left_alone(log: SqlEventLog, service: CallService) -> None:
    await log.open_call(started(), "hash")
    await log.append(line(2, "we have one"))
    with pytest.raises(Conflict, match="ended"):
        await service.corrections.correct(CALL, "t1", to("We have two."))
    with pytest.raises(Conflict, match="ended"):
        await service.corrections.swap_speakers(CALL)
    with pytest.raises(Conflict, match="A call can be corrected"):
        await service.corrections.date(CALL, datetime(2026, 1, 5, tzinfo=UTC))
    with pytest.raises(Conflict, match="ended"):
        await service.corrections.name(CALL, Customer("Lee"))


@pytest.mark.usefixtures("_kept")
async def test_an_unknown_line_or_call_is_said(service: CallService) -> None:
    with pytest.raises(NotFound) as line_gone:
        await service.corrections.correct(CALL, "t9", to("Hello there."))
    with pytest.raises(NotFound) as call_gone:
        await service.corrections.swap_speakers("nobody")
    assert (line_gone.value.code, call_gone.value.code) == ("turn_not_found", "call_not_found")


CORRECTED = st.builds(
    TurnCorrected,
    turn_id=st.sampled_from(["t1", "t2", "gone"]),
    text=st.sampled_from([None, "Corrected.", "we use sales for us"]),
    speaker=st.sampled_from([None, S, C]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(CORRECTED, st.just(SpeakersSwapped())), max_size=8))
async def test_the_table_and_the_fold_agree(
    database: Database, log: SqlEventLog, after: list[CallEvent]
) -> None:
    """In whatever order lines are corrected and sides swapped."""
    events = [
        started(seq=1),
        line(2, "we use sales for us", turn_id="t1"),
        line(3, "and how is it", turn_id="t2", speaker=S, start_ms=2000, end_ms=2500),
        *after,
    ]
    now = datetime(2026, 3, 1, tzinfo=UTC)
    if await log.committed_seq(CALL) == 0:
        await log.open_call(started(), "hash")
        assert await log.drain()
    async with database.write() as connection:
        # The log holds nothing but the start: every example begins with an empty table.
        await turns.project_anew(connection, CALL, now)
        await turns.project(connection, CALL, [with_call(each) for each in events], now)
        found = {turn.id: turn for turn in await turns.all_turns(connection, CALL)}
    assert found == fold(events).turns


def with_call(event: CallEvent) -> CallEvent:
    return replace(event, call_id=CALL, seq=event.seq or 9)


@pytest.mark.usefixtures("_kept")
async def test_over_http_a_field_that_is_left_out_stays(service: CallService) -> None:
    app = FastAPI()
    app.include_router(calls_router(service))

    async def code(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"code": getattr(error, "code", "")}, 418)

    app.add_exception_handler(NotFound, code)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://calls") as http:
        path = f"/calls/{CALL}/turns/t1"
        await http.patch(path, json={"text": "We use Salesforce."})
        found = (await http.patch(path, json={"speaker": "salesperson"})).json()
        assert (found["text"], found["speaker"]) == ("We use Salesforce.", "salesperson")
        assert found["heard"] == {"text": "we use sales for us", "speaker": "customer"}
        back = (await http.patch(path, json={"text": None})).json()
        assert (back["text"], back["speaker"]) == ("we use sales for us", "salesperson")
        listed = (await http.get(f"/calls/{CALL}/turns")).json()["turns"]
        assert [each["heard"] is None for each in listed] == [False, True]
        assert (await http.post(f"/calls/{CALL}/swap-speakers")).status_code == 204
        said = {"started_at": "2026-01-05T10:30:00+01:00"}
        assert (await http.put(f"/calls/{CALL}/started-at", json=said)).status_code == 204
        now = (await http.get(f"/calls/{CALL}")).json()
        assert now["started_at"] == "2026-01-05T09:30:00Z"
        for wrong in ("2026-01-05T10:30:00", "1066-10-14T09:00:00Z", "yesterday"):
            refused = await http.put(f"/calls/{CALL}/started-at", json={"started_at": wrong})
            assert refused.status_code == 422
        who = {"name": " Lee\u202e\n Park\x07 ", "company": "Harbor"}
        put = partial(http.put, f"/calls/{CALL}/customer")
        assert (await put(json={"customer": who})).status_code == 204
        now = (await http.get(f"/calls/{CALL}")).json()
        assert now["customer"] == {"name": "Lee Park", "company": "Harbor"}
        for wrong_one in ({}, {"customer": {"name": "\x07"}}, {"customer": {"name": "x" * 201}}):
            assert (await put(json=wrong_one)).status_code == 422
        assert (await put(json={"customer": None})).is_success
        assert (await http.get(f"/calls/{CALL}")).json()["customer"] is None
        assert (await http.patch(path, json={"words": "x"})).status_code == 422
        assert (await http.patch(f"/calls/{CALL}/turns/t9", json={})).json() == {
            "code": "turn_not_found"
        }
