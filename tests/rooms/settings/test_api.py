"""Coaching preferences over HTTP, behind the real edge's errors."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.domain.cue import CUES
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.settings.api import settings_router
from salescoach.rooms.settings.service import CoachingService
from tests.migrated import migrated
from tests.rooms.settings.test_service import OnePlaybook

PATH = "/settings/coaching"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    url = await migrated(tmp_path / "coach.db")
    database = Database(url)
    service = CoachingService(database, CallService(database), OnePlaybook(), ManualClock())
    app = FastAPI()
    add_error_handlers(app)
    app.include_router(settings_router(service))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t") as client:
        yield client
    await database.aclose()


async def test_everything_a_page_needs_comes_at_once(client: httpx.AsyncClient) -> None:
    body = (await client.get(PATH)).json()

    assert (body["mode"], body["early_cards"], body["muted"]) == (None, True, [])
    assert body["cues"]["talk_ratio"] == {"on": True, "threshold": 65}
    assert body["defaults"]["mode"] == "suggestion"
    assert set(body["cues"]) == set(body["defaults"]["cues"]) == set(CUES)
    assert body["defaults"]["cues"]["pace"] == {
        "on": True, "threshold": 188, "unit": "words_a_minute", "least": 120, "most": 260,
        "source": CUES["pace"].source,
    }  # fmt: skip


async def test_what_is_put_is_what_is_got(client: httpx.AsyncClient) -> None:
    wanted = {
        "mode": "guidance",
        "early_cards": False,
        "cues": {"pace": {"on": True, "threshold": 170}, "silence": {"on": False, "threshold": 8}},
        "muted": [{"playbook_id": "default", "script_id": "price_no_budget"}],
    }

    put = await client.put(PATH, json=wanted)
    got = (await client.get(PATH)).json()

    assert put.status_code == 200
    assert put.json() == got
    assert (got["mode"], got["early_cards"]) == ("guidance", False)
    assert got["cues"]["pace"] == {"on": True, "threshold": 170}
    assert not got["cues"]["silence"]["on"]
    (muted,) = got["muted"]
    assert (muted["script_id"], muted["category"], muted["reason"]) == (
        "price_no_budget", "Price", "by_hand",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"cues": {"pace": {"on": True, "threshold": 5}}}, "invalid_cue"),
        ({"cues": {"humming": {"on": True, "threshold": 5}}}, "invalid_input"),
        ({"mode": "shouting"}, "invalid_input"),
        ({"nonsense": 1}, "invalid_input"),
    ],
)
async def test_nonsense_is_refused(
    client: httpx.AsyncClient, body: dict[str, object], code: str
) -> None:
    response = await client.put(PATH, json=body)

    assert response.json()["error"]["code"] == code
    assert (await client.get(PATH)).json()["cues"]["pace"]["threshold"] == 188
