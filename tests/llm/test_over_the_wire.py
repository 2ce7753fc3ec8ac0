"""The whole way: policy, real client, real HTTP, and a vendor that misbehaves."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import pytest

from salescoach.kit.clock import ManualClock
from salescoach.llm.breaker import OPENS_AFTER
from salescoach.llm.budget import Budget, Limits
from salescoach.llm.engines.claude import ClaudeEngine
from salescoach.llm.engines.openai_compatible import OpenAICompatibleEngine
from salescoach.llm.failure import GuardedModel, Patience
from salescoach.llm.faults import Fault, ModelError
from salescoach.llm.model import Engine, Purpose
from tests.llm.cards import CARD, LIVE, REVIEW, fails, read
from tests.llm.vendor import SILENCE, Reply, Vendor, listing, recorded, refusal, serving

VENDORS = ("claude", "openai")
PATIENT = Patience(60, 60)


def engine(name: str, url: str) -> Engine:
    if name == "claude":
        return ClaudeEngine(
            "sk-ant-test-Zx9Kq2Lm5Np8Rt1Vw4Yb7",
            live_model="claude-haiku-5-5",
            review_model="claude-sonnet-5-5",
            base_url=url,
        )
    return OpenAICompatibleEngine(base_url=f"{url}/v1", model="gpt-test")


@asynccontextmanager
async def guarded(
    name: str, *replies: Reply
) -> AsyncIterator[tuple[GuardedModel, Vendor, ManualClock]]:
    clock = ManualClock()

    async def sleep(seconds: float) -> None:
        clock.advance(1000 * seconds)

    async with serving(*replies) as vendor:
        model = GuardedModel(
            engine(name, vendor.url),
            Budget(Limits(), clock),
            clock,
            patience=dict.fromkeys(Purpose, PATIENT),
            sleep=sleep,
        )
        try:
            yield model, vendor, clock
        finally:
            await model.aclose()


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize("keep", [None, 1])
async def test_a_wait_that_is_broken_off_puts_the_line_down(name: str, keep: int | None) -> None:
    """What a deadline does: without headers, and with headers but without words."""
    silence = SILENCE if keep is None else recorded(f"{name}/card", keep=keep, then="hang")
    async with guarded(name, silence) as (model, vendor, _):
        waiting = asyncio.create_task(read(model.stream(LIVE)))
        await vendor.silent.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert model.standing.fault is None
        assert model.budget.ledger.today.usage.prompt > 0
    assert vendor.left == 1


@pytest.mark.parametrize("name", VENDORS)
async def test_a_superseded_request_is_put_down(name: str) -> None:
    reply = recorded(f"{name}/card", keep=10, then="hang")
    async with guarded(name, reply) as (model, vendor, _):
        async with aclosing(model.stream(LIVE)) as stream:
            await anext(stream)
        assert model.budget.ledger.today.usage.prompt > 0
    assert vendor.left == 1


@pytest.mark.parametrize("name", VENDORS)
async def test_a_refused_key_is_sent_once(name: str) -> None:
    async with guarded(name, refusal(f"{name}/401")) as (model, vendor, _):
        assert not (await fails(model.stream(LIVE), Fault.UNAUTHORIZED)).told
        assert (await fails(model.stream(LIVE), Fault.UNAUTHORIZED)).told
        assert len(vendor.received) == 1


@pytest.mark.parametrize(("name", "busy"), [("claude", "529"), ("openai", "503")])
async def test_a_busy_vendor_is_left_alone_and_comes_back(name: str, busy: str) -> None:
    replies = [*[refusal(f"{name}/{busy}")] * OPENS_AFTER, recorded(f"{name}/card")]
    async with guarded(name, *replies) as (model, vendor, clock):
        for _ in range(OPENS_AFTER):
            await fails(model.stream(LIVE), Fault.OVERLOADED)
        resting = await fails(model.stream(LIVE), Fault.RESTING)
        assert len(vendor.received) == OPENS_AFTER
        clock.advance(1000 * (resting.retry_after_s or 0))
        _, answer = await read(model.stream(LIVE))
    assert answer.value == CARD


@pytest.mark.parametrize("name", VENDORS)
async def test_a_review_outlasts_a_limit_and_a_cut(name: str) -> None:
    replies = (
        refusal(f"{name}/429", retry_after="31"),
        recorded(f"{name}/card", keep=6, then="cut"),
        recorded(f"{name}/card"),
    )
    async with guarded(name, *replies) as (model, vendor, clock):
        answer = await model.complete(REVIEW)
        assert clock.now_ms() >= 33_000
        # The part that was cut off is paid for as well.
        assert model.budget.ledger.today.usage.total > answer.usage.total
    assert answer.value == CARD
    assert len(vendor.received) == 3


async def test_a_retired_claude_is_replaced_by_the_next_best() -> None:
    replies = (refusal("claude/404"), recorded("claude/card"))
    async with guarded("claude", *replies) as (model, vendor, _):
        await read(model.stream(LIVE))
        (note,) = model.standing.notes
    assert "claude-haiku-5-5" in note
    assert [request.body["model"] for request in vendor.received] == [
        "claude-haiku-5-5",
        "claude-haiku-4-5",
    ]


async def test_the_button_in_the_settings() -> None:
    async with guarded("claude", listing("claude/models")) as (model, _, _):
        assert await model.missing() == ()
    async with guarded("openai", listing("openai/models")) as (model, _, _):
        assert await model.missing() == ("gpt-test",)
    async with guarded("claude", refusal("claude/401")) as (model, _, _):
        with pytest.raises(ModelError, match="does not accept the key"):
            await model.missing()


@pytest.mark.parametrize("name", VENDORS)
async def test_calls_beside_each_other_do_not_mix(name: str) -> None:
    async with guarded(name, recorded(f"{name}/card")) as (model, vendor, _):
        streams = [model.stream(replace(LIVE, call_id=f"call-{n}")) for n in range(5)]
        for stream in streams:
            await anext(stream)
        for stream in reversed(streams):
            _, answer = await read(stream)
            assert answer.value == CARD
        assert len(model.budget.ledger.calls) == 5
        assert len(vendor.received) == 5


@pytest.mark.parametrize("name", VENDORS)
async def test_the_clients_log_nothing_of_a_request(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever level the log is set to: their own lines hold bodies and headers."""
    caplog.set_level(logging.DEBUG)
    replies = (refusal(f"{name}/500"), recorded(f"{name}/card"))
    async with guarded(name, *replies) as (model, _, _):
        await fails(model.stream(LIVE), Fault.SERVER_ERROR)
        await read(model.stream(LIVE))
    told = "".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert LIVE.prompt.asked not in told
    assert LIVE.prompt.fixed not in told
    assert CARD.text not in told
    assert "sk-ant" not in told
