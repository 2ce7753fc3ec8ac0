"""The heads that read what goes beside the signals: promises, and how the customer sounds."""

from dataclasses import dataclass

from salescoach.pipeline.promise_head import PromiseHead, load_promise_head
from salescoach.pipeline.sentiment import SentimentHead, load_sentiment_head


@dataclass(frozen=True, slots=True)
class SmallHeads:
    promises: PromiseHead
    sentiment: SentimentHead


def load_small_heads() -> SmallHeads:
    """Those that come with the product."""
    return SmallHeads(load_promise_head(), load_sentiment_head())
