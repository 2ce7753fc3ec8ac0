"""The real client against a server that speaks the Messages API: what is sent, what is read, and
every way it can go wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from salescoach.llm.engines.claude import ClaudeEngine
from salescoach.llm.faults import Fault
from salescoach.llm.model import Purpose, Usage
from tests.llm.cards import CARD, LIVE, REVIEW, Card, fails, read
from tests.llm.vendor import (
    HANG_UP,
    Reply,
    Vendor,
    garbage,
    listing,
    recorded,
    refusal,
    serving,
)

KEY = "sk-ant-test-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
LIVE_MODEL = "claude-haiku-5-5"


@asynccontextmanager
async def claude(*replies: Reply) -> AsyncIterator[tuple[ClaudeEngine, Vendor]]:
    async with serving(*replies) as vendor:
        engine = ClaudeEngine(
            KEY, live_model=LIVE_MODEL, review_model="claude-sonnet-5-5", base_url=vendor.url
        )
        try:
            yield engine, vendor
        finally:
            await engine.aclose()


async def test_a_card_comes_piece_by_piece_and_whole() -> None:
    async with claude(recorded("claude/card")) as (engine, _):
        partials, answer = await read(engine.attempt(LIVE, LIVE_MODEL))
    assert answer.value == CARD
    assert answer.model == LIVE_MODEL
    assert answer.usage == Usage(input=212, cache_read=1830, output=48)
    texts = [str(partial.value.get("text", "")) for partial in partials]
    assert len(partials) > 5
    assert all(CARD.text.startswith(text) for text in texts)
    assert texts == sorted(texts, key=len)
    assert partials[0].usage.estimated
    assert partials[0].usage.cache_read == 1830


async def test_what_is_sent() -> None:
    async with claude(recorded("claude/card")) as (engine, vendor):
        await read(engine.attempt(LIVE, LIVE_MODEL))
    (request,) = vendor.received
    assert (request.method, request.path) == ("POST", "/v1/messages")
    assert KEY in request.headers.get("authorization", "") + request.headers.get("x-api-key", "")
    assert request.headers["anthropic-version"]
    body = request.body
    assert body["model"] == LIVE_MODEL
    assert body["stream"] is True
    assert body["max_tokens"] == LIVE.max_output_tokens
    assert body["system"] == [
        {"type": "text", "text": LIVE.prompt.fixed, "cache_control": {"type": "ephemeral"}}
    ]
    assert body["messages"] == [{"role": "user", "content": LIVE.prompt.asked}]
    assert body["thinking"] == {"type": "disabled"}
    schema = body["output_config"]["format"]["schema"]
    assert body["output_config"]["format"]["type"] == "json_schema"
    assert list(schema["properties"]) == ["text", "reasoning", "confidence"]
    assert schema["additionalProperties"] is False
    assert "call-1" not in str(body)


async def test_a_review_may_think() -> None:
    async with claude(recorded("claude/thinking")) as (engine, vendor):
        partials, answer = await read(engine.attempt(REVIEW, "claude-sonnet-5-5"))
    assert "thinking" not in vendor.received[0].body
    assert answer.value == CARD
    assert answer.usage.output == 95
    assert not any("worth." in str(partial.value) for partial in partials)


async def test_a_playbook_that_is_kept_is_counted_apart() -> None:
    async with claude(recorded("claude/cache_written")) as (engine, _):
        _, answer = await read(engine.attempt(LIVE, LIVE_MODEL))
    assert answer.usage == Usage(input=42, cache_write=2002, output=48)


async def test_events_and_deltas_that_nobody_knows_yet_are_passed_over() -> None:
    async with claude(recorded("claude/citations_and_new_events")) as (engine, _):
        _, answer = await read(engine.attempt(LIVE, LIVE_MODEL))
    assert answer.value == CARD


async def test_one_connection_serves_many_requests() -> None:
    async with claude(recorded("claude/card")) as (engine, vendor):
        for _ in range(3):
            await read(engine.attempt(LIVE, LIVE_MODEL))
    assert len({request.client for request in vendor.received}) == 1


@pytest.mark.parametrize(
    ("stream", "fault", "output"),
    [
        ("truncated", Fault.TRUNCATED, 16),
        ("refusal", Fault.REFUSED, 3),
        ("overflow", Fault.TOO_LONG, 8),
        ("tool_use", Fault.MALFORMED, 30),
        ("prose", Fault.MALFORMED, 55),
    ],
)
async def test_an_answer_that_is_none_is_still_paid_for(
    stream: str, fault: Fault, output: int
) -> None:
    async with claude(recorded(f"claude/{stream}")) as (engine, _):
        error = await fails(engine.attempt(LIVE, LIVE_MODEL), fault)
    assert error.usage == Usage(input=212, cache_read=1830, output=output)


@pytest.mark.parametrize(
    ("stream", "fault"),
    [("overloaded_midstream", Fault.OVERLOADED), ("server_error_midstream", Fault.SERVER_ERROR)],
)
async def test_an_error_inside_a_stream(stream: str, fault: Fault) -> None:
    async with claude(recorded(f"claude/{stream}")) as (engine, _):
        error = await fails(engine.attempt(LIVE, LIVE_MODEL), fault)
    assert error.usage.prompt == 2042
    assert error.usage.output > 1
    assert error.usage.estimated


@pytest.mark.parametrize("keep", [1, 6, 12])
@pytest.mark.parametrize("then", ["cut", "end"])
async def test_a_stream_that_breaks_off(keep: int, then: str) -> None:
    reply = recorded("claude/card", keep=keep, then="cut" if then == "cut" else "end")
    async with claude(reply) as (engine, _):
        await fails(engine.attempt(LIVE, LIVE_MODEL), Fault.CUT)


async def test_a_server_that_hangs_up_or_is_not_there() -> None:
    async with claude(HANG_UP) as (engine, _):
        await fails(engine.attempt(LIVE, LIVE_MODEL), Fault.UNREACHABLE)
    await fails(engine.attempt(LIVE, LIVE_MODEL), Fault.UNREACHABLE)


@pytest.mark.parametrize(
    "body",
    [
        b"event: message_start\ndata: {not json\n\n",
        b'event: message_start\ndata: {"type": "message_start", "message": {}}\n\n',
        b'event: message_start\ndata: {"type": "message_start"}\n\n',
        b'event: content_block_delta\ndata: {"type": "content_block_delta"}\n\n',
        b'event: message_delta\ndata: ["message_delta"]\n\n',
    ],
)
async def test_garbage_is_malformed(body: bytes) -> None:
    async with claude(garbage(body)) as (engine, _):
        await fails(engine.attempt(LIVE, LIVE_MODEL), Fault.MALFORMED)


async def test_a_page_instead_of_a_stream_is_no_answer() -> None:
    async with claude(garbage(b"<html>Log in to the guest network</html>", "text/html")) as (
        engine,
        _,
    ):
        await fails(engine.attempt(LIVE, LIVE_MODEL), Fault.MALFORMED)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("400_too_long", Fault.TOO_LONG),
        ("400_no_credit", Fault.NO_CREDIT),
        ("400_other", Fault.INVALID),
        ("401", Fault.UNAUTHORIZED),
        ("402", Fault.NO_CREDIT),
        ("403", Fault.FORBIDDEN),
        ("404", Fault.RETIRED),
        ("413", Fault.TOO_LONG),
        ("429", Fault.RATE_LIMITED),
        ("500", Fault.SERVER_ERROR),
        ("504", Fault.TIMEOUT),
        ("529", Fault.OVERLOADED),
    ],
)
async def test_every_refusal_has_its_name_and_our_words(name: str, fault: Fault) -> None:
    async with claude(refusal(f"claude/{name}", retry_after="7")) as (engine, vendor):
        error = await fails(engine.attempt(LIVE, LIVE_MODEL), fault)
    assert len(vendor.received) == 1, "trying again is not the engine's decision"
    assert error.retry_after_s == 7
    assert error.usage == Usage()
    assert "Claude" in error.message
    told = f"{error.message} {error!r} {error.__cause__}"
    assert KEY not in told
    assert "x-api-key" not in told
    assert "organization" not in told


@pytest.mark.parametrize("status", [502, 503, 520])
async def test_a_gateways_own_error_page(status: int) -> None:
    page = Reply(status, (b"<html>bad gateway</html>",), (("content-type", "text/html"),))
    async with claude(page) as (engine, _):
        fault = Fault.OVERLOADED if status == 503 else Fault.SERVER_ERROR
        await fails(engine.attempt(LIVE, LIVE_MODEL), fault)


async def test_what_a_model_does_not_know_is_left_out_from_then_on() -> None:
    card = recorded("claude/card")
    replies = (refusal("claude/400_thinking"), refusal("claude/400_format"), card)
    async with claude(*replies) as (engine, vendor):
        for _ in range(2):
            _, answer = await read(engine.attempt(LIVE, LIVE_MODEL))
            assert answer.value == CARD
    asked, without_thinking, without_both, again = (request.body for request in vendor.received)
    assert "thinking" in asked
    assert "thinking" not in without_thinking
    assert "output_config" in without_thinking
    assert "output_config" not in without_both
    assert "JSON Schema" in without_both["system"][0]["text"]
    assert again == without_both


async def test_leaving_early_gives_the_connection_back() -> None:
    async with claude(recorded("claude/card", keep=8, then="hang")) as (engine, vendor):
        stream = engine.attempt(LIVE, LIVE_MODEL)
        await anext(stream)
        await stream.aclose()
    assert vendor.left == 1


async def test_the_models_it_offers() -> None:
    async with claude(listing("claude/models")) as (engine, vendor):
        offered = await engine.offered()
    assert offered[0] == LIVE_MODEL
    assert vendor.received[0].path == "/v1/models"
    async with claude(refusal("claude/401")) as (engine, _):
        with pytest.raises(Exception, match="does not accept the key") as caught:
            await engine.offered()
    assert getattr(caught.value, "fault", None) is Fault.UNAUTHORIZED


def test_the_wanted_model_comes_first_and_once() -> None:
    engine = ClaudeEngine(KEY, live_model="claude-opus-5-5", review_model="claude-sonnet-5-5")
    assert engine.candidates(Purpose.LIVE)[0] == "claude-opus-5-5"
    assert engine.candidates(Purpose.REVIEW) == ("claude-sonnet-5-5", "claude-sonnet-5")
    assert engine.host == "api.anthropic.com"


async def test_another_schema_is_checked_too() -> None:
    class Other(Card):
        tone: str

    ask = replace(LIVE, schema=Other)
    async with claude(recorded("claude/card")) as (engine, _):
        await fails(engine.attempt(ask, LIVE_MODEL), Fault.MALFORMED)
