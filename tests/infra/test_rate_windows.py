"""What is asked is counted in a moving window, and forgotten after it."""

import pytest
from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter

from salescoach.infra.rate_windows import RateWindows
from salescoach.kit.clock import ManualClock

FIVE = RateLimitItemPerMinute(5)


class Seconds(ManualClock):
    def __call__(self) -> float:
        return self.now_ms() / 1000


def test_the_sixth_is_refused_until_the_first_is_a_minute_old() -> None:
    now = Seconds()
    limiter = MovingWindowRateLimiter(RateWindows(now))
    told = []
    for _ in range(6):
        told.append(limiter.hit(FIVE, "a"))
        now.advance(1000)
    assert told == [True] * 5 + [False]
    assert limiter.get_window_stats(FIVE, "a").reset_time == 60
    assert limiter.get_window_stats(FIVE, "a").remaining == 0
    assert limiter.hit(FIVE, "b")
    now.advance(53_900)
    assert not limiter.hit(FIVE, "a")
    now.advance(100)
    assert limiter.hit(FIVE, "a")
    assert not limiter.hit(FIVE, "a")


def test_what_is_refused_does_not_count() -> None:
    now = Seconds()
    limiter = MovingWindowRateLimiter(RateWindows(now))
    for _ in range(50):
        limiter.hit(FIVE, "a")
    now.advance(60_000)
    assert limiter.hit(FIVE, "a")


def test_twelve_hours_of_ever_new_addresses_leave_a_minute_of_them() -> None:
    now = Seconds()
    windows = RateWindows(now)
    limiter = MovingWindowRateLimiter(windows)
    most = 0
    for second in range(12 * 3600):
        limiter.hit(FIVE, f"address-{second}")
        now.advance(1000)
        most = max(most, len(windows))
    assert most <= 61


def test_more_addresses_at_once_than_are_kept_forget_the_oldest() -> None:
    windows = RateWindows(Seconds(), most_keys=100)
    limiter = MovingWindowRateLimiter(windows)
    for each in range(1000):
        assert limiter.hit(FIVE, str(each))
    assert len(windows) <= 100


@pytest.mark.parametrize("amount", [1, 3])
def test_the_storage_counts_as_limits_asks_of_one(amount: int) -> None:
    now = Seconds()
    windows = RateWindows(now)
    assert windows.incr("k", 60, amount) == amount
    assert windows.incr("k", 60, amount) == 2 * amount
    assert windows.get("k") == 2 * amount
    assert windows.get_expiry("k") == 60
    windows.clear("k")
    assert windows.get("k") == 0
    assert windows.check()
    windows.incr("k", 60)
    assert windows.reset() == 1
