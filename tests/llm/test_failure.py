"""The failure policy: deadlines, tries, rests, what is said once and what is booked."""

from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import pytest
from loguru import logger

from salescoach.kit.clock import ManualClock
from salescoach.llm.breaker import OPENS_AFTER, REST_S
from salescoach.llm.budget import Budget, Limits
from salescoach.llm.engines.scripted import Line, ScriptedEngine
from salescoach.llm.failure import (
    LONGEST_WAIT_S,
    SECOND_LOOK_S,
    TRIES,
    GuardedModel,
    Patience,
)
from salescoach.llm.faults import AILING, LASTING, TRANSIENT, Fault, ModelError
from salescoach.llm.model import Answer, Ask, Partial, Purpose
from salescoach.llm.prices import CAUTIOUS, per_million
from tests.llm.cards import CARD, LIVE, REVIEW, Card, fails, read

GOOD = Line(CARD.model_dump_json())
NEVER = Line(silent=True)
HASTY = Patience(first_words_s=0.02, total_s=60)


class RemoteEngine(ScriptedEngine):
    host = "models.example"


@dataclass
class House:
    """A guarded model whose time and pauses belong to the test."""

    lines: Sequence[Line]
    models: tuple[str, ...] = ("best", "second")
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=lambda: Patience(30, 60))

    def __post_init__(self) -> None:
        self.clock = ManualClock()
        self.slept: list[float] = []
        self.engine = RemoteEngine(self.lines, self.models)
        self.budget = Budget(self.limits, self.clock)
        self.model = GuardedModel(
            self.engine,
            self.budget,
            self.clock,
            patience=dict.fromkeys(Purpose, self.patience),
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(1000 * seconds)

    @property
    def asked(self) -> list[str]:
        return [model for model, _ in self.engine.asked]


async def declines(house: House, ask: Ask[Card], fault: Fault) -> None:
    with pytest.raises(ModelError) as caught:
        await house.model.complete(ask)
    assert caught.value.fault is fault


@pytest.fixture
def said() -> Iterator[list[str]]:
    """The log, from warnings up."""
    lines: list[str] = []
    sink = logger.add(lambda line: lines.append(str(line)), level="WARNING", format="{message}")
    yield lines
    logger.remove(sink)


async def test_words_come_as_they_are_written() -> None:
    house = House([GOOD])
    partials, answer = await read(house.model.stream(LIVE))
    assert answer.value == CARD
    assert len(partials) > 5
    assert house.model.standing.fault is None


async def test_no_first_words_in_time_and_the_card_stands() -> None:
    house = House([NEVER], patience=HASTY)
    await fails(house.model.stream(LIVE), Fault.SLOW)
    assert house.slept == []
    assert len(house.asked) == 1


async def test_an_answer_that_never_ends_is_left() -> None:
    begun = Line('{"text": "Teams', silent=True)
    house = House([begun], patience=Patience(first_words_s=60, total_s=0.02))
    stream = house.model.stream(LIVE)
    assert isinstance(await anext(stream), Partial)
    await fails(stream, Fault.TIMEOUT)


async def test_live_is_never_tried_twice() -> None:
    for fault in TRANSIENT - {Fault.RESTING}:
        house = House([Line(fault=fault), GOOD])
        await declines(house, LIVE, fault)
        assert len(house.asked) == 1


async def test_a_review_is_tried_again_with_growing_pauses() -> None:
    house = House([Line(fault=Fault.OVERLOADED), Line(fault=Fault.CUT), GOOD])
    answer = await house.model.complete(REVIEW)
    assert answer.value == CARD
    first, second = house.slept
    assert 2 <= first <= 3
    assert 2 <= second <= 10
    assert len(house.asked) == TRIES


async def test_a_review_gives_up_after_three_tries() -> None:
    house = House([Line(fault=Fault.SERVER_ERROR)])
    await declines(house, REVIEW, Fault.SERVER_ERROR)
    assert len(house.asked) == TRIES


async def test_pauses_stay_between_two_and_ten_seconds() -> None:
    for _ in range(20):
        house = House([Line(fault=Fault.MALFORMED)])
        await declines(house, REVIEW, Fault.MALFORMED)
        assert all(2 <= pause <= 10 for pause in house.slept)


async def test_the_vendors_word_on_when_to_come_back_counts() -> None:
    house = House([Line(fault=Fault.RATE_LIMITED, retry_after_s=17), GOOD])
    await house.model.complete(REVIEW)
    assert house.slept == [17]


async def test_a_review_does_not_wait_for_hours() -> None:
    line = Line(fault=Fault.RATE_LIMITED, retry_after_s=LONGEST_WAIT_S + 1)
    house = House([line, GOOD])
    await declines(house, REVIEW, Fault.RATE_LIMITED)
    assert house.slept == []


@pytest.mark.parametrize("fault", sorted(set(Fault) - TRANSIENT - {Fault.RETIRED}))
async def test_what_trying_again_cannot_mend_is_not_tried_again(fault: Fault) -> None:
    house = House([Line(fault=fault), GOOD])
    await declines(house, REVIEW, fault)
    assert len(house.asked) == 1


async def test_a_refused_key_is_said_once(said: list[str]) -> None:
    house = House([Line(fault=Fault.UNAUTHORIZED)])
    first = await fails(house.model.stream(LIVE), Fault.UNAUTHORIZED)
    again = await fails(house.model.stream(LIVE), Fault.UNAUTHORIZED)
    review = await fails(house.model.stream(REVIEW), Fault.UNAUTHORIZED)
    assert (first.told, again.told, review.told) == (False, True, True)
    assert len(house.asked) == 1
    assert len(said) == 1
    assert "does not accept the key" in said[0]
    assert house.model.standing.fault is Fault.UNAUTHORIZED


async def test_a_key_is_looked_at_again_later() -> None:
    house = House([Line(fault=Fault.NO_CREDIT), Line(fault=Fault.NO_CREDIT), GOOD])
    await fails(house.model.stream(LIVE), Fault.NO_CREDIT)
    house.clock.advance(1000 * SECOND_LOOK_S)
    assert (await fails(house.model.stream(LIVE), Fault.NO_CREDIT)).told
    house.clock.advance(1000 * SECOND_LOOK_S)
    await read(house.model.stream(LIVE))
    assert house.model.standing.fault is None


async def test_a_model_that_is_gone_gives_way_to_the_next_best(said: list[str]) -> None:
    house = House([Line(fault=Fault.RETIRED), GOOD])
    _, answer = await read(house.model.stream(LIVE))
    assert answer.model == "second"
    await read(house.model.stream(LIVE))
    assert house.asked == ["best", "second", "second"]
    assert len(said) == 1
    assert "has no model best" in said[0]
    assert house.model.standing.fault is None
    (note,) = house.model.standing.notes
    assert note.endswith("no longer has best. second answers in its place.")
    house.clock.advance(1000 * SECOND_LOOK_S)
    await read(house.model.stream(LIVE))
    assert house.asked[-1] == "best"


async def test_when_all_models_are_gone_nothing_is_asked() -> None:
    house = House([Line(fault=Fault.RETIRED)])
    await fails(house.model.stream(LIVE), Fault.RETIRED)
    await fails(house.model.stream(LIVE), Fault.RETIRED)
    assert house.asked == ["best", "second"]


@pytest.mark.parametrize("fault", sorted(AILING - {Fault.SLOW}))
async def test_a_service_that_keeps_failing_is_left_alone(fault: Fault) -> None:
    house = House([*[Line(fault=fault)] * OPENS_AFTER, GOOD])
    for _ in range(OPENS_AFTER):
        await fails(house.model.stream(LIVE), fault)
    resting = await fails(house.model.stream(LIVE), Fault.RESTING)
    assert resting.retry_after_s == REST_S
    assert len(house.asked) == OPENS_AFTER
    standing = house.model.standing
    assert (standing.fault, standing.again_in_s) == (fault, REST_S)
    house.clock.advance(1000 * REST_S)
    await read(house.model.stream(LIVE))
    assert house.model.standing.fault is None


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.TRUNCATED, Fault.INVALID, Fault.TOO_LONG])
async def test_an_unlucky_request_says_nothing_about_the_service(fault: Fault) -> None:
    house = House([*[Line(fault=fault)] * OPENS_AFTER, GOOD])
    for _ in range(OPENS_AFTER):
        await fails(house.model.stream(LIVE), fault)
    await read(house.model.stream(LIVE))


async def test_reviews_do_not_silence_live_calls() -> None:
    house = House([*[Line(fault=Fault.TIMEOUT)] * TRIES, GOOD])
    await declines(house, REVIEW, Fault.TIMEOUT)
    await fails(house.model.stream(REVIEW), Fault.RESTING)
    await read(house.model.stream(LIVE))


async def test_a_trial_that_is_cancelled_leaves_room_for_another() -> None:
    house = House([*[Line(fault=Fault.CUT)] * OPENS_AFTER, GOOD])
    for _ in range(OPENS_AFTER):
        await fails(house.model.stream(LIVE), Fault.CUT)
    house.clock.advance(1000 * REST_S)
    async with aclosing(house.model.stream(LIVE)) as trial:
        await anext(trial)
        await fails(house.model.stream(LIVE), Fault.RESTING)
    await read(house.model.stream(LIVE))


async def test_what_is_answered_cancelled_or_refused_is_booked() -> None:
    house = House([GOOD, GOOD, replace(GOOD, fault=Fault.REFUSED), Line(fault=Fault.OVERLOADED)])
    _, answer = await read(house.model.stream(LIVE))
    assert house.budget.ledger.today.usage == answer.usage
    assert house.budget.ledger.today.usd == pytest.approx(CAUTIOUS.of(answer.usage))

    async with aclosing(house.model.stream(LIVE)) as superseded:
        partial = await anext(superseded)
    assert isinstance(partial, Partial)
    so_far = answer.usage + partial.usage
    assert house.budget.ledger.today.usage == so_far

    error = await fails(house.model.stream(LIVE), Fault.REFUSED)
    assert house.budget.ledger.today.usage == so_far + error.usage
    await fails(house.model.stream(LIVE), Fault.OVERLOADED)
    assert house.budget.ledger.today.usage == so_far + error.usage
    assert house.budget.ledger.calls["call-1"] == house.budget.ledger.today


async def test_a_request_that_was_too_slow_is_taken_to_be_billed() -> None:
    house = House([NEVER], patience=HASTY)
    await fails(house.model.stream(LIVE), Fault.SLOW)
    spent = house.budget.ledger.today.usage
    assert spent.input > 0
    assert spent.estimated


async def test_a_spent_budget_asks_nobody() -> None:
    house = House([GOOD], limits=Limits(call_usd=0.000001))
    await read(house.model.stream(LIVE))
    error = await fails(house.model.stream(LIVE), Fault.OVER_BUDGET)
    assert "for this call" in error.message
    assert len(house.asked) == 1
    await read(house.model.stream(replace(LIVE, call_id="call-2")))


async def test_a_model_on_this_machine_costs_nothing() -> None:
    engine = ScriptedEngine([GOOD])
    clock = ManualClock()
    model = GuardedModel(engine, Budget(Limits(call_usd=0.000001), clock), clock)
    for _ in range(3):
        await read(model.stream(LIVE))
    assert model.budget.ledger.today.usd == 0
    assert model.budget.ledger.today.requests == 3
    await model.aclose()
    assert engine.closed


async def test_a_complete_answer_counts_as_a_success() -> None:
    failing = [Line(fault=Fault.CUT)] * (OPENS_AFTER - 1)
    house = House([*failing, GOOD, *failing, GOOD])
    for _ in range(2):
        for _ in failing:
            await fails(house.model.stream(LIVE), Fault.CUT)
        assert isinstance(await house.model.complete(LIVE), Answer)


async def test_which_wanted_models_are_missing() -> None:
    house = House([GOOD])
    assert await house.model.missing() == ()


async def test_no_log_line_holds_what_was_said(said: list[str]) -> None:
    for fault in Fault:
        house = House([replace(GOOD, fault=fault)])
        await declines(house, REVIEW, fault)
    told = "".join(said)
    assert CARD.text not in told
    assert LIVE.prompt.asked not in told
    assert LIVE.prompt.fixed not in told


def test_every_fault_is_told_in_words_of_its_own() -> None:
    sentences = {ModelError(fault, "Claude", model="m").message for fault in Fault}
    assert len(sentences) == len(Fault)
    assert not (LASTING & TRANSIENT)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "192.168.1.20",
        "10.0.0.7",
        "172.16.3.3",
        "fd00::1",
        "gpu",
        "box.local",
        "m.internal",
    ],
)
async def test_a_model_on_the_own_network_costs_nothing(host: str) -> None:
    house = House([GOOD], limits=Limits(call_usd=0.000001))
    house.engine.host = host
    guarded = GuardedModel(house.engine, house.budget, house.clock)
    _, answer = await read(guarded.stream(LIVE))
    assert not answer.usage.estimated
    assert house.budget.ledger.today.usd == 0
    await read(guarded.stream(LIVE))


@pytest.mark.parametrize("host", ["models.example", "8.8.8.8", "api.local.example"])
async def test_a_guessed_price_is_said_to_be_one(host: str) -> None:
    house = House([GOOD])
    house.engine.host = host
    guarded = GuardedModel(house.engine, house.budget, house.clock)
    _, answer = await read(guarded.stream(LIVE))
    assert answer.usage.estimated
    assert house.budget.ledger.today.usage.estimated
    assert house.budget.ledger.today.usd == pytest.approx(CAUTIOUS.of(answer.usage))


async def test_a_price_that_is_set_counts() -> None:
    house = House([GOOD])
    guarded = GuardedModel(house.engine, house.budget, house.clock, price=per_million(1, 2))
    _, answer = await read(guarded.stream(LIVE))
    assert not answer.usage.estimated
    assert house.budget.ledger.today.usd == pytest.approx(per_million(1, 2).of(answer.usage))
