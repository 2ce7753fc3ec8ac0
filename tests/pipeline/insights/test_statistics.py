"""Intervals against values worked out by hand or from tables, and what must hold of any."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.pipeline.insights.statistics import (
    LEAST_CALLS,
    Interval,
    Share,
    Sums,
    mean_difference,
    share_difference,
    standing,
    t_quantile,
    wilson,
)

shares = st.integers(1, 400).flatmap(
    lambda of: st.integers(0, of).map(lambda count: Share(count, of))
)


def near(interval: Interval | None, low: float, high: float) -> bool:
    assert interval is not None
    return interval.low == pytest.approx(low, abs=1e-4) and interval.high == pytest.approx(
        high, abs=1e-4
    )


def sums(*values: float) -> Sums:
    return Sums(len(values), sum(values), sum(value * value for value in values))


def test_wilson_of_worked_examples() -> None:
    # 0.3 of 10 with z 1.959964: middle 0.49205 / 1.38415, half 1.959964 * 0.174054 / 1.38415.
    assert near(wilson(Share(3, 10)), 0.10779, 0.60322)
    # None of ten: z^2 / (n + z^2).
    assert near(wilson(Share(0, 10)), 0.0, 0.27753)
    assert near(wilson(Share(81, 263)), 0.25529, 0.36621)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(Share(0, 0)) == Interval(0.0, 1.0)
    assert Share(0, 0).value is None
    assert share_difference(Share(0, 0), Share(5, 9)) == Interval(-1.0, 1.0)


def test_newcombes_own_example() -> None:
    # 56 of 70 against 48 of 80, method 10 of the paper.
    assert near(share_difference(Share(56, 70), Share(48, 80)), 0.05243, 0.33387)


@given(shares)
def test_an_interval_holds_its_share_and_is_mirrored_by_what_is_left(share: Share) -> None:
    interval = wilson(share)
    value = share.count / share.of
    assert 0 <= interval.low <= value + 1e-12
    assert value - 1e-12 <= interval.high <= 1
    rest = wilson(Share(share.of - share.count, share.of))
    assert interval.low == pytest.approx(1 - rest.high, abs=1e-9)


@given(shares, st.integers(2, 20))
def test_more_calls_of_the_same_share_are_surer(share: Share, times: int) -> None:
    few, many = wilson(share), wilson(Share(share.count * times, share.of * times))
    assert many.high - many.low < few.high - few.low


@given(shares, shares)
def test_a_difference_turns_with_its_sides(one: Share, other: Share) -> None:
    forth, back = share_difference(one, other), share_difference(other, one)
    assert forth.low == pytest.approx(-back.high, abs=1e-9)
    assert forth.low <= one.count / one.of - other.count / other.of <= forth.high + 1e-12


def test_few_calls_and_no_others_are_never_ranked() -> None:
    assert standing(Share(9, LEAST_CALLS - 1), Share(0, 500)) == "too_few"
    assert standing(Share(500, 500), Share(0, LEAST_CALLS - 1)) == "alone"


def test_a_plain_difference_is_told_and_its_level_shared_among_many() -> None:
    assert standing(Share(30, 40), Share(40, 100)) == "better"
    assert standing(Share(10, 40), Share(60, 100)) == "worse"
    assert standing(Share(20, 40), Share(45, 100)) == "alike"
    # Alone it would stand out; as one of forty it may be chance.
    assert standing(Share(25, 40), Share(42, 100)) == "better"
    assert standing(Share(25, 40), Share(42, 100), among=40) == "alike"


def test_of_lines_that_are_all_alike_hardly_ever_is_one_called_better_or_worse() -> None:
    chance = random.Random(5)
    pages, lines, calls = 200, 12, 40
    wrong = 0
    for _ in range(pages):
        counts = [sum(chance.random() < 0.3 for _ in range(calls)) for _ in range(lines)]
        others = [Share(sum(counts) - count, (lines - 1) * calls) for count in counts]
        found = [
            standing(Share(count, calls), rest, lines)
            for count, rest in zip(counts, others, strict=True)
        ]
        wrong += any(each in ("better", "worse") for each in found)
    assert wrong / pages < 0.08


@pytest.mark.parametrize(
    ("freedom", "expected"), [(4, 2.776), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)]
)
def test_students_table(freedom: float, expected: float) -> None:
    assert t_quantile(freedom) == pytest.approx(expected, abs=0.01)


def test_sums_are_the_mean_and_the_variance_of_the_sample() -> None:
    found = sums(2, 4, 4, 4, 5, 5, 7, 9)
    assert found.mean == 5
    assert found.variance == pytest.approx(32 / 7)
    assert Sums().mean is None
    assert sums(3).variance == 0


def test_welch_by_hand() -> None:
    # Means 6 and 4, variances 2.5 and 2.5, five each: error 1, eight degrees, t 2.306.
    interval = mean_difference(sums(4, 5, 6, 7, 8), sums(2, 3, 4, 5, 6))
    assert interval is not None
    assert interval.low == pytest.approx(2 - 2.306, abs=0.01)
    assert interval.high == pytest.approx(2 + 2.306, abs=0.01)


def test_means_of_too_few_calls_are_not_compared_and_equal_ones_differ_by_nothing() -> None:
    assert mean_difference(sums(1, 2, 3, 4), sums(*range(50))) is None
    assert mean_difference(sums(3, 3, 3, 3, 3), sums(3, 3, 3, 3, 3)) == Interval(0, 0)


def test_a_share_is_of_a_whole() -> None:
    with pytest.raises(ValueError, match="some of a whole"):
        Share(3, 2)
