"""The breaker: closed, open, half open."""

from salescoach.kit.clock import ManualClock
from salescoach.llm.breaker import LONGEST_REST_S, OPENS_AFTER, REST_S, Breaker, Permit


def permit(breaker: Breaker) -> Permit:
    admitted = breaker.admit()
    assert isinstance(admitted, Permit)
    return admitted


def opened(clock: ManualClock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(OPENS_AFTER):
        permit(breaker).failed()
    return breaker


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(ManualClock())
    for _ in range(OPENS_AFTER):
        for _ in range(OPENS_AFTER - 1):
            permit(breaker).failed()
        permit(breaker).succeeded()
    assert breaker.rests_s is None


def test_it_says_how_long_it_rests() -> None:
    clock = ManualClock()
    breaker = opened(clock)
    assert breaker.admit() == REST_S
    clock.advance(5000)
    assert breaker.admit() == REST_S - 5


def test_one_request_tries_and_the_others_wait() -> None:
    clock = ManualClock()
    breaker = opened(clock)
    clock.advance(1000 * REST_S)
    trial = permit(breaker)
    assert breaker.admit() == 1.0
    trial.succeeded()
    permit(breaker)
    permit(breaker)


def test_rests_double_with_failed_trials_up_to_a_limit() -> None:
    clock = ManualClock()
    breaker = opened(clock)
    rests = []
    for _ in range(5):
        clock.advance(1000 * (breaker.rests_s or 0))
        permit(breaker).failed()
        rests.append(breaker.rests_s)
    assert rests == [30, 60, 120, LONGEST_REST_S, LONGEST_REST_S]


def test_the_vendors_word_is_kept_and_then_all_go() -> None:
    clock = ManualClock()
    breaker = Breaker(clock)
    permit(breaker).failed(retry_after_s=42)
    assert breaker.admit() == 42
    clock.advance(42_000)
    permit(breaker)
    permit(breaker).failed()
    assert breaker.rests_s is None


def test_an_open_breaker_keeps_the_vendors_word_when_it_is_longer() -> None:
    clock = ManualClock()
    breaker = Breaker(clock)
    failing = [permit(breaker) for _ in range(OPENS_AFTER)]
    for each in failing:
        each.failed(retry_after_s=100)
    assert breaker.admit() == 100


def test_only_the_first_outcome_of_a_permit_counts() -> None:
    breaker = Breaker(ManualClock())
    one = permit(breaker)
    for _ in range(OPENS_AFTER):
        one.failed()
    assert breaker.rests_s is None


def test_a_latecomer_does_not_decide_a_trial() -> None:
    clock = ManualClock()
    breaker = Breaker(clock)
    late, *failing = [permit(breaker) for _ in range(OPENS_AFTER + 1)]
    for each in failing:
        each.failed()
    clock.advance(1000 * REST_S)
    permit(breaker)
    late.given_back()
    assert breaker.admit() == 1.0
