"""Comparisons over stored calls, behind the real edge's errors, over a real database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallStarted, Customer, Timing
from salescoach.domain.playbook import Playbook
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.brain import Expertise
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.live.compare_api import compare_router
from salescoach.rooms.live.comparisons import MOST_WAITING, Comparisons, ExpertiseOf
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.rehearsal import OnePlaybook, SpokenLine, rehearse
from salescoach.rooms.playbook.loader import as_file
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from tests.fakes import WordEmbedder, expertise, trigger
from tests.migrated import migrated

LINES = [
    SpokenLine(Speaker.SALESPERSON, "Hello there.", 0, 1_000),
    SpokenLine(Speaker.CUSTOMER, trigger("price"), 2_000, 4_000),
]


_READ: dict[Playbook, Expertise] = {}


async def reads(playbook: Playbook) -> Expertise:
    if playbook not in _READ:
        _READ[playbook] = await Experts(OnePlaybook(playbook), WordEmbedder())(None, None)
    return _READ[playbook]


class Room:
    """The two rooms it builds on, and the page that asks."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.playbooks = PlaybookService(database, open_shelf(), ManualClock())
        self.calls = CallService(database)
        self.log = SqlEventLog(database, MemoryBus())
        self.comparisons = self.open(reads)

    def open(self, expertise_of: ExpertiseOf, longest_s: float = 60) -> Comparisons:
        self.comparisons = Comparisons(self.playbooks, self.calls, expertise_of, longest_s)
        app = FastAPI()
        add_error_handlers(app)
        app.include_router(compare_router(self.comparisons))
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://test/playbooks")
        return self.comparisons

    async def store(
        self,
        call_id: str,
        minute: int,
        lines: list[SpokenLine] = LINES,
        timing: Timing = "full",
    ) -> None:
        """A call as its log holds it."""
        events = (await rehearse(await expertise(), lines)).events if lines else ()
        start = CallStarted(
            call_id=call_id,
            seq=1,
            channels=(),
            playbook_id="default",
            customer=Customer("Dana", "Pine Street"),
            started_at=f"2026-03-01T10:{minute:02d}:00+00:00",
            timing=timing,
        )
        await self.log.open_call(start, "hash")
        for event in events[1:]:
            self.log.append(replace(event, call_id=call_id))
        await self.log.drain()

    async def ask(self, **body: Any) -> httpx.Response:
        return await self.client.post("/default/compare", json=body)

    async def look(self, comparison_id: str, playbook_id: str = "default") -> httpx.Response:
        return await self.client.get(f"/{playbook_id}/compare/{comparison_id}")

    async def stop(self, comparison_id: str) -> dict[str, Any]:
        stopped = await self.client.delete(f"/default/compare/{comparison_id}")
        view: dict[str, Any] = stopped.json()
        return view

    async def done(self, **body: Any) -> dict[str, Any]:
        started = await self.ask(**body)
        assert started.status_code == 202, started.text
        assert started.json()["state"] == "waiting"
        while True:
            found: dict[str, Any] = (await self.look(started.json()["id"])).json()
            if found["state"] not in ("waiting", "running"):
                return found
            await asyncio.sleep(0.01)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    url = await migrated(tmp_path / "house.db")
    database = Database(url, busy_timeout_ms=20)
    made = Room(database, tmp_path)
    yield made
    await made.comparisons.aclose()
    await made.log.aclose()
    await database.aclose()


async def draft(room: Room, words: str) -> dict[str, Any]:
    """The default playbook, every price script saying the same."""
    content = as_file((await room.playbooks.get("default")).playbook).model_dump(mode="json")
    for category in content["categories"]:
        if category["id"] == "price":
            for script in category["scripts"]:
                script["text"] = words
    return content


async def test_a_draft_is_compared_with_the_latest_version_over_the_latest_calls(
    room: Room,
) -> None:
    await room.store("a", 1)
    await room.store("b", 2)

    found = await room.done(playbook=await draft(room, "Is it the total?"))

    assert (found["state"], found["share"], found["calls_total"]) == ("done", 1, 2)
    assert (found["before_version"], found["after_version"]) == (1, None)
    assert [call["call_id"] for call in found["calls"]] == ["b", "a"]
    call = found["calls"][0]
    assert call["title"] == "Dana"
    assert call["cards"] == {"before": 1, "after": 1}
    (change,) = call["changes"]
    assert (change["what"], change["kind"], change["at_ms"]) == ("card", "words", 4_000)
    assert change["after"]["text"] == "Is it the total?"
    assert change["after"]["quote"] == trigger("price")
    assert change["before"]["category"] == "price"


async def test_what_changes_in_a_call_without_times_has_none(room: Room) -> None:
    await room.store("a", 1, timing="none")

    found = await room.done(playbook=await draft(room, "Is it the total?"))

    (call,) = found["calls"]
    (change,) = call["changes"]
    assert (call["duration_ms"], change["at_ms"]) == (None, None)
    for moment in (change["before"], change["after"]):
        assert (moment["start_ms"], moment["end_ms"]) == (None, None)
        assert moment["quote"] == trigger("price")


async def test_versions_are_compared_with_each_other(room: Room) -> None:
    await room.store("a", 1)
    await room.playbooks.save("default", 1, await draft(room, "Two?"))
    await room.playbooks.save("default", 2, await draft(room, "Three?"))

    latest = await room.done()
    named = await room.done(version=1, against_version=3)

    assert (latest["before_version"], latest["after_version"]) == (2, 3)
    assert (named["before_version"], named["after_version"]) == (3, 1)
    assert latest["calls"][0]["changes"][0]["before"]["text"] == "Two?"
    assert named["calls"][0]["changes"][0]["before"]["text"] == "Three?"


async def test_only_the_calls_asked_for(room: Room) -> None:
    for minute, name in enumerate("abc"):
        await room.store(name, minute)
    await room.store("silent", 30, [])
    same = await draft(room, "Is it the total?")

    picked = await room.done(playbook=same, call_ids=["a", "silent", "a"])
    latest = await room.done(playbook=same, latest=2)

    assert [(c["call_id"], c["problem"]) for c in picked["calls"]] == [
        ("a", None),
        ("silent", "nothing_said"),
    ]
    assert [call["call_id"] for call in latest["calls"]] == ["c", "b"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "no_earlier_version"),
        ({"playbook": {}}, 422, "playbook_invalid"),
        ({"version": 9, "against_version": 1}, 404, "playbook_version_not_found"),
        ({"version": 1, "against_version": 9}, 404, "playbook_version_not_found"),
        ({"version": 1, "against_version": 1, "call_ids": ["none"]}, 404, "call_not_found"),
        ({"version": 1, "playbook": {}}, 422, "invalid_input"),
        ({"version": 1, "against_version": 1, "latest": 21}, 422, "invalid_input"),
    ],
)
async def test_what_cannot_be_compared_is_refused(
    room: Room, body: dict[str, Any], status: int, code: str
) -> None:
    await room.store("a", 1)

    refused = await room.ask(**body)

    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)


async def test_without_calls_there_is_nothing_to_compare(room: Room) -> None:
    refused = await room.ask(version=1, against_version=1)

    assert refused.json()["error"]["code"] == "no_calls"


async def test_an_unknown_comparison_and_one_of_another_playbook(room: Room) -> None:
    await room.store("a", 1)
    made = await room.done(version=1, against_version=1)

    for answer in (await room.look("cmp_0"), await room.look(made["id"], "other")):
        assert answer.json()["error"]["code"] == "comparison_not_found"


def held(until: asyncio.Event) -> ExpertiseOf:
    """Reads nothing before it may."""

    async def build(playbook: Playbook) -> Expertise:
        await until.wait()
        return await reads(playbook)

    return build


async def test_one_runs_at_a_time_and_few_may_wait(room: Room) -> None:
    await room.store("a", 1)
    free = asyncio.Event()
    comparisons = room.open(held(free))
    started = [
        (await room.ask(version=1, against_version=1)).json() for _ in range(MOST_WAITING + 1)
    ]
    await asyncio.sleep(0)

    states = [comparisons.get("default", each["id"]).state for each in started]
    refused = await room.ask(version=1, against_version=1)
    free.set()

    assert states == ["running", *["waiting"] * MOST_WAITING]
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "comparisons_busy")
    assert (await room.look(started[-1]["id"])).status_code == 200


async def test_it_can_be_stopped_twice(room: Room) -> None:
    await room.store("a", 1)
    room.open(held(asyncio.Event()))
    made = (await room.ask(version=1, against_version=1)).json()
    await asyncio.sleep(0)

    stopped = await room.stop(made["id"])
    again = await room.stop(made["id"])

    assert stopped["state"] == again["state"] == "stopped"
    assert not stopped["out_of_time"]


async def test_it_does_not_run_for_ever(room: Room) -> None:
    await room.store("a", 1)
    room.open(held(asyncio.Event()), longest_s=0.01)

    found = await room.done(version=1, against_version=1)

    assert (found["state"], found["out_of_time"]) == ("stopped", True)


async def test_a_failure_is_told_to_whoever_waits(room: Room) -> None:
    async def fails(playbook: Playbook) -> Expertise:
        raise RuntimeError("no model")

    await room.store("a", 1)
    room.open(fails)

    assert (await room.done(version=1, against_version=1))["state"] == "failed"
