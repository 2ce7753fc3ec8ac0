"""A live call beside a vendor that answers, with what cannot be shown.

Each test is a row of the table in `docs/faults.md`, once for each engine.
"""

import pytest

from salescoach.domain.suggestion import Source
from tests.llm.speaking import speaks
from tests.llm.vendor import Reply, garbage, refusal
from tests.pipeline.advised import advice, embedded
from tests.pipeline.beside import FIRST, WHOLE, beside, engines, stands


@engines
async def test_answer_too_long(vendor: str) -> None:
    ending = "truncated" if vendor == "claude" else "length"
    async with beside(vendor, speaks(vendor, advice(WHOLE)[:60], ending=ending)) as (call, _):
        assert call.texts() == [embedded(), FIRST]
        assert call.health() == ["truncated"]


@engines
async def test_refused_to_answer(vendor: str) -> None:
    ending = "refusal" if vendor == "claude" else "content_filter"
    async with beside(vendor, speaks(vendor, advice(WHOLE)[:60], ending=ending)) as (call, _):
        # What it had written is taken back by the vendor: the embedded card returns.
        assert call.texts() == [embedded(), FIRST, embedded()]
        assert call.card.shown.source is Source.LOCAL
        assert call.health() == ["refused"]


@engines
@pytest.mark.parametrize(
    "reply",
    [
        garbage(b"<html>502</html>", "text/html"),
        garbage(b"<html>502</html>"),
        garbage(b"\xff\x00data: {nonsense\n\n"),
    ],
    ids=["html", "html_as_stream", "bytes"],
)
async def test_answer_is_garbage(vendor: str, reply: Reply) -> None:
    async with beside(vendor, reply) as (call, _):
        assert stands(call)
        assert call.health() == ["malformed"]


@engines
async def test_answer_is_prose(vendor: str) -> None:
    async with beside(vendor, speaks(vendor, "I would ask what it costs them now.")) as (call, _):
        assert stands(call)
        assert call.health() == ["malformed"]


@engines
async def test_call_is_too_long_for_it(vendor: str) -> None:
    name = "claude/400_too_long" if vendor == "claude" else "openai/400_context"
    async with beside(vendor, refusal(name)) as (call, _):
        assert stands(call)
        assert call.health() == ["too_long"]


@engines
async def test_invented_facts(vendor: str) -> None:
    invented = f"{FIRST} We can do it for $39, and Zendesk cannot."
    async with beside(vendor, speaks(vendor, advice(invented, invented), piece=5)) as (call, _):
        assert call.texts() == [embedded(), FIRST]
        assert "$39" not in repr(call.events)
