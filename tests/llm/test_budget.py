"""What is spent, by call and by day, and when it is enough."""

import pytest

from salescoach.kit.clock import ManualClock
from salescoach.llm.budget import Budget, Exhausted, Limits, Spend
from salescoach.llm.model import Usage
from salescoach.llm.prices import CAUTIOUS, FREE, price_of

DAY_MS = 24 * 3600 * 1000
SOME = Usage(input=100, output=10)


def test_a_call_has_its_own_limit() -> None:
    budget = Budget(Limits(call_usd=0.5), ManualClock())
    budget.book("one", SOME, 0.3)
    assert budget.exhausted("one") is None
    budget.book("one", SOME, 0.2)
    assert budget.exhausted("one") == Exhausted("call", 0.5, 0.5)
    assert budget.exhausted("two") is None


def test_the_day_has_one_for_all_and_ends() -> None:
    clock = ManualClock()
    budget = Budget(Limits(day_usd=0.5), clock)
    budget.book("one", SOME, 0.3)
    budget.book("two", SOME, 0.3)
    exhausted = budget.exhausted("three")
    assert exhausted == Exhausted("day", 0.6, 0.5)
    assert str(exhausted) == "0.60 of 0.50 dollars for today."
    clock.advance(DAY_MS)
    assert budget.exhausted("three") is None


def test_a_call_over_midnight_keeps_its_account() -> None:
    clock = ManualClock()
    budget = Budget(Limits(call_usd=0.5), clock)
    budget.book("one", SOME, 0.4)
    clock.advance(DAY_MS)
    budget.book("one", SOME, 0.2)
    exhausted = budget.exhausted("one")
    assert exhausted is not None
    assert exhausted.spent_usd == pytest.approx(0.6)
    assert budget.ledger.today == Spend(1, SOME, 0.2)


def test_zero_is_no_limit() -> None:
    budget = Budget(Limits(), ManualClock())
    budget.book("one", SOME, 1e9)
    assert budget.exhausted("one") is None


def test_a_closed_call_is_told_and_forgotten_but_not_by_the_day() -> None:
    budget = Budget(Limits(), ManualClock())
    budget.book("one", SOME, 0.3)
    budget.book("one", SOME, 0.1)
    assert budget.close_call("one") == Spend(2, SOME + SOME, 0.4)
    assert budget.close_call("one") == Spend()
    assert budget.ledger.calls == {}
    assert budget.ledger.today.usd == 0.4


def test_a_ledger_goes_on_where_it_stopped() -> None:
    clock = ManualClock()
    before = Budget(Limits(day_usd=1), clock)
    before.book("one", SOME, 2)
    after = Budget(Limits(day_usd=1), clock, before.ledger)
    assert after.exhausted("two") is not None


def test_prices_go_by_the_longest_name_that_fits() -> None:
    million = Usage(input=1_000_000, output=1_000_000)
    assert price_of("claude-sonnet-5-5").of(million) == 12
    assert price_of("claude-sonnet-5").of(million) == 12
    assert price_of("claude-sonnet-4-6").of(million) == 18
    assert price_of("claude-haiku-4-5-20251001").of(million) == 6
    assert price_of("gpt-unheard-of") == CAUTIOUS
    assert price_of("llama", own_network=True) == FREE
    # A gateway on this machine passes the vendor's bill on.
    assert price_of("claude-haiku-4-5", own_network=True).of(million) == 6


def test_what_the_vendor_kept_is_cheaper_and_a_long_prompt_dearer() -> None:
    haiku = price_of("claude-haiku-5-5")
    assert haiku.of(Usage(cache_read=100_000)) == pytest.approx(0.001)
    assert haiku.of(Usage(input=100_000)) == pytest.approx(0.01)
    assert haiku.of(Usage(input=100_001)) == pytest.approx(0.05, rel=1e-3)
