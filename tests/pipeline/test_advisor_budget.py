"""What a model costs a call: in its log, and within its limits."""

from salescoach.domain.events import CallEnded, ModelUsed, SuggestionShown
from salescoach.kit.clock import ManualClock
from salescoach.llm.budget import Limits, Spend
from salescoach.llm.engines.scripted import Line
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline.state import fold
from tests.pipeline.advised import (
    AUTHORITY,
    BETTER,
    PRICE,
    call_with,
    embedded,
    guarded,
    lines,
    scripted,
)

HALF = Line('{"say": "Compared to what, Dana? Tell me', silent=True)


async def test_a_spent_budget_leaves_the_call_to_the_embedded_coach() -> None:
    clock = ManualClock()
    engine = scripted(BETTER)
    model = LiveModel(guarded(engine, clock, Limits(call_usd=0.000_001)))
    call = await call_with(model, lines(PRICE, AUTHORITY), clock)
    await call.heard(9_000)
    assert call.state.spent.usd > 0
    await call.heard(30_000)
    assert call.health() == ["over_call_budget"]
    assert len(engine.asked) == len(call.used()) == 1
    assert len(call.of(SuggestionShown)) == 2


async def test_the_budget_of_a_day_is_shared_by_calls() -> None:
    clock = ManualClock()
    model = LiveModel(guarded(scripted(BETTER), clock, Limits(day_usd=0.000_001)))
    first = await call_with(model, lines(PRICE), clock)
    await first.heard(9_000)
    second = await call_with(model, lines(PRICE), clock)
    await second.heard(9_000)
    assert second.health() == ["over_day_budget"]
    assert second.texts() == [embedded()]


async def test_a_call_that_goes_on_has_spent_what_its_log_says() -> None:
    first = await call_with(scripted(BETTER), lines(PRICE))
    await first.heard(9_000)
    spent = first.state.spent
    assert spent.requests == 1
    clock = ManualClock()
    model = LiveModel(guarded(scripted(BETTER), clock))
    await call_with(model, lines(PRICE), clock, state=fold(first.events))
    assert model.guarded.budget.spent_on("01calltest") == spent
    assert model.guarded.budget.ledger.today == Spend()


async def test_the_cost_of_a_request_under_way_is_in_the_log_of_a_call_that_ends() -> None:
    engine = scripted(HALF)
    call = await call_with(engine, lines(PRICE))
    await call.hear(7_000)
    await call.until(lambda: bool(engine.asked))
    await call.session.finish()
    used, ended = call.of(ModelUsed, CallEnded)
    assert isinstance(used, ModelUsed)
    assert used.outcome == "superseded"
    assert used.estimated
    assert isinstance(ended, CallEnded)
    assert call.model.guarded.budget.spent_on("01calltest") == Spend()
