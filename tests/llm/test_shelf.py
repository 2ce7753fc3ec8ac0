"""Who is the model for a call, and that nothing keeps a call from beginning."""

import pytest
from loguru import logger

from salescoach.domain.suggestion import Source
from salescoach.kit.clock import ManualClock
from salescoach.llm.configured import ConfiguredShelf
from salescoach.llm.registry import ModelSettings
from salescoach.llm.shelf import EmbeddedOnly, default_mask

KEY = "sk-ant-test-Zx9Kq2Lm5Np8Rt1Vw4Yb7"


def shelf(engine: str, settings: ModelSettings | None = None) -> ConfiguredShelf:
    return ConfiguredShelf(engine, settings or ModelSettings(), ManualClock())


async def test_the_embedded_coach_alone_has_no_model() -> None:
    assert await EmbeddedOnly().for_call() is None
    assert await shelf("local", ModelSettings(claude_key=KEY)).for_call() is None


async def test_calls_share_one_client_and_one_budget() -> None:
    models = shelf("claude", ModelSettings(claude_key=KEY))
    first, second = await models.for_call(), await models.for_call()
    assert first is not None
    assert second is not None
    assert first.guarded is second.guarded
    assert first.source is Source.CLAUDE
    await models.aclose()


async def test_a_model_that_cannot_be_made_is_said_and_leaves_the_call_alone() -> None:
    said: list[str] = []
    sink = logger.add(said.append, format="{message}")
    try:
        assert await shelf("claude").for_call() is None
    finally:
        logger.remove(sink)
    assert "ANTHROPIC_API_KEY" in "".join(said)


@pytest.mark.parametrize("secret", ["4111 1111 1111 1111", "dana@harbor-dental.com"])
async def test_a_model_hears_nothing_that_opens_an_account_or_names_a_person(secret: str) -> None:
    masked = default_mask()(f"Write it down: {secret}, please.")
    assert secret not in masked
    assert masked.startswith("Write it down: [")
