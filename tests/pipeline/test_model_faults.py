"""A live call beside a vendor that misbehaves: the vendors' real clients, real HTTP.

Each test is a row of the table in `docs/faults.md`, once for each engine.
"""

from dataclasses import replace

import pytest

from salescoach.domain.events import SuggestionShown
from salescoach.domain.suggestion import Source
from salescoach.llm.budget import Limits
from salescoach.llm.failure import Patience
from tests.llm.speaking import speaks
from tests.llm.vendor import HANG_UP, SILENCE, listing, refusal
from tests.pipeline.advised import AUTHORITY, PRICE, advice, embedded
from tests.pipeline.beside import FIRST, HASTY, KEY, WHOLE, beside, engines, stands


@engines
async def test_all_is_well(vendor: str) -> None:
    async with beside(vendor, speaks(vendor, advice(WHOLE))) as (call, server):
        assert call.texts() == [embedded(), FIRST, WHOLE]
        assert call.health() == []
        (used,) = call.used()
        assert used.prompt_tokens > 0
        assert used.cached_tokens > 0
        assert not used.estimated
        assert (used.usd > 0) == (vendor == "claude")
        assert len(server.received) == 1
    assert call.card.shown.source.value.startswith(vendor)


@engines
@pytest.mark.parametrize("status", ["401", "403"])
async def test_key_refused(vendor: str, status: str) -> None:
    reply = refusal(f"{vendor}/{status}")
    async with beside(vendor, reply, customer=(PRICE, AUTHORITY)) as (call, server):
        assert stands(call)
        await call.heard(30_000)
        assert call.health() == ["unauthorized" if status == "401" else "forbidden"]
        assert len(server.received) == 1
        assert KEY not in repr(call.events)
        assert call.state.spent.usd == 0


@engines
async def test_no_credit(vendor: str) -> None:
    name = "claude/402" if vendor == "claude" else "openai/429_quota"
    async with beside(vendor, refusal(name)) as (call, _):
        assert stands(call)
        assert call.health() == ["no_credit"]


async def test_model_retired_next_best() -> None:
    answer = speaks("claude", advice(WHOLE), model="claude-haiku-4-5")
    async with beside("claude", refusal("claude/404"), answer) as (call, server):
        assert call.texts() == [embedded(), FIRST, WHOLE]
        # From the first sentence on, not only when the last one is there.
        assert call.signed() == {"claude-haiku-4-5"}
        assert call.health() == []
        assert [request.body["model"] for request in server.received] == [
            "claude-haiku-5-5",
            "claude-haiku-4-5",
        ]
        assert call.used()[0].wanted == "claude-haiku-5-5"
        (note,) = call.model.guarded.standing.notes
        assert "claude-haiku-5-5" in note


async def test_model_retired_no_other() -> None:
    async with beside("openai", refusal("openai/404_model")) as (call, _):
        assert stands(call)
        assert call.health() == ["retired"]


async def test_model_not_named() -> None:
    """The server says which it has, and the first of them is asked."""
    answer = speaks("openai", advice(WHOLE), model="llama-test")
    replies = (listing("openai/models"), answer)
    async with beside("openai", *replies, openai_model="") as (call, server):
        assert call.texts() == [embedded(), FIRST, WHOLE]
        assert call.signed() == {"llama-test"}
        assert server.received[-1].body["model"] == "llama-test"


async def test_model_not_named_and_nobody_there() -> None:
    async with beside("openai", HANG_UP, openai_model="") as (call, _):
        assert stands(call)
        assert call.health() == ["unreachable"]
        assert [used.model for used in call.used()] == ["Your model server"]


@engines
async def test_rate_limited(vendor: str) -> None:
    replies = (refusal(f"{vendor}/429", retry_after="31"), speaks(vendor, advice(WHOLE)))
    async with beside(vendor, *replies, customer=(PRICE, AUTHORITY, PRICE)) as (call, server):
        assert stands(call)
        assert call.health() == ["rate_limited"]
        # The vendor named a pause: nothing is asked before it is over.
        await call.heard(20_000)
        assert len(server.received) == 1
        await call.heard(40_000)
        assert len(server.received) == 2
        assert call.health() == ["rate_limited", "ok"]


@engines
@pytest.mark.parametrize("status", ["500", "busy"])
async def test_server_trouble(vendor: str, status: str) -> None:
    busy = {"claude": "529", "openai": "503"}[vendor]
    reply = refusal(f"{vendor}/{busy if status == 'busy' else status}")
    replies = (reply, speaks(vendor, advice(WHOLE)))
    async with beside(vendor, *replies, customer=(PRICE, AUTHORITY)) as (call, server):
        assert stands(call)
        assert len(server.received) == 1
        reason = "overloaded" if status == "busy" else "server_error"
        assert call.health() == [reason]
        await call.heard(30_000)
        assert call.health() == [reason, "ok"]


@engines
async def test_no_first_words(vendor: str) -> None:
    async with beside(vendor, SILENCE, patience=HASTY) as (call, server):
        assert stands(call)
        assert call.health() == ["slow"]
        (used,) = call.used()
        # What was asked may be billed although nobody waited for it.
        assert used.estimated
        assert used.prompt_tokens > 0
    assert server.left == 1


@engines
async def test_answers_late(vendor: str) -> None:
    reply = replace(speaks(vendor, advice(WHOLE)), after_s=30)
    async with beside(vendor, reply, patience=HASTY) as (call, server):
        assert call.health() == ["slow"]
        await call.until(lambda: server.left == 1)
        await call.heard(1_000)
        assert stands(call)


@engines
async def test_slow_bytes(vendor: str) -> None:
    # Words come in time, but no whole sentence before patience is over.
    reply = replace(speaks(vendor, advice(WHOLE), piece=1), each_s=0.02)
    async with beside(vendor, reply, patience=Patience(20, 0.3)) as (call, server):
        assert call.health() == ["timeout"]
        (used,) = call.used()
        assert used.first_words_ms is not None
        await call.until(lambda: server.left == 1)
        await call.heard(1_000)
        assert stands(call)


@engines
async def test_words_stop_coming(vendor: str) -> None:
    reply = speaks(vendor, advice(WHOLE)[:60], unfinished=True, then="hang")
    async with beside(vendor, reply, patience=HASTY) as (call, server):
        assert call.texts() == [embedded(), FIRST]
        assert call.health() == ["timeout"]
    assert server.left == 1


@engines
async def test_not_reachable(vendor: str) -> None:
    async with beside(vendor, HANG_UP) as (call, _):
        assert stands(call)
        assert call.health() == ["unreachable"]


@engines
async def test_cut_in_the_middle(vendor: str) -> None:
    reply = speaks(vendor, advice(WHOLE)[:60], unfinished=True, then="cut")
    async with beside(vendor, reply) as (call, _):
        assert call.texts() == [embedded(), FIRST]
        assert call.health() == ["cut"]


@engines
async def test_trouble_in_the_middle(vendor: str) -> None:
    ending = "overloaded_midstream" if vendor == "claude" else "error_midstream"
    async with beside(vendor, speaks(vendor, advice(WHOLE)[:60], ending=ending)) as (call, _):
        assert call.texts() == [embedded(), FIRST]
        assert call.health() == ["overloaded" if vendor == "claude" else "server_error"]


@engines
async def test_keeps_failing(vendor: str) -> None:
    turns = (PRICE, AUTHORITY) * 3
    async with beside(vendor, refusal(f"{vendor}/500"), customer=turns) as (call, server):
        for _ in turns[1:]:
            await call.heard(30_000)
        assert call.health() == ["server_error"]
        assert len(server.received) < len(call.of(SuggestionShown))


@engines
@pytest.mark.parametrize("scope", ["call", "day"])
async def test_budget_spent(vendor: str, scope: str) -> None:
    limits = Limits(call_usd=0.000_01) if scope == "call" else Limits(day_usd=0.000_01)
    reply = speaks(vendor, advice(WHOLE))
    turns = (PRICE, AUTHORITY)
    # A model without a known price is free on this machine and dear anywhere else.
    host = "models.example" if vendor == "openai" else None
    async with beside(vendor, reply, customer=turns, limits=limits, host=host) as (call, server):
        await call.heard(30_000)
        assert call.health() == [f"over_{scope}_budget"]
        assert len(server.received) == 1
        assert call.card.shown.source is Source.LOCAL
