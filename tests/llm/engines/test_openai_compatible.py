"""The real client against servers that speak OpenAI's chat completions, each in its own way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from salescoach.llm.engines.openai_compatible import OpenAICompatibleEngine
from salescoach.llm.faults import Fault
from salescoach.llm.model import Purpose, Usage
from tests.llm.cards import CARD, LIVE, fails, read
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

KEY = "sk-proj-test-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
MODEL = "gpt-test"


@asynccontextmanager
async def openai(
    *replies: Reply, model: str = MODEL, key: str = KEY
) -> AsyncIterator[tuple[OpenAICompatibleEngine, Vendor]]:
    async with serving(*replies) as vendor:
        engine = OpenAICompatibleEngine(base_url=f"{vendor.url}/v1", key=key, model=model)
        try:
            yield engine, vendor
        finally:
            await engine.aclose()


async def test_a_card_comes_piece_by_piece_and_whole() -> None:
    async with openai(recorded("openai/card")) as (engine, _):
        partials, answer = await read(engine.attempt(LIVE, MODEL))
    assert answer.value == CARD
    assert answer.model == MODEL
    assert answer.usage == Usage(input=260, cache_read=640, output=41)
    texts = [str(partial.value.get("text", "")) for partial in partials]
    assert len(partials) > 5
    assert all(CARD.text.startswith(text) for text in texts)
    assert partials[0].usage.estimated


async def test_what_is_sent() -> None:
    async with openai(recorded("openai/card")) as (engine, vendor):
        await read(engine.attempt(LIVE, MODEL))
    (request,) = vendor.received
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    body = request.body
    assert body["model"] == MODEL
    assert body["stream"] is True
    assert body["stream_options"] == {"include_usage": True}
    assert body["max_tokens"] == LIVE.max_output_tokens
    assert body["messages"] == [
        {"role": "system", "content": LIVE.prompt.fixed},
        {"role": "user", "content": LIVE.prompt.asked},
    ]
    shape = body["response_format"]["json_schema"]
    assert shape["strict"] is True
    assert shape["schema"]["required"] == ["text", "reasoning", "confidence"]
    assert "call-1" not in str(body)


@pytest.mark.parametrize(
    ("stream", "usage"),
    [
        ("usage_with_last_words", Usage(input=900, output=41)),
        ("reasoning", Usage(input=260, cache_read=640, output=41)),
        ("without_usage", None),
        ("thoughts_in_text", None),
        ("fenced", None),
    ],
)
async def test_the_ways_in_which_servers_differ(stream: str, usage: Usage | None) -> None:
    async with openai(recorded(f"openai/{stream}")) as (engine, _):
        _, answer = await read(engine.attempt(LIVE, MODEL))
    assert answer.value == CARD
    if usage is None:
        assert answer.usage.estimated
        assert answer.usage.input > 0
        assert answer.usage.output > 10
    else:
        assert answer.usage == usage


async def test_what_a_server_does_not_take_is_left_out_from_then_on() -> None:
    replies = (
        refusal("openai/422_usage"),
        refusal("openai/400_temperature"),
        refusal("openai/400_format"),
        refusal("openai/400_max_tokens"),
        recorded("openai/without_usage"),
    )
    async with openai(*replies) as (engine, vendor):
        for _ in range(2):
            _, answer = await read(engine.attempt(LIVE, MODEL))
            assert answer.value == CARD
    first, second, third, fourth, plain, again = (request.body for request in vendor.received)
    assert "stream_options" in first
    assert "stream_options" not in second
    assert "temperature" in second
    assert "temperature" not in third
    assert "response_format" in third
    assert "response_format" not in fourth
    assert "JSON Schema" in fourth["messages"][0]["content"]
    assert "max_tokens" in fourth
    assert plain["max_completion_tokens"] == LIVE.max_output_tokens
    assert again == plain


@pytest.mark.parametrize(
    ("stream", "fault"),
    [
        ("refusal", Fault.REFUSED),
        ("content_filter", Fault.REFUSED),
        ("length", Fault.TRUNCATED),
        ("prose", Fault.MALFORMED),
        ("wrong_shape", Fault.MALFORMED),
    ],
)
async def test_an_answer_that_is_none_is_still_paid_for(stream: str, fault: Fault) -> None:
    async with openai(recorded(f"openai/{stream}")) as (engine, _):
        error = await fails(engine.attempt(LIVE, MODEL), fault)
    assert error.usage == Usage(input=260, cache_read=640, output=41)


async def test_an_error_inside_a_stream() -> None:
    async with openai(recorded("openai/error_midstream")) as (engine, _):
        error = await fails(engine.attempt(LIVE, MODEL), Fault.SERVER_ERROR)
    assert error.usage.estimated
    assert error.usage.output > 1


@pytest.mark.parametrize("keep", [1, 6, 12])
@pytest.mark.parametrize("then", ["cut", "end"])
async def test_a_stream_that_breaks_off(keep: int, then: str) -> None:
    reply = recorded("openai/card", keep=keep, then="cut" if then == "cut" else "end")
    async with openai(reply) as (engine, _):
        await fails(engine.attempt(LIVE, MODEL), Fault.CUT)


async def test_a_server_that_hangs_up_or_is_not_there() -> None:
    async with openai(HANG_UP) as (engine, _):
        await fails(engine.attempt(LIVE, MODEL), Fault.UNREACHABLE)
    async with openai(HANG_UP, model="") as (engine, _):
        await fails(engine.attempt(LIVE, ""), Fault.UNREACHABLE)


@pytest.mark.parametrize(
    "body",
    [
        b"data: {not json\n\n",
        b'data: ["a list"]\n\n',
        b'data: {"choices": [{"delta": null}]}\n\n',
        b'data: {"choices": 4}\n\n',
    ],
)
async def test_garbage_is_malformed(body: bytes) -> None:
    async with openai(garbage(body)) as (engine, _):
        await fails(engine.attempt(LIVE, MODEL), Fault.MALFORMED)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("400_context", Fault.TOO_LONG),
        ("400_context_local", Fault.TOO_LONG),
        ("400_other", Fault.INVALID),
        ("401", Fault.UNAUTHORIZED),
        ("403", Fault.FORBIDDEN),
        ("404_model", Fault.RETIRED),
        ("404_ollama", Fault.RETIRED),
        ("404_path", Fault.INVALID),
        ("429", Fault.RATE_LIMITED),
        ("429_quota", Fault.NO_CREDIT),
        ("500", Fault.SERVER_ERROR),
        ("503", Fault.OVERLOADED),
    ],
)
async def test_every_refusal_has_its_name_and_our_words(name: str, fault: Fault) -> None:
    async with openai(refusal(f"openai/{name}", retry_after="7")) as (engine, vendor):
        error = await fails(engine.attempt(LIVE, MODEL), fault)
    assert len(vendor.received) == 1, "trying again is not the engine's decision"
    assert error.retry_after_s == 7
    assert error.usage == Usage()
    assert "our model server" in error.message
    assert "sk-" not in f"{error.message} {error!r} {error.__cause__}"


async def test_a_wrong_address_is_told() -> None:
    async with openai(refusal("openai/404_path")) as (engine, _):
        error = await fails(engine.attempt(LIVE, MODEL), Fault.INVALID)
    assert "OPENAI_BASE_URL" in error.message


async def test_without_a_model_name_the_first_one_offered_is_asked() -> None:
    replies = (listing("openai/models"), recorded("openai/card"))
    async with openai(*replies, model="", key="") as (engine, vendor):
        for _ in range(2):
            await read(engine.attempt(LIVE, engine.candidates(Purpose.LIVE)[0]))
        assert engine.candidates(Purpose.REVIEW) == ("llama-test",)
    paths = [request.path for request in vendor.received]
    assert paths == ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"]
    assert vendor.received[1].body["model"] == "llama-test"


async def test_a_server_without_any_model() -> None:
    async with openai(listing("openai/no_models"), model="") as (engine, _):
        error = await fails(engine.attempt(LIVE, ""), Fault.RETIRED)
    assert "offers no model" in error.message


async def test_leaving_early_gives_the_connection_back() -> None:
    async with openai(recorded("openai/card", keep=8, then="hang")) as (engine, vendor):
        stream = engine.attempt(LIVE, MODEL)
        await anext(stream)
        await stream.aclose()
    assert vendor.left == 1


def test_openai_itself_is_asked_in_its_own_terms() -> None:
    engine = OpenAICompatibleEngine(key=KEY, model=MODEL)
    assert (engine.host, engine.label) == ("api.openai.com", "OpenAI")
