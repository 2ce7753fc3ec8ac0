import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salescoach.app.bench.command import as_text
from salescoach.app.bench.processes import cost_of, serving
from salescoach.app.cli import app
from salescoach.kit.errors import Unavailable


def test_the_options_are_told() -> None:
    shown = CliRunner().invoke(app, ["bench", "--help"])
    assert shown.exit_code == 0
    for option in ("--engine", "--calls", "--seconds", "--json", "own_latency_ms", "lost_frames"):
        assert option in shown.stdout


def test_the_figures_read_as_lines() -> None:
    figures = {"calls": 2, "own_latency_ms": {"p50": 4.5, "p95": None}, "refused": {}}
    assert as_text(figures) == (
        "calls                 2\nown_latency_ms        p50 4.5  p95 -\nrefused               -"
    )


async def test_a_server_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as told:
        async with serving(tmp_path, STT_ENGINE="nobody"):
            pass
    assert told.value.code == "bench_server_failed"


def test_a_process_costs_something() -> None:
    cost = cost_of(os.getpid())
    assert cost.cpu_s > 0
    assert cost.rss_mb > 1
