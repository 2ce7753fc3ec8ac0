"""What language models cost a call, as its log keeps it."""

from dataclasses import replace

from salescoach.domain.events import ModelUsed
from salescoach.llm.budget import Spend
from salescoach.llm.model import Usage


def spend_of(event: ModelUsed) -> Spend:
    usage = Usage(
        event.prompt_tokens,
        event.cached_tokens,
        event.cache_write_tokens,
        event.output_tokens,
        event.estimated,
    )
    return Spend(1, usage, event.usd)


def with_spend(event: ModelUsed, spend: Spend, *, estimated: bool | None = None) -> ModelUsed:
    """The event of a request that cost ``spend``. ``estimated``: whether the vendor left it open,
    where that is known of this request by itself."""
    usage = spend.usage
    return replace(
        event,
        prompt_tokens=usage.input,
        cached_tokens=usage.cache_read,
        cache_write_tokens=usage.cache_write,
        output_tokens=usage.output,
        estimated=usage.estimated if estimated is None else estimated,
        usd=round(spend.usd, 8),
    )
