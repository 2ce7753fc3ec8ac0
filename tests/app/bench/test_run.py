"""The benchmark as it is: processes, sockets and all, only short."""

from pathlib import Path

import pytest

from salescoach.app.bench.engines import Plan
from salescoach.app.bench.run import run


@pytest.mark.speech
async def test_two_calls_are_measured(tmp_path: Path) -> None:
    figures = await run(Plan("vendor", 2, 10, speech_delay_ms=100, model_delay_ms=100), tmp_path)
    assert figures["calls"] == 2
    assert figures["lost_frames"] == 0
    assert figures["refused"] == figures["failed"] == {}
    assert figures["frames"] == 2 * 2 * 100
    latency = figures["own_latency_ms"]
    assert isinstance(latency, dict)
    assert latency["p50"] is not None
    assert latency["p50"] > 0
    assert isinstance(figures["words"], dict)
    assert figures["words"]["shown"] > 10
