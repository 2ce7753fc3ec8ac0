"""Our small measures say what scikit-learn says."""

import math
from collections.abc import Iterator

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    confusion_matrix,
    f1_score,
    precision_recall_curve,
    precision_recall_fscore_support,
)

from salescoach.app.evaluate.measures import (
    calibration_error,
    confusion,
    macro_f1,
    precision_at_recall,
    quantile,
    reliability,
    scores,
)

CLASSES = 5


def samples() -> Iterator[tuple[np.ndarray, np.ndarray]]:
    chance = np.random.default_rng(5)
    for size in (1, 7, 200):
        for used in (2, CLASSES):
            yield chance.integers(0, used, size), chance.integers(0, used, size)


@pytest.mark.parametrize(("true", "answered"), list(samples()))
def test_precision_recall_and_f1(true: np.ndarray, answered: np.ndarray) -> None:
    matrix = confusion(true, answered, CLASSES)
    labels = list(range(CLASSES))
    expected = precision_recall_fscore_support(true, answered, labels=labels, zero_division=0)

    assert matrix.tolist() == confusion_matrix(true, answered, labels=labels).tolist()
    found = scores(matrix)
    assert [each.precision for each in found] == pytest.approx(expected[0])
    assert [each.recall for each in found] == pytest.approx(expected[1])
    assert [each.f1 for each in found] == pytest.approx(expected[2])
    assert [each.support for each in found] == expected[3].tolist()
    assert [each.predicted for each in found] == matrix.sum(axis=0).tolist()
    assert macro_f1(matrix) == pytest.approx(f1_score(true, answered, average="macro"))


def test_nothing_has_no_macro_f1() -> None:
    empty = np.zeros(0, np.int64)

    assert math.isnan(macro_f1(confusion(empty, empty, CLASSES)))


def test_reliability() -> None:
    chance = np.random.default_rng(7)
    confidence = np.round(chance.random(300), 2)
    right = chance.random(300) < confidence**2
    shares, means = calibration_curve(right, confidence, n_bins=10, strategy="uniform")

    bins = [each for each in reliability(confidence, right) if each.count]

    assert [each.right for each in bins] == pytest.approx(shares.tolist())
    assert [each.confidence for each in bins] == pytest.approx(means.tolist())
    assert sum(each.count for each in bins) == 300
    apart = sum(each.count * abs(each.right - each.confidence) for each in bins)
    assert calibration_error(confidence, right) == pytest.approx(apart / 300)


def test_calibration_is_perfect_when_what_is_said_comes_true() -> None:
    confidence = np.array([0.75] * 4 + [1.0] * 2)
    right = np.array([True, True, True, False, True, True])

    assert calibration_error(confidence, right) == pytest.approx(0)
    assert calibration_error(confidence, ~right) == pytest.approx((4 * 0.5 + 2 * 1.0) / 6)
    assert math.isnan(calibration_error(np.zeros(0), np.zeros(0, np.bool_)))


@pytest.mark.parametrize("seed", range(5))
def test_precision_at_recall(seed: int) -> None:
    chance = np.random.default_rng(seed)
    positive = chance.random(120) < 0.3
    score = np.array(np.round(chance.random(120) * 0.6 + positive * 0.3, 2) + 0.01, np.float64)
    precision, recall, thresholds = precision_recall_curve(positive, score)
    at = max(place for place in range(len(thresholds)) if recall[place] >= 0.7)

    point = precision_at_recall(score, positive, 0.7)

    assert point is not None
    assert point.threshold == pytest.approx(thresholds[at])
    assert point.precision == pytest.approx(precision[at])
    assert point.recall == pytest.approx(recall[at])


def test_a_recall_that_is_not_reached_has_no_precision() -> None:
    score = np.array([0.9, 0.0, 0.0, 0.6])
    positive = np.array([True, True, True, False])

    assert precision_at_recall(score, positive, 0.7) is None
    assert precision_at_recall(score, np.zeros(4, np.bool_), 0.7) is None
    reached = precision_at_recall(score, positive, 0.3)
    assert reached is not None
    assert (reached.threshold, reached.precision) == (0.9, 1.0)


def test_quantiles_are_values_that_occurred() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([float(n) for n in range(1, 101)], 0.95) == 95.0
    assert quantile([4.0], 0.5) == 4.0
    assert quantile([], 0.5) is None
