"""The brief from stored calls, over HTTP, and promises that are done with."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.domain.events import Customer
from salescoach.rooms.customers.api import customers_router
from salescoach.rooms.customers.service import CustomerService
from tests.pipeline.review.talk import good_call
from tests.rooms.insights.told import Told


@pytest.fixture
def client(told: Told) -> httpx.AsyncClient:
    app = FastAPI()
    add_error_handlers(app)
    app.include_router(customers_router(CustomerService(told.database, told.reviews, told.clock)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_the_last_call_and_what_it_left_open(told: Told, client: httpx.AsyncClient) -> None:
    await told.call(good_call(), "c1", "2026-03-02T10:00:00+00:00")
    await told.reviewed()
    await told.call(
        good_call(), "c2", "2026-03-09T10:00:00+00:00", Customer("Dan", "Harbor Dental")
    )
    async with client:
        asked = {"name": "ms. dana REYES"}
        brief = (await client.get("/customers/brief", params=asked)).json()["brief"]
        assert (brief["calls"], brief["last_call_id"], brief["company"]) == (
            1,
            "c1",
            "Harbor Dental",
        )
        assert brief["outcome"] == "next_step_agreed"
        assert brief["stopped_at"]["quote"] == "Thursday works, please send me the invite."
        promises = brief["promises"]
        assert [each["what"] for each in promises] == ["start", "send the invitation"]
        done = {"call_id": "c1", "promise": promises[1]["key"], "kept": True}
        assert (await client.put("/customers/promises", json=done)).status_code == 204
        again = (await client.get("/customers/brief", params=asked)).json()["brief"]
        assert [each["what"] for each in again["promises"]] == ["start"]
        await client.put("/customers/promises", json={**done, "kept": False})
        back = (await client.get("/customers/brief", params=asked)).json()["brief"]
        assert len(back["promises"]) == 2


async def test_a_demo_is_no_call_with_a_customer(told: Told, client: httpx.AsyncClient) -> None:
    await told.call(good_call(), "c1", "2026-03-02T10:00:00+00:00")
    await told.call(good_call(), "d1", "2026-03-09T10:00:00+00:00", demo=True)
    await told.reviewed()
    async with client:
        asked = {"name": "Dana Reyes"}
        brief = (await client.get("/customers/brief", params=asked)).json()["brief"]
    assert (brief["calls"], brief["last_call_id"]) == (1, "c1")


async def test_nobody_is_taken_for_somebody_else(told: Told, client: httpx.AsyncClient) -> None:
    await told.call(good_call(), "c1", customer=Customer("Dana Reyes", "Harbor Dental"))
    await told.call(good_call(), "c2", customer=Customer("Dana Reyes", "Reyes & Co"))
    async with client:
        for name in ("Dana", "Reyes", "Dana R", "%", "Harbor Dental"):
            known = (await client.get("/customers/brief", params={"name": name})).json()
            assert known == {"brief": None, "choices": []}
        known = (await client.get("/customers/brief", params={"name": "Dana Reyes"})).json()
        assert known["brief"] is None
        companies = [choice["company"] for choice in known["choices"]]
        assert sorted(companies) == ["Harbor Dental", "Reyes & Co"]
        asked = {"name": "Dana Reyes", "company": "harbor dental inc."}
        known = (await client.get("/customers/brief", params=asked)).json()
    assert known["brief"]["last_call_id"] == "c1"
    assert not known["brief"]["reviewed"]


async def test_a_promise_of_no_call_is_refused(told: Told, client: httpx.AsyncClient) -> None:
    async with client:
        done = {"call_id": "nobody", "promise": "0" * 32, "kept": True}
        answer = await client.put("/customers/promises", json=done)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "call_not_found")


async def test_a_promise_is_overdue_by_the_day_of_the_salesperson(
    told: Told, client: httpx.AsyncClient
) -> None:
    await told.call(good_call(), "c1", "2026-03-02T10:00:00+00:00")
    await told.reviewed()
    # The evening of the day it was promised for in the west is the next morning in the east.
    due = datetime(2026, 3, 6, 2, tzinfo=UTC)
    told.clock.advance((due - told.clock.utc()) / timedelta(milliseconds=1))
    async with client:
        for zone, overdue in (("America/Los_Angeles", False), ("Asia/Tokyo", True)):
            asked = {"name": "Dana Reyes", "time_zone": zone}
            brief = (await client.get("/customers/brief", params=asked)).json()["brief"]
            start = next(each for each in brief["promises"] if each["what"] == "start")
            assert (start["due_on"], start["overdue"]) == ("2026-03-05", overdue)
        nowhere = {"name": "Dana Reyes", "time_zone": "Nowhere/At All"}
        assert (await client.get("/customers/brief", params=nowhere)).status_code == 200


async def test_a_call_without_times_names_none(told: Told, client: httpx.AsyncClient) -> None:
    await told.call(good_call(), "c1", timing="none")
    await told.reviewed()
    async with client:
        asked = {"name": "Dana Reyes"}
        brief = (await client.get("/customers/brief", params=asked)).json()["brief"]
    assert brief["stopped_at"]["quote"] == "Thursday works, please send me the invite."
    said = [brief["stopped_at"], *(each["said"] for each in brief["promises"])]
    assert {each["start_ms"] for each in said} == {None}
