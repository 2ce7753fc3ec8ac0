"""The test button: the vendors' real clients against servers that speak their protocols."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import NotFound
from salescoach.rooms.settings.engine_trial import Instead, Outcome, Tried, try_engine
from tests.llm.vendor import HANG_UP, Reply, Vendor, garbage, listing, refusal, serving
from tests.rooms.settings.chosen import CLAUDE_KEY, chosen
from tests.speech.engines.deepgram_service import KEY as DEEPGRAM_KEY
from tests.speech.engines.deepgram_service import Service

NOBODY = "http://127.0.0.1:9"


@asynccontextmanager
async def claude(
    folder: Path, *replies: Reply, **changes: object
) -> AsyncIterator[tuple[Tried, Vendor]]:
    async with (
        serving(*replies) as vendor,
        chosen(folder, anthropic_base_url=vendor.url) as (engines, _, _),
    ):
        await engines.put_key("claude", SecretStr(CLAUDE_KEY))
        known = await engines.change(changes)
        yield await try_engine("claude", known, ManualClock()), vendor


async def test_a_key_that_works_is_said_with_the_models(tmp_path: Path) -> None:
    async with claude(tmp_path, listing("claude/models")) as (tried, vendor):
        assert tried.outcome is Outcome.WORKS
        assert "claude-haiku-5-5" in tried.message
        assert "claude-sonnet-5-5" in tried.message
        (request,) = vendor.received
        assert (request.method, request.path) == ("GET", "/v1/models")
        assert CLAUDE_KEY in " ".join(request.headers.values())


@pytest.mark.parametrize(
    ("replies", "outcome", "told"),
    [
        ((refusal("claude/401"),), Outcome.KEY_REFUSED, "does not accept the key"),
        ((refusal("claude/403"),), Outcome.KEY_REFUSED, "may not use"),
        ((HANG_UP,), Outcome.UNREACHABLE, "cannot be reached. Check this machine's connection"),
        ((refusal("claude/500"),), Outcome.FAILED, "a problem of its own"),
        ((garbage(b"<html>"),), Outcome.FAILED, ""),
    ],
)
async def test_what_is_wrong_is_said_plainly_and_without_the_key(
    tmp_path: Path, replies: tuple[Reply, ...], outcome: Outcome, told: str
) -> None:
    async with claude(tmp_path, *replies) as (tried, _):
        assert tried.outcome is outcome
        assert told in tried.message
        assert CLAUDE_KEY[8:] not in tried.message


async def test_a_model_nobody_knows_comes_with_the_next_best(tmp_path: Path) -> None:
    models = listing("claude/models")
    async with claude(tmp_path, models, claude_model="claude-haiku-4-0") as (tried, _):
        assert (tried.outcome, tried.instead) == (
            Outcome.MODEL_UNKNOWN,
            Instead("claude_model", "claude-haiku-5-5"),
        )
        assert "claude-haiku-4-0" in tried.message


async def test_a_server_at_home_is_asked_for_its_models(tmp_path: Path) -> None:
    async with (
        serving(listing("openai/models")) as vendor,
        chosen(tmp_path) as (engines, _, _),
    ):
        clock = ManualClock()
        known = await engines.in_force()
        assert (await try_engine("openai_compatible", known, clock)).outcome is Outcome.KEY_MISSING
        known = await engines.change({"openai_base_url": f"{vendor.url}/v1"})
        assert (await try_engine("openai_compatible", known, clock)).outcome is Outcome.WORKS
        known = await engines.change({"openai_model": "qwen-tset"})
        tried = await try_engine("openai_compatible", known, clock)
        assert (tried.outcome, tried.instead) == (
            Outcome.MODEL_UNKNOWN,
            Instead("openai_model", "qwen-test"),
        )


async def test_a_server_without_models_and_none_at_all(tmp_path: Path) -> None:
    async with (
        serving(listing("openai/no_models")) as vendor,
        chosen(tmp_path) as (engines, _, _),
    ):
        known = await engines.change({"openai_base_url": f"{vendor.url}/v1"})
        tried = await try_engine("openai_compatible", known, ManualClock())
        assert (tried.outcome, tried.instead) == (Outcome.MODEL_UNKNOWN, None)
        known = await engines.change({"openai_base_url": f"{NOBODY}/v1"})
        tried = await try_engine("openai_compatible", known, ManualClock())
        assert tried.outcome is Outcome.UNREACHABLE
        assert "Check the address of the server" in tried.message


@pytest.mark.parametrize(
    ("refuse", "changes", "outcome", "instead"),
    [
        ((), {}, Outcome.WORKS, None),
        ((401,), {}, Outcome.KEY_REFUSED, None),
        (
            (400,),
            {"deepgram_model": "nova-9"},
            Outcome.MODEL_UNKNOWN,
            Instead("deepgram_model", "nova-3"),
        ),
        ((503,), {}, Outcome.FAILED, None),
    ],
)
async def test_deepgram_is_tried_by_opening_a_line(
    tmp_path: Path,
    refuse: tuple[int, ...],
    changes: dict[str, object],
    outcome: Outcome,
    instead: Instead | None,
) -> None:
    async with (
        Service() as service,
        chosen(tmp_path, deepgram_base_url=service.url) as (
            engines,
            _,
            _,
        ),
    ):
        service.faults.refuse.extend(refuse)
        await engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY))
        known = await engines.change(changes)
        tried = await try_engine("deepgram", known, ManualClock())
        assert (tried.outcome, tried.instead) == (outcome, instead)
        assert DEEPGRAM_KEY not in tried.message
        assert len(service.handshakes) == 1


async def test_without_a_network_or_a_key_deepgram_says_so(tmp_path: Path) -> None:
    async with chosen(tmp_path, deepgram_base_url=NOBODY) as (engines, _, _):
        clock = ManualClock()
        tried = await try_engine("deepgram", await engines.in_force(), clock)
        assert tried.outcome is Outcome.KEY_MISSING
        known = await engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY))
        assert (await try_engine("deepgram", known, clock)).outcome is Outcome.UNREACHABLE
        with pytest.raises(NotFound):
            await try_engine("nobody", known, clock)
