from collections.abc import AsyncIterator

import pytest

from tests.speech.engines.deepgram_service import Service


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with Service() as running:
        yield running
