"""A call on disk that nobody sees yet, and what it tells once it is whole."""

import errno
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from salescoach.infra.bus.bus import call_topic
from salescoach.infra.bus.memory import MemoryBus
from salescoach.kit.errors import Unavailable
from salescoach.rooms.imports.errors import is_disk_full
from salescoach.rooms.imports.journal import JournalLog, read_journal
from tests.rooms.calls.events import CALL, ended, line, note, started

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


async def keep(path: Path, *, whole: bool = True) -> list[str]:
    """Returns the types of what was shown."""
    bus = MemoryBus()
    shown: list[str] = []
    with path.open("wb") as file:
        log = JournalLog(bus, file)
        async with bus.subscribe(call_topic(CALL), 100) as events:
            await log.open_call(started(), "hash")
            for event in (line(2, "Hi."), line(None, "Hi there"), line(2, "twice"), note(3)):
                await log.append(event)
            if whole:
                await log.append(ended(4))
            await log.drain()
            assert await log.committed_seq(CALL) == (4 if whole else 3)
            assert [event.seq for event in await log.read(CALL)] == [1]
            await bus.aclose()
            shown = [event.type async for event in events]
    return shown


async def test_what_is_durable_is_kept_once_and_everything_is_shown(tmp_path: Path) -> None:
    shown = await keep(tmp_path / "journal")
    assert shown.count("transcription") == 2
    record = read_journal(tmp_path / "journal")
    assert [event.seq for event in record.events] == [1, 2, 3, 4]
    assert [turn.text for turn in record.turns] == ["Hi."]
    assert record.call.started_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert record.call.status == "ended"


async def test_a_journal_without_an_end_is_no_call(tmp_path: Path) -> None:
    await keep(tmp_path / "journal", whole=False)
    with pytest.raises(Unavailable) as cut:
        read_journal(tmp_path / "journal")
    assert cut.value.code == "import_cut_off"
    (tmp_path / "empty").touch()
    with pytest.raises(Unavailable):
        read_journal(tmp_path / "empty")


class FullDisk(io.BytesIO):
    def write(self, content: "ReadableBuffer") -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_disk_that_takes_nothing_is_told_and_stops_no_call() -> None:
    bus = MemoryBus()
    log = JournalLog(bus, FullDisk())
    async with bus.subscribe(call_topic(CALL), 100) as events:
        await log.open_call(started(), "hash")
        await log.append(ended(2))
        await log.drain()
        await bus.aclose()
        shown = [event.type async for event in events]
    assert shown == ["call_started", "call_ended"]
    assert is_disk_full(log.failure)
