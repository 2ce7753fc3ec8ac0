"""What a request costs, in US dollars.

List prices as published in November 2026; vendors change them. A model nobody has heard of is
counted dear rather than free.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from salescoach.llm.model import Usage

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars per million tokens. A prompt of more than ``long_from`` tokens costs ``long_times``
    as much."""

    input: float
    output: float
    cache_read: float
    cache_write: float
    long_from: int | None = None
    long_times: float = 1.0

    def of(self, usage: Usage) -> float:
        dollars = (
            usage.input * self.input
            + usage.output * self.output
            + usage.cache_read * self.cache_read
            + usage.cache_write * self.cache_write
        ) / _MILLION
        is_long = self.long_from is not None and usage.prompt > self.long_from
        return dollars * self.long_times if is_long else dollars


def _claude(input_: float, output: float, read: float = 0.1) -> Price:
    return Price(input_, output, cache_read=input_ * read, cache_write=input_ * 1.25)


FREE = Price(0, 0, 0, 0)
CAUTIOUS = Price(5, 25, cache_read=5, cache_write=6.25)
"""A guess, for a model without a known price on somebody else's server."""

PRICES: Mapping[str, Price] = {
    "claude-haiku-5-5": Price(0.1, 0.5, 0.01, 0.125, long_from=100_000, long_times=5),
    "claude-haiku-4-5": _claude(1, 5),
    "claude-sonnet-5-5": _claude(2, 10, read=0.05),
    "claude-sonnet-5": _claude(2, 10),
    "claude-sonnet-4": _claude(3, 15),
    "claude-opus-5-5": _claude(4, 20, read=0.05),
    "claude-opus": _claude(5, 25),
}
"""By the beginning of the model's name; the longest that fits counts."""


def per_million(input_: float, output: float) -> Price:
    """A price that somebody set: what the vendor kept costs what is new."""
    return Price(input_, output, cache_read=input_, cache_write=input_)


def price_of(model: str, *, own_network: bool = False) -> Price:
    """``own_network``: the server is the user's own. What has a list price costs it there too, as
    behind a gateway of one's own; any other model costs nothing then."""
    fitting = [name for name in PRICES if model.startswith(name)]
    if fitting:
        return PRICES[max(fitting, key=len)]
    return FREE if own_network else CAUTIOUS
