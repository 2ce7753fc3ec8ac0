"""Engines, keys and privacy over HTTP, behind the real edge's errors."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.kit.clock import ManualClock
from salescoach.rooms.settings.engine_api import engines_router
from tests.rooms.settings.chosen import CLAUDE_KEY, chosen

ENGINES = "/settings/engines"
PRIVACY = "/settings/privacy"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with chosen(tmp_path, day_budget_usd=7) as (engines, privacy, _):
        app = FastAPI()
        add_error_handlers(app)
        app.include_router(engines_router(engines, privacy, ManualClock()))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            yield client


async def test_everything_a_page_needs_comes_at_once(client: httpx.AsyncClient) -> None:
    body = (await client.get(ENGINES)).json()
    assert body["stt_engine"] == {"by_environment": False, "value": "local"}
    assert body["first_words_ms"] == {
        "by_environment": False, "value": 2500, "default": 2500, "least": 200, "most": 30000,
    }  # fmt: skip
    assert body["day_budget_usd"]["by_environment"]
    assert body["openai_base_url"] == {"by_environment": False, "value": "", "default": ""}
    assert body["keys"]["claude"] == {"state": "none", "last_four": "", "problem": ""}
    assert body["languages"] == ["en"]
    assert body["speech"] == {
        "engine": "local",
        "host": "",
        "leaves": False,
        "lack": None,
        "notes": [],
    }


async def test_only_what_is_sent_is_changed_and_null_sets_back(client: httpx.AsyncClient) -> None:
    await client.patch(ENGINES, json={"stt_engine": "deepgram", "claude_model": "claude-x"})
    body = (await client.patch(ENGINES, json={"claude_model": None})).json()
    assert body["stt_engine"]["value"] == "deepgram"
    assert body["claude_model"]["value"] == body["claude_model"]["default"]
    assert body["speech"]["lack"] == "no_key"
    assert "de" in body["languages"]
    assert body == (await client.get(ENGINES)).json()


async def test_a_key_comes_in_and_never_goes_out(client: httpx.AsyncClient) -> None:
    put = await client.put(f"{ENGINES}/claude/key", json={"key": CLAUDE_KEY})
    assert put.status_code == 200
    got = await client.get(ENGINES)
    assert got.json()["keys"]["claude"] == {"state": "stored", "last_four": "4Yb7", "problem": ""}
    assert CLAUDE_KEY not in put.text + got.text
    deleted = await client.delete(f"{ENGINES}/claude/key")
    assert deleted.json()["keys"]["claude"]["state"] == "none"
    again = await client.delete(f"{ENGINES}/claude/key")
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("PATCH", ENGINES, {"first_words_ms": 5}, 422, "wrong_setting"),
        ("PATCH", ENGINES, {"day_budget_usd": 5}, 409, "set_by_environment"),
        ("PATCH", ENGINES, {"stt_engine": "scripted"}, 422, "invalid_input"),
        ("PATCH", ENGINES, {"secret_key": "x"}, 422, "invalid_input"),
        ("PUT", f"{ENGINES}/claude/key", {"key": "sk-ant-tooshort"}, 422, "wrong_setting"),
        ("PUT", f"{ENGINES}/claude/key", {"key": "k" * 501}, 422, "invalid_input"),
        ("PUT", f"{ENGINES}/claude/key", {"key": ["sk-ant-tooshort"]}, 422, "invalid_input"),
        ("PUT", f"{ENGINES}/nobody/key", {"key": CLAUDE_KEY}, 422, "invalid_input"),
        ("PUT", PRIVACY, {"words": ["x"]}, 422, "wrong_setting"),
        ("PUT", PRIVACY, {"handling": {"card": "sold"}}, 422, "invalid_input"),
    ],
)
async def test_nonsense_is_refused_and_not_repeated(
    client: httpx.AsyncClient, method: str, path: str, body: dict[str, object], status: int,
    code: str,
) -> None:  # fmt: skip
    response = await client.request(method, path, json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert "tooshort" not in response.text


async def test_a_range_comes_with_the_refusal(client: httpx.AsyncClient) -> None:
    error = (await client.patch(ENGINES, json={"first_words_ms": 5})).json()["error"]
    assert error["problems"] == [{"path": "first_words_ms", "message": "Between 200 and 30,000."}]


async def test_the_test_button_says_what_is_missing(client: httpx.AsyncClient) -> None:
    tried = (await client.post(f"{ENGINES}/deepgram/try")).json()
    assert tried["outcome"] == "key_missing"
    assert tried["instead"] is None


async def test_privacy_is_what_was_put(client: httpx.AsyncClient) -> None:
    before = (await client.get(PRIVACY)).json()
    assert before["handling"] == before["defaults"]
    assert before["keep_audio"]
    wanted = {"handling": {"phone": "not_kept"}, "words": ["Falcon"], "keep_audio": False}
    put = (await client.put(PRIVACY, json=wanted)).json()
    assert put == (await client.get(PRIVACY)).json()
    assert put["handling"] == {**before["defaults"], "phone": "not_kept"}
    assert (put["words"], put["keep_audio"]) == (["Falcon"], False)
