"""A review from end to end: the vendors' own clients, real HTTP, and a vendor that misbehaves."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from salescoach.domain.review import Review
from salescoach.kit.clock import ManualClock
from salescoach.llm.budget import Budget, Limits
from salescoach.llm.engines.claude import ClaudeEngine
from salescoach.llm.engines.openai_compatible import OpenAICompatibleEngine
from salescoach.llm.failure import GuardedModel, Patience
from salescoach.llm.model import Engine, Purpose
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline.analyst.analyst import Analyst
from salescoach.pipeline.review.write import write_review
from tests.llm.speaking import speaks
from tests.llm.vendor import HANG_UP, SILENCE, Reply, Vendor, recorded, refusal, serving
from tests.pipeline.analyst.drafts import notes, whole, worked
from tests.pipeline.review.talk import PLAYBOOK, Talk, good_call

ASKED = "How many calls do you miss in a week?"
PRAISE = whole(what_worked=[worked(3, ASKED)])
VENDORS = ("claude", "openai")


def engine(name: str, url: str) -> Engine:
    if name == "claude":
        return ClaudeEngine(
            "sk-ant-test-Zx9Kq2Lm5Np8Rt1Vw4Yb7",
            live_model="claude-haiku-5-5",
            review_model="claude-sonnet-5-5",
            base_url=url,
        )
    return OpenAICompatibleEngine(base_url=f"{url}/v1", model="gpt-test")


class Desk:
    """Reviews calls with one vendor; pauses pass at once and are counted."""

    def __init__(self, name: str, vendor: Vendor, patience: Patience) -> None:
        self.vendor = vendor
        self.slept: list[float] = []
        self._clock = ManualClock()
        self.guarded = GuardedModel(
            engine(name, vendor.url),
            Budget(Limits(), self._clock),
            self._clock,
            patience=dict.fromkeys(Purpose, patience),
            sleep=self._sleep,
        )

    async def review(self, talk: Talk | None = None, context: int = 16_000) -> Review:
        record = (talk or good_call()).record()
        model = LiveModel(self.guarded, context_tokens=context)
        return await Analyst(model, record, PLAYBOOK, write_review(record, PLAYBOOK)).review()

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._clock.advance(1000 * seconds)


@asynccontextmanager
async def desk(name: str, *replies: Reply, patience: Patience | None = None) -> AsyncIterator[Desk]:
    async with serving(*replies) as vendor:
        desk = Desk(name, vendor, patience or Patience(60, 60))
        try:
            yield desk
        finally:
            await desk.guarded.aclose()


def fault_of(review: Review) -> str | None:
    assert review.writing is not None
    return review.writing.fault


@pytest.mark.parametrize("name", VENDORS)
async def test_a_review_is_asked_for_by_its_schema(name: str) -> None:
    async with desk(name, speaks(name, PRAISE, piece=40)) as at:
        review = await at.review()
        (asked,) = at.vendor.received

    assert (review.source != "local", fault_of(review)) == (True, None)
    assert review.what_worked[0].evidence.turn_id == "t3"
    sent = json.dumps(asked.body)
    assert "missed_opportunities" in sent
    assert "success_score" not in sent
    assert review.writing is not None
    assert review.writing.prompt_tokens > 0
    assert review.writing.model


@pytest.mark.parametrize("name", VENDORS)
async def test_a_wait_that_is_asked_for_is_kept(name: str) -> None:
    busy = refusal(f"{name}/429", retry_after="7")
    async with desk(name, busy, speaks(name, PRAISE, piece=40)) as at:
        review = await at.review()

    assert fault_of(review) is None
    assert at.slept[0] >= 7


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize("broken", ["cut", "nothing", "prose"])
async def test_what_breaks_off_is_asked_for_again(name: str, broken: str) -> None:
    first = {
        "cut": speaks(name, PRAISE, piece=40, unfinished=True, then="cut"),
        "nothing": HANG_UP,
        "prose": speaks(name, "What a lovely call that was!", piece=40),
    }[broken]
    async with desk(name, first, speaks(name, PRAISE, piece=40)) as at:
        review = await at.review()

    assert fault_of(review) is None
    assert len(at.vendor.received) == 2


@pytest.mark.parametrize("name", VENDORS)
async def test_three_tries_and_then_the_counted_review_stands(name: str) -> None:
    async with desk(name, HANG_UP) as at:
        review = await at.review()

    assert (review.source, len(at.vendor.received)) == ("local", 3)
    assert fault_of(review) in ("cut", "unreachable", "server_error")
    assert review.what_worked


@pytest.mark.parametrize("name", VENDORS)
async def test_a_refusal_is_not_asked_twice(name: str) -> None:
    async with desk(name, recorded(f"{name}/refusal")) as at:
        review = await at.review()

    assert (fault_of(review), len(at.vendor.received)) == ("refused", 1)


@pytest.mark.parametrize("name", VENDORS)
async def test_an_answer_that_is_too_long_is_asked_for_in_parts(name: str) -> None:
    ending = "truncated" if name == "claude" else "length"
    longer = speaks(name, PRAISE[:60], ending=ending, piece=40)
    part = speaks(name, notes((3, ASKED)), piece=40)
    async with desk(name, longer, part, part, speaks(name, PRAISE, piece=40)) as at:
        review = await at.review()

    assert fault_of(review) is None
    assert review.writing is not None
    assert (review.writing.parts, review.writing.requests) == (2, 4)


@pytest.mark.parametrize(
    ("name", "too_long"), [("claude", "400_too_long"), ("openai", "400_context")]
)
async def test_a_context_that_is_smaller_than_told_is_found_out(name: str, too_long: str) -> None:
    part = speaks(name, notes((3, ASKED)), piece=40)
    replies = (refusal(f"{name}/{too_long}"), part, part, speaks(name, PRAISE, piece=40))
    async with desk(name, *replies) as at:
        review = await at.review()

    assert fault_of(review) is None


@pytest.mark.parametrize("name", VENDORS)
async def test_a_key_that_is_refused_is_said_and_not_tried_again(name: str) -> None:
    async with desk(name, refusal(f"{name}/401")) as at:
        review = await at.review()

    assert (fault_of(review), len(at.vendor.received)) == ("unauthorized", 1)
    assert review.writing is not None
    assert "key" in review.writing.message


@pytest.mark.parametrize("name", VENDORS)
async def test_a_vendor_that_says_nothing_is_left(name: str) -> None:
    async with desk(name, SILENCE, patience=Patience(0.05, 0.1)) as at:
        review = await at.review()

    assert (fault_of(review), review.source) == ("slow", "local")
