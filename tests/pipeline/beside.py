"""A live call beside a vendor's server on loopback: the vendors' real clients, real HTTP."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from salescoach.domain.suggestion import Source
from salescoach.kit.clock import ManualClock
from salescoach.llm.budget import Limits
from salescoach.llm.engines.claude import ClaudeEngine
from salescoach.llm.engines.openai_compatible import OpenAICompatibleEngine
from salescoach.llm.failure import Patience
from salescoach.llm.model import Engine
from salescoach.llm.shelf import LiveModel
from tests.llm.vendor import Reply, Vendor, serving
from tests.pipeline.advised import (
    PATIENT,
    PRICE,
    AdvisedCall,
    call_with,
    embedded,
    guarded,
    lines,
)

KEY = "sk-ant-test-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
FIRST = "What does it cost you now, Dana?"
WHOLE = f"{FIRST} Tell me what you would want to see."
HASTY = Patience(first_words_s=0.2, total_s=0.4)

engines = pytest.mark.parametrize("vendor", ["claude", "openai"])


def engine(vendor: str, url: str, openai_model: str = "gpt-test") -> Engine:
    if vendor == "claude":
        return ClaudeEngine(
            KEY,
            live_model="claude-haiku-5-5",
            review_model="claude-sonnet-5-5",
            base_url=url,
        )
    return OpenAICompatibleEngine(base_url=f"{url}/v1", key=KEY, model=openai_model)


@asynccontextmanager
async def beside(
    vendor: str,
    *replies: Reply,
    customer: Sequence[str] = (PRICE,),
    patience: Patience = PATIENT,
    limits: Limits | None = None,
    host: str | None = None,
    openai_model: str = "gpt-test",
) -> AsyncIterator[tuple[AdvisedCall, Vendor]]:
    """A call whose first turn of the customer has been heard and answered. ``host``: where the
    server is said to be."""
    clock = ManualClock()
    async with serving(*replies) as server:
        asked = engine(vendor, server.url, openai_model)
        if host is not None and isinstance(asked, OpenAICompatibleEngine):
            asked.host = host
        model = guarded(asked, clock, limits, patience)
        call = await call_with(LiveModel(model), lines(*customer), clock)
        try:
            await call.heard(9_000)
            yield call, server
        finally:
            await call.session.aclose()
            await model.aclose()


def stands(call: AdvisedCall) -> bool:
    """Whether the embedded card is on the page as it came."""
    untouched = call.card.shown.source is Source.LOCAL and call.card.outcome == "shown"
    return untouched and call.texts() == [embedded()]
