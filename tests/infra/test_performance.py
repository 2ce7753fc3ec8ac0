"""The CSV of durations: its columns, its ways of use, its rotation."""

import asyncio
import csv
import io
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from loguru import logger

from salescoach.infra import log_rotation
from salescoach.infra.configuration import load_settings
from salescoach.infra.log_context import call_context
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.infra.performance import log_performance, record_performance

pytestmark = pytest.mark.usefixtures("logging_restored")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def start(tmp_path: Path, **overrides: object) -> Path:
    configure_logging(load_settings(None, data_dir=tmp_path, **overrides), console=io.StringIO())
    return tmp_path / "logs" / "performance.log"


async def test_blocks_functions_and_coroutines_are_measured(tmp_path: Path) -> None:
    path = start(tmp_path)

    @log_performance("function")
    def add(a: int, b: int) -> int:
        return a + b

    @log_performance("coroutine")
    async def wait() -> str:
        await asyncio.sleep(0.01)
        return "waited"

    assert add(1, 2) == 3
    with call_context("call-7"):
        assert await wait() == "waited"
    with log_performance("block"):
        pass
    async with log_performance("async block"):
        await asyncio.sleep(0)
    record_performance("elsewhere", 12.5)
    stop_logging()

    assert path.read_text().splitlines()[0] == "time,operation,ms,call_id"
    found = {row["operation"]: row for row in rows(path)}
    assert list(found) == ["function", "coroutine", "block", "async block", "elsewhere"]
    assert float(found["coroutine"]["ms"]) >= 9
    assert found["coroutine"]["call_id"] == "call-7"
    assert found["block"]["call_id"] == "-"
    assert found["elsewhere"]["ms"] == "12.500"


def test_a_failing_block_is_measured_and_still_fails(tmp_path: Path) -> None:
    path = start(tmp_path)
    with pytest.raises(OSError, match="disk"), log_performance("failing"):
        raise OSError("disk")
    stop_logging()
    assert [row["operation"] for row in rows(path)] == ["failing"]


async def test_overlapping_calls_of_one_coroutine_keep_their_own_time(tmp_path: Path) -> None:
    path = start(tmp_path)

    @log_performance("overlapping")
    async def wait(seconds: float) -> None:
        await asyncio.sleep(seconds)

    await asyncio.gather(wait(0.05), wait(0.001))
    stop_logging()
    short, long = (float(row["ms"]) for row in rows(path))
    assert short < 40 <= long


def test_a_generator_has_no_one_duration() -> None:
    async def stream() -> AsyncIterator[int]:
        yield 1

    with pytest.raises(TypeError, match="measure the block"):
        log_performance("stream")(stream)


def test_durations_stay_out_of_the_other_files_and_can_be_left_out(tmp_path: Path) -> None:
    path = start(tmp_path, log_performance=False)
    record_performance("unseen", 1)
    stop_logging()
    assert not path.exists()
    assert all("unseen" not in file.read_text() for file in path.parent.iterdir())


def test_a_full_file_is_rotated_and_the_next_has_its_header(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_rotation, "LARGEST_BYTES", 200)
    path = start(tmp_path)
    for number in range(10):
        record_performance(f"operation {number}", number)
        logger.error("line {}", number)
    stop_logging()
    files = sorted(path.parent.glob("performance*.log"))
    assert len(files) > 2
    assert all(file.read_text().startswith("time,operation,ms,call_id\n") for file in files)
    assert sum(len(rows(file)) for file in files) == 10
    errors = sorted(path.parent.glob("errors*.log"))
    assert len(errors) > 2
    assert sum(len(file.read_text().splitlines()) for file in errors) == 10


def test_a_file_of_yesterday_is_rotated_and_an_old_one_deleted(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    now = time.time()
    for name, age_days in (("performance.log", 1), ("errors.log", 1), ("errors.old.log", 20)):
        (logs / name).write_text("time,operation,ms,call_id\nyesterday,,,\n")
        os.utime(logs / name, (now - age_days * 86400,) * 2)
    path = start(tmp_path)
    record_performance("today", 1)
    logger.error("today")
    stop_logging()
    assert [row["operation"] for row in rows(path)] == ["today"]
    assert len(list(logs.glob("performance*.log"))) == 2
    assert len(list(logs.glob("errors*.log"))) == 2
    assert "yesterday" not in (logs / "errors.log").read_text()
    assert not (logs / "errors.old.log").exists()
