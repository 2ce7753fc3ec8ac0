"""How sure a figure is, and whether two differ by more than chance. Pure.

A share comes with its Wilson interval; two shares differ when Newcombe's interval of their
difference leaves out zero, two means when Welch's does. Where many are held against the rest, the
level is shared among them (Bonferroni), so that one in twenty pages, not one in twenty lines,
shows a difference that is none.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal

LEVEL = 0.05
LEAST_CALLS = 10
"""With fewer calls nothing is said of a share."""
LEAST_FOR_MEAN = 5
"""With fewer calls nothing is said of a mean."""

Standing = Literal["better", "worse", "alike", "too_few", "alone"]


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``of``. Raises ``ValueError`` when that cannot be."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise ValueError("a share counts some of a whole")

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Sums:
    """Of a figure over ``n`` calls: what a database adds up in one pass."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    @property
    def mean(self) -> float | None:
        return self.total / self.n if self.n else None

    @property
    def variance(self) -> float:
        """Of the sample; 0 below two. Rounding may take it a hair below zero: never given."""
        if self.n < 2:
            return 0.0
        return max(0.0, (self.squares - self.total**2 / self.n) / (self.n - 1))


def normal_quantile(level: float = LEVEL) -> float:
    """Both ends together leave out ``level``: 1.96 for 0.05."""
    return NormalDist().inv_cdf(1 - level / 2)


def wilson(share: Share, level: float = LEVEL) -> Interval:
    """All of 0 to 1 when nothing was counted."""
    if share.of == 0:
        return Interval(0.0, 1.0)
    n, p, z = share.of, share.count / share.of, normal_quantile(level)
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def share_difference(one: Share, other: Share, level: float = LEVEL) -> Interval:
    """Of ``one`` less ``other``, by Newcombe's hybrid score; -1 to 1 when either is empty."""
    if not one.of or not other.of:
        return Interval(-1.0, 1.0)
    p, q = one.count / one.of, other.count / other.of
    a, b = wilson(one, level), wilson(other, level)
    low = (p - q) - sqrt((p - a.low) ** 2 + (b.high - q) ** 2)
    high = (p - q) + sqrt((a.high - p) ** 2 + (q - b.low) ** 2)
    return Interval(low, high)


def standing(one: Share, others: Share, among: int = 1) -> Standing:
    """How ``one`` does against all ``others`` together, as one of ``among`` so compared. ``alone``:
    there are not enough others."""
    if one.of < LEAST_CALLS:
        return "too_few"
    if others.of < LEAST_CALLS:
        return "alone"
    difference = share_difference(one, others, LEVEL / max(1, among))
    if difference.low > 0:
        return "better"
    return "worse" if difference.high < 0 else "alike"


def t_quantile(freedom: float, level: float = LEVEL) -> float:
    """Student's, by the expansion of Cornish and Fisher: right to 0.01 from four degrees on."""
    z = normal_quantile(level)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def mean_difference(one: Sums, other: Sums, level: float = LEVEL) -> Interval | None:
    """Of ``one``'s mean less ``other``'s, by Welch; None with too few calls on either side."""
    if min(one.n, other.n) < LEAST_FOR_MEAN:
        return None
    between = one.total / one.n - other.total / other.n
    a, b = one.variance / one.n, other.variance / other.n
    if a + b == 0:
        return Interval(between, between)
    freedom = (a + b) ** 2 / (a**2 / (one.n - 1) + b**2 / (other.n - 1))
    half = t_quantile(freedom, level) * sqrt(a + b)
    return Interval(between - half, between + half)
