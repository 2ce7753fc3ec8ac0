"""A real worker with the real engine: what the command and the queue start."""

import asyncio
import wave
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salescoach.app.import_house import WORKER
from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallStarted
from salescoach.infra.database import Database
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.imports.journal import read_journal
from salescoach.rooms.imports.order import WorkOrder
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.imports.worker import python_worker
from salescoach.rooms.settings.privacy import PrivacyService
from tests.migrated import migrated
from tests.rooms.recordings.sounds import heard

RECORDINGS = Path(__file__).parents[2] / "fixtures" / "audio"
BEGAN = datetime(2026, 3, 10, 14, 2, tzinfo=UTC)

pytestmark = pytest.mark.speech


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
        customer="Dana",
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


async def test_no_sound_is_kept_where_none_is_to_be_kept(workspace: Path) -> None:
    database = Database(f"sqlite:///{workspace / 'salescoach.db'}")
    await PrivacyService(database, SystemClock()).put({}, (), keep_audio=False)
    await database.aclose()
    given = order(workspace, RECORDINGS / "salesperson.wav")
    await python_worker(WORKER)(given, lambda share: None, go())
    assert not StagedSound(workspace / "sound").is_there
