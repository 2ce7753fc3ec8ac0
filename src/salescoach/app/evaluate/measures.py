"""How right answers are, as plain functions of numbers.

Classes are coded as integers, so that the same few array operations serve one evaluation and the
thousand resamples of a comparison.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

BINS = 10


@dataclass(frozen=True, slots=True)
class Score:
    """One class. ``support`` is how often it is true, ``predicted`` how often it was answered.
    Precision without an answer, or recall without a truth, counts as 0."""

    precision: float
    recall: float
    f1: float
    support: int
    predicted: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with a confidence above ``low`` and up to ``high``: how sure they were on average
    and how many of them were right; both 0 in an empty bin."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Answers of at least ``threshold`` count."""

    threshold: float
    precision: float
    recall: float


def confusion(true: Codes, answered: Codes, classes: int) -> Matrix:
    """Rows are true classes, columns answers."""
    flat = np.bincount(true * classes + answered, minlength=classes * classes)
    return flat.reshape(classes, classes).astype(np.int64)


def scores(matrix: Matrix) -> tuple[Score, ...]:
    """For each class of a confusion matrix."""
    right, support, predicted = matrix.diagonal(), matrix.sum(axis=1), matrix.sum(axis=0)
    precision, recall = _share(right, predicted), _share(right, support)
    f1 = _share(2 * right, support + predicted)
    return tuple(
        Score(
            float(precision[c]), float(recall[c]), float(f1[c]), int(support[c]), int(predicted[c])
        )
        for c in range(len(matrix))
    )


def macro_f1(matrix: Matrix) -> float:
    """The mean F1 of the classes that are true or answered at least once; nan without any."""
    support, predicted = matrix.sum(axis=1), matrix.sum(axis=0)
    occurs = (support + predicted) > 0
    if not occurs.any():
        return math.nan
    f1 = _share(2 * matrix.diagonal(), support + predicted)
    return float(f1[occurs].mean())


def reliability(confidence: Floats, right: Flags, bins: int = BINS) -> tuple[Bin, ...]:
    """Bins of equal width. A confidence on a border belongs to the lower bin."""
    place = _bin_of(confidence, bins)
    found: list[Bin] = []
    for number in range(bins):
        inside = place == number
        count = int(inside.sum())
        found.append(
            Bin(
                low=number / bins,
                high=(number + 1) / bins,
                count=count,
                confidence=float(confidence[inside].mean()) if count else 0.0,
                right=float(right[inside].mean()) if count else 0.0,
            )
        )
    return tuple(found)


def calibration_error(confidence: Floats, right: Flags, bins: int = BINS) -> float:
    """Expected calibration error: how far, on average over the answers, the share of right ones
    in a bin is from their confidence. nan without answers."""
    if not len(confidence):
        return math.nan
    surplus = np.bincount(
        _bin_of(confidence, bins), weights=confidence - right.astype(np.float64), minlength=bins
    )
    return float(np.abs(surplus).sum() / len(confidence))


def precision_at_recall(score: Floats, positive: Flags, recall: float) -> OperatingPoint | None:
    """The highest threshold at which at least ``recall`` of the positives is found. None when
    even the lowest score does not reach it. A score of 0 was no answer at all."""
    total = int(positive.sum())
    if not total:
        return None
    order = np.argsort(-score, kind="stable")
    ordered, hits = score[order], np.cumsum(positive[order])
    # Equal scores stand or fall together: only the last of them is a threshold.
    last = np.append(ordered[1:] != ordered[:-1], True)
    reached = np.flatnonzero(last & (ordered > 0) & (hits >= recall * total - 1e-9))
    if not len(reached):
        return None
    at = int(reached[0])
    return OperatingPoint(float(ordered[at]), float(hits[at] / (at + 1)), float(hits[at] / total))


def quantile(values: Sequence[float], share: float) -> float | None:
    """The nearest rank; None without values."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _bin_of(confidence: Floats, bins: int) -> Codes:
    borders = np.linspace(0.0, 1.0, bins + 1)[1:-1]
    return np.searchsorted(borders, confidence, side="left").astype(np.int64)


def _share(part: Codes, whole: Codes) -> Floats:
    """``part / whole``, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
