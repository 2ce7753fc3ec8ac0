"""Whether two runs over the same material differ, or only by chance.

Material is small and neighbours weigh differently, so a difference counts only when it outlives
resampling; which answers became right or wrong is weighed by the exact test of McNemar.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

RESAMPLES = 1_000
SEED = 20_261_123
LEAST_ITEMS = 5
"""Fewer items than this cannot tell chance from change."""

Places = npt.NDArray[np.int64]
Figures = Callable[[Places], Mapping[str, float]]
"""The figures of the items at these places; a place may come several times. nan: undefined."""

Verdict = Literal["better", "worse", "no clear difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """``low`` and ``high`` hold 95% of the resampled differences; None when there are too few
    items to resample."""

    before: float
    now: float
    low: float | None
    high: float | None
    verdict: Verdict


def mcnemar(fixed: int, broken: int) -> float:
    """The chance that ``fixed`` and ``broken`` answers differ at least so much when both are
    equally likely (two-sided, exact)."""
    changed = fixed + broken
    tail = sum(math.comb(changed, count) for count in range(min(fixed, broken) + 1))
    return min(1.0, float(2 * tail / 2**changed))


def differences(
    count: int,
    now: Figures,
    before: Figures,
    smaller_is_better: frozenset[str],
    resamples: int = RESAMPLES,
) -> dict[str, Difference]:
    """Every figure of ``count`` items in both runs, with what resampling the items says of it."""
    everything = np.arange(count, dtype=np.int64)
    here, there = now(everything), before(everything)
    drawn: dict[str, list[float]] = {name: [] for name in here}
    if count >= LEAST_ITEMS:
        chance = np.random.default_rng(SEED)
        for _ in range(resamples):
            places = chance.integers(0, count, count)
            a, b = now(places), before(places)
            for name, values in drawn.items():
                values.append(a[name] - b[name])
    return {
        name: _difference(there[name], here[name], drawn[name], name in smaller_is_better)
        for name in here
    }


def _difference(
    before: float, now: float, drawn: list[float], smaller_is_better: bool
) -> Difference:
    known = [value for value in drawn if not math.isnan(value)]
    if not known or math.isnan(before) or math.isnan(now):
        return Difference(before, now, None, None, "no clear difference")
    low, high = (float(bound) for bound in np.percentile(known, [2.5, 97.5]))
    verdict: Verdict = "no clear difference"
    if low > 0 or high < 0:
        verdict = "better" if (low > 0) != smaller_is_better else "worse"
    return Difference(before, now, low, high, verdict)
