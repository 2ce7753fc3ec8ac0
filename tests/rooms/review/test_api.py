"""Reviews over HTTP: shapes, statuses and codes."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.review.api import review_router
from salescoach.rooms.review.service import ReviewService
from tests.rooms.calls.events import started
from tests.rooms.review.conftest import EndedCall
from tests.rooms.review.reviewing import Reviewing


@pytest.fixture
async def http(service: ReviewService) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(review_router(service), prefix="/api")

    @app.exception_handler(SalesCoachError)
    async def code(request: Request, error: SalesCoachError) -> JSONResponse:
        return JSONResponse({"code": error.code}, 418)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reviews/api") as http:
        yield http


async def test_a_review_is_asked_for_and_comes(
    http: httpx.AsyncClient, reviewing: Reviewing, a_call: EndedCall
) -> None:
    await a_call("c1")

    asked = await http.post("/calls/c1/analyze")
    waiting = await http.get("/calls/c1/analysis")
    again = await http.post("/calls/c1/analyze")
    await reviewing.worker.work_off()
    ready = await http.get("/calls/c1/analysis")

    assert asked.status_code == 202
    assert asked.json()["state"] == "pending"
    assert (waiting.status_code, waiting.json()["status"]) == (202, "waiting")
    assert again.json()["id"] == asked.json()["id"]
    assert ready.status_code == 200
    review = ready.json()
    assert (review["status"], review["call_outcome"]) == ("ready", "undecided")
    assert 0 <= review["success_score"] <= 10
    assert {part["weight"] for part in review["scorecard"]} == {30, 20, 15}
    duration = next(each for each in review["metrics"] if each["key"] == "duration")
    assert (duration["value"], duration["unit"]) == (12_500, "ms")
    for missed in review["missed_opportunities"]:
        assert missed["timestamp"] == "0:00"
        assert missed["evidence"]["quote"] == "We do miss twenty calls a week."


async def test_looking_at_a_call_nobody_took_up_asks_for_it(
    http: httpx.AsyncClient, reviewing: Reviewing, a_call: EndedCall
) -> None:
    await a_call("c1")

    assert (await http.get("/calls/c1/analysis")).json()["job"]["state"] == "pending"
    await reviewing.worker.work_off()
    assert (await http.get("/calls/c1/analysis")).json()["status"] == "ready"


async def test_a_review_that_could_not_be_made_says_so(
    http: httpx.AsyncClient, reviewing: Reviewing, a_call: EndedCall, service: ReviewService
) -> None:
    await a_call("c1")
    reviewing.failures = 1
    await reviewing.worker.work_off()

    found = (await http.get("/calls/c1/analysis")).json()

    assert (found["status"], found["job"]["error"]) == ("waiting", "ValueError")


async def test_a_call_that_goes_on_and_one_that_is_not_there(
    http: httpx.AsyncClient, log: SqlEventLog
) -> None:
    await log.open_call(started("c1"), "hash")

    assert (await http.post("/calls/c1/analyze")).json() == {"code": "call_not_ended"}
    assert (await http.get("/calls/c1/analysis")).json() == {"code": "call_not_ended"}
    assert (await http.get("/calls/c9/analysis")).json() == {"code": "call_not_found"}


async def test_weights_are_kept_and_checked(http: httpx.AsyncClient) -> None:
    parts = (await http.get("/review/rubric")).json()["parts"]
    weights = {part["key"]: part["weight"] for part in parts}

    changed = await http.put("/review/rubric", json={"weights": {**weights, "listening": 50}})
    nothing = await http.put("/review/rubric", json={"weights": dict.fromkeys(weights, 0)})
    too_much = await http.put("/review/rubric", json={"weights": {**weights, "listening": 101}})
    too_few = await http.put("/review/rubric", json={"weights": {"listening": 5}})

    assert {p["key"]: p["weight"] for p in changed.json()["parts"]}["listening"] == 50
    for refused in (nothing, too_much, too_few):
        assert refused.json() == {"code": "invalid_rubric"}
    kept = (await http.get("/review/rubric")).json()["parts"]
    assert {p["key"]: p["weight"] for p in kept} == {**weights, "listening": 50}
