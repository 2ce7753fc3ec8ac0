"""A real worker with the real engine: what the command and the queue start; and what it does when
its disk is full."""

import asyncio
import errno
import io
import wave
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from salescoach.app.import_house import WORKER
from salescoach.app.import_worker import Gate, Heard, Passing, through
from salescoach.domain.audio import AudioFrame, Speaker
from salescoach.domain.events import CallStarted, Customer
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.imports.journal import JournalLog, read_journal
from salescoach.rooms.imports.order import WorkOrder
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.imports.worker import python_worker
from salescoach.rooms.settings.privacy import PrivacyService
from tests.migrated import migrated
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import desk_of, opening
from tests.rooms.recordings.sounds import heard

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

RECORDINGS = Path(__file__).parents[2] / "fixtures" / "audio"
BEGAN = datetime(2026, 3, 10, 14, 2, tzinfo=UTC)


@pytest.fixture
async def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    await migrated(tmp_path / "salescoach.db")
    return tmp_path


def order(folder: Path, file: Path) -> WorkOrder:
    return WorkOrder(
        file,
        folder / "journal",
        "call.wav",
        "recording",
        {"both": Speaker.UNKNOWN, "Sam Ortiz": Speaker.SALESPERSON},
        customer=Customer("Dana"),
        consent=True,
        sound=folder / "sound",
        began_at=BEGAN,
        dated_by="modified",
    )


def go() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate


def names_in(folder: Path) -> set[str]:
    return {each.name.partition("-")[0] for each in folder.iterdir()}


@pytest.mark.speech
async def test_a_recording_becomes_a_whole_call(workspace: Path) -> None:
    file = RECORDINGS / "salesperson.wav"
    figures = await python_worker(WORKER)(order(workspace, file), lambda share: None, go())
    record = read_journal(workspace / "journal")
    assert record.call.started_at == BEGAN
    assert record.call.imported_from == "call.wav"
    assert isinstance(record.events[0], CallStarted)
    assert record.events[0].dated_by == "modified"
    assert record.events[0].salesperson == "Sam Ortiz"
    assert record.call.customer is not None
    assert record.call.consent
    assert StagedSound(workspace / "sound").is_there
    with wave.open(str(file)) as original:
        length = original.getnframes() * 16_000 // original.getframerate()
    (kept,) = heard(workspace / "sound" / "call" / "call.opus", 1)
    assert abs(len(kept) - length) < 1_000
    assert record.call.turn_count == figures.turns > 0
    assert {turn.speaker for turn in record.turns} == {Speaker.UNKNOWN}
    assert record.call.duration_ms == pytest.approx(figures.audio_s * 1000, abs=100)
    assert names_in(workspace).isdisjoint({"spool"})

    (workspace / "noise").write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InvalidInput) as refused:
        await python_worker(WORKER)(order(workspace, workspace / "noise"), lambda share: None, go())
    assert refused.value.code == "not_media"


@pytest.mark.speech
async def test_no_sound_is_kept_where_none_is_to_be_kept(workspace: Path) -> None:
    database = Database(f"sqlite:///{workspace / 'salescoach.db'}")
    await PrivacyService(database, SystemClock()).put({}, (), keep_audio=False)
    await database.aclose()
    given = order(workspace, RECORDINGS / "salesperson.wav")
    await python_worker(WORKER)(given, lambda share: None, go())
    assert not StagedSound(workspace / "sound").is_there


class FullDisk(io.BytesIO):
    """Takes so many lines, and in the end not even those."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines

    def write(self, content: "ReadableBuffer") -> int:
        self._lines -= 1
        if self._lines < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("lines", "whole"), [(0, False), (100, True)])
async def test_work_whose_disk_is_full_does_not_count_as_done(
    tmp_path: Path, lines: int, whole: bool
) -> None:
    bus = MemoryBus()
    log = JournalLog(bus, FullDisk(lines))
    desk = desk_of(tmp_path, Ears(), log=log, bus=bus)
    drawn = 0

    def frames() -> Iterator[AudioFrame]:
        nonlocal drawn
        for drawn in range(1, 21):
            yield said(drawn)

    passing = Passing(frames(), Gate(), order(tmp_path, tmp_path / "call.wav"))
    with pytest.raises(OSError, match="No space left"):
        await through(desk, log, opening(), Heard(passing, most_minutes=60))
    assert (drawn == 20) is whole
    await bus.aclose()
