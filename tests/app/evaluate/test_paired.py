import itertools
import math
from collections.abc import Mapping

import numpy as np
import pytest

from salescoach.app.evaluate.paired import Figures, Places, differences, mcnemar


@pytest.mark.parametrize(("fixed", "broken"), [(1, 0), (3, 3), (5, 4), (8, 1), (0, 10), (2, 9)])
def test_mcnemar_counts_the_coin_throws_that_are_as_uneven(fixed: int, broken: int) -> None:
    throws = list(itertools.product((0, 1), repeat=fixed + broken))
    uneven = sum(abs(2 * sum(throw) - len(throw)) >= abs(fixed - broken) for throw in throws)

    assert mcnemar(fixed, broken) == pytest.approx(uneven / len(throws))


def test_mcnemar_of_nothing_and_of_much() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(200, 200) == 1.0
    assert mcnemar(300, 0) == pytest.approx(0.0)


def rate(right: np.ndarray) -> Figures:
    def measured(places: Places) -> Mapping[str, float]:
        return {"accuracy": float(right[places].mean()), "errors": float((~right[places]).mean())}

    return measured


def test_a_clear_change_is_told_from_noise() -> None:
    chance = np.random.default_rng(3)
    before = chance.random(200) < 0.5
    much = before | (chance.random(200) < 0.4)
    little = before.copy()
    little[:4] = ~little[:4]

    clear = differences(200, rate(much), rate(before), frozenset({"errors"}))
    noise = differences(200, rate(little), rate(before), frozenset({"errors"}))

    assert clear["accuracy"].verdict == clear["errors"].verdict == "better"
    assert noise["accuracy"].verdict == "no clear difference"
    accuracy = clear["accuracy"]
    assert accuracy.low is not None
    assert accuracy.high is not None
    assert 0 < accuracy.low < accuracy.now - accuracy.before < accuracy.high
    turned = differences(200, rate(before), rate(much), frozenset({"errors"}))
    assert turned["accuracy"].verdict == turned["errors"].verdict == "worse"


def test_the_same_run_differs_in_nothing() -> None:
    right = np.array([True, False] * 20)

    same = differences(40, rate(right), rate(right), frozenset())

    assert same["accuracy"].low == same["accuracy"].high == 0.0
    assert same["accuracy"].verdict == "no clear difference"


def test_a_handful_of_items_tells_nothing() -> None:
    few = differences(3, rate(np.ones(3, np.bool_)), rate(np.zeros(3, np.bool_)), frozenset())

    assert (few["accuracy"].before, few["accuracy"].now) == (0.0, 1.0)
    assert few["accuracy"].low is None
    assert few["accuracy"].verdict == "no clear difference"


def test_what_is_not_defined_in_one_run_is_no_difference() -> None:
    def undefined(places: Places) -> Mapping[str, float]:
        return {"accuracy": math.nan, "errors": math.nan}

    found = differences(10, rate(np.ones(10, np.bool_)), undefined, frozenset())

    assert found["accuracy"].verdict == "no clear difference"
