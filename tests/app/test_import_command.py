"""`salescoach import` over a data directory of its own: what it says of each file."""

import asyncio
import json
import os
import sqlite3
import time
import wave
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from salescoach.app import cli, import_house
from salescoach.app.import_one import LOOK_S, somebody_talks
from salescoach.infra.codec import encode_event
from salescoach.infra.data_lock import is_served, serving
from salescoach.infra.database import Database
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.imports.errors import SOUND_WAITS
from salescoach.rooms.imports.job import Figures
from salescoach.rooms.imports.journal import read_journal
from salescoach.rooms.imports.order import WorkOrder
from salescoach.rooms.imports.worker import Progress
from salescoach.rooms.recordings.files import RecordingFiles
from tests.llm import vendor
from tests.migrated import migrated
from tests.pipeline.review.talk import good_call
from tests.rooms.calls.events import line
from tests.rooms.imports.importing import TRANSCRIPT, UNNAMED, FakeWork
from tests.rooms.recordings.sounds import tone


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(import_house, "python_worker", lambda module: FakeWork())
    (tmp_path / "data").mkdir()
    asyncio.run(migrated(tmp_path / "data" / "salescoach.db"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["import", *arguments])


def recording(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(tone(2_000).astype("<i2").tobytes())


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("said", [[], ["--consent"]])
def test_a_file_is_imported_and_reviewed_and_known_the_next_time(
    workspace: Path, said: list[str]
) -> None:
    (workspace / "call.txt").write_bytes(TRANSCRIPT)

    result = run("call.txt", "--json", "--date", "2026-03-10T14:02", "--tag", "Old", *said)

    assert result.exit_code == 0, result.output
    (told,) = lines(result)
    assert (told["file"], told["status"], told["kind"]) == ("call.txt", "imported", "transcript")
    assert told["speakers"] == {"Rep": "salesperson", "Dana": "customer"}
    assert (told["duration_s"], told["speed"], told["turns"]) == (12.5, 25.0, 1)
    assert told["review"]["status"] == "ready"

    async def found() -> tuple[tuple[str, ...], bool]:
        database = Database(f"sqlite:///{workspace / 'data' / 'salescoach.db'}")
        calls = CallService(database)
        labels = await calls.history.labels(told["call_id"])
        call = await calls.get(told["call_id"])
        await database.aclose()
        return labels.tags, call.consent

    assert asyncio.run(found()) == (("Old",), "--consent" in said)
    (again,) = lines(run("call.txt", "--json"))
    assert (again["status"], again["call_id"]) == ("duplicate", told["call_id"])


@pytest.mark.parametrize(
    ("said", "usual", "kept"),
    [
        (["--sound"], "unknown", True),
        (["--consent"], "transcript", False),
        ([], "recording", True),
        (["--no-sound"], "recording", False),
        (["--no-consent"], "recording", False),
    ],
)
def test_sound_is_kept_when_it_is_said_or_usual(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, said: list[str], usual: str, kept: bool
) -> None:
    monkeypatch.setenv("IMPORT_AGREEMENT", usual)
    recording(workspace / "call.wav")
    (told,) = lines(run("call.wav", "--json", "--no-wait", *said))
    assert told["status"] == "imported", told
    files = RecordingFiles(workspace / "data" / "audio", workspace / "data" / "spool")
    assert files.recording(told["call_id"]).is_file() is kept
    assert list((workspace / "data" / "imports").iterdir()) == []


class DiskFills(FakeWork):
    """Once the sound is staged, nothing can be written where it is to be kept."""

    async def __call__(
        self, order: WorkOrder, progress: Progress, may_go_on: asyncio.Event
    ) -> Figures:
        figures = await super().__call__(order, progress, may_go_on)
        await asyncio.to_thread(self._fill)
        return figures

    def _fill(self) -> None:
        Path("data/audio").rmdir()
        Path("data/audio").touch()


def test_sound_that_could_not_be_put_away_is_told_beside_the_call(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_house, "python_worker", lambda module: DiskFills())
    recording(workspace / "call.wav")
    result = run("call.wav", "--json", "--no-wait", "--sound")
    (told,) = lines(result)
    assert (result.exit_code, told["status"]) == (0, "imported")
    assert told["call_id"] is not None
    assert (told["code"], told["message"]) == ("recording_not_written", SOUND_WAITS)
    assert len(list((workspace / "data" / "imports").iterdir())) == 1


@pytest.mark.parametrize(
    "said", [("--no-consent", "--sound"), ("--date", "2199-01-01"), ("--tag", "x" * 41)]
)
def test_what_cannot_be_is_refused_at_once(workspace: Path, said: tuple[str, ...]) -> None:
    (workspace / "call.txt").write_bytes(TRANSCRIPT)
    result = run("call.txt", "--json", *said)
    assert result.exit_code != 0
    assert not (workspace / "data" / "imports").exists()


def jobs(workspace: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(workspace / "data" / "salescoach.db")) as database:
        return database.execute("select call_id, state from review_jobs").fetchall()


def test_only_calls_of_this_import_are_reviewed_and_a_model_may_still_read_them(
    workspace: Path,
) -> None:
    (workspace / "a.txt").write_bytes(TRANSCRIPT)
    (workspace / "b.txt").write_bytes(UNNAMED)
    (left,) = lines(run("a.txt", "--json", "--no-wait"))
    (done,) = lines(run("b.txt", "--json"))
    assert done["review"]["status"] == "ready"
    states = dict(jobs(workspace))
    assert states[left["call_id"]] == "pending"
    assert states[done["call_id"]] == "done"


class Conversation(FakeWork):
    """A call in which enough is said to be read."""

    async def __call__(
        self, order: WorkOrder, progress: Progress, may_go_on: asyncio.Event
    ) -> Figures:
        figures = await super().__call__(order, progress, may_go_on)
        first, *_, last = read_journal(order.journal).events
        said = (
            line(
                number,
                turn.text,
                turn_id=turn.id,
                speaker=turn.speaker,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                call_id=first.call_id,
            )
            for number, turn in enumerate(good_call().record().turns, 2)
        )
        events = (first, *said, replace(last, seq=100))
        order.journal.write_bytes(b"".join(encode_event(each) + b"\n" for each in events))
        return figures


async def test_the_chosen_model_reads_the_calls_of_the_command(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_house, "python_worker", lambda module: Conversation())
    (workspace / "call.txt").write_bytes(TRANSCRIPT)
    async with vendor.serving(vendor.refusal("claude/401")) as server:
        monkeypatch.setenv("COACH_ENGINE", "claude")
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-a-key-of-nobody")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        result = await asyncio.to_thread(run, "call.txt", "--json")
        assert server.received
    (told,) = lines(result)
    assert told["review"]["status"] == "ready"
    assert dict(jobs(workspace)) == {told["call_id"]: "done"}


def test_a_server_that_runs_writes_the_review(workspace: Path) -> None:
    (workspace / "call.txt").write_bytes(TRANSCRIPT)
    with ThreadPoolExecutor(1) as pool:
        with serving(workspace / "data"):
            result = pool.submit(run, "call.txt", "--json")
            while not result.done() and not jobs(workspace):
                time.sleep(0.05)
            time.sleep(2 * LOOK_S)
            assert [state for _, state in jobs(workspace)] == ["pending"]
        (told,) = lines(result.result())
    assert told["review"]["status"] == "ready"


def test_a_server_is_seen_as_long_as_it_runs(tmp_path: Path) -> None:
    assert not is_served(tmp_path)
    with serving(tmp_path):
        assert is_served(tmp_path)
    assert not is_served(tmp_path)


def test_without_waiting_the_review_is_still_to_come(workspace: Path) -> None:
    (workspace / "call.txt").write_bytes(TRANSCRIPT)
    (told,) = lines(run("call.txt", "--json", "--no-wait"))
    assert (told["status"], told["review"]) == ("imported", {"status": "pending"})


def test_of_a_folder_what_may_be_a_call_is_taken_and_failures_are_told(workspace: Path) -> None:
    folder = workspace / "calls"
    (folder / "deep").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "b.txt").write_bytes(TRANSCRIPT)
    (folder / "a.wav").write_bytes(b"")
    (folder / "deep" / "c.vtt").write_bytes(b"no captions")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    (folder / ".hidden" / "d.txt").write_bytes(TRANSCRIPT)

    result = run("calls", "missing.wav", "--json")

    assert result.exit_code == 1
    assert [(Path(told["file"]).name, told["status"], told["code"]) for told in lines(result)] == [
        ("a.wav", "failed", "empty_file"),
        ("b.txt", "imported", None),
        ("c.vtt", "failed", "nobody_named"),
        ("missing.wav", "failed", "file_not_found"),
    ]


def test_who_sells_is_said_by_name(workspace: Path) -> None:
    (workspace / "call.txt").write_bytes(UNNAMED)
    (open_ended,) = lines(run("call.txt", "--json", "--salesperson", "Lee"))
    assert (open_ended["status"], open_ended["code"]) == ("failed", "no_such_speaker")
    (told,) = lines(run("call.txt", "--json", "--salesperson", "sam"))
    assert told["speakers"] == {"Sam": "salesperson", "Dana": "customer"}


def test_people_read_a_line_a_file(workspace: Path) -> None:
    (workspace / "call.txt").write_bytes(TRANSCRIPT)
    assert "1 turn, 25.0 times as fast" in run("call.txt").stdout
    assert "imported already" in run("call.txt").stdout


def test_sound_that_grows_is_a_live_call(tmp_path: Path) -> None:
    assert not somebody_talks(tmp_path)
    segment = tmp_path / "call" / "0" / "segment"
    segment.parent.mkdir(parents=True)
    segment.touch()
    assert somebody_talks(tmp_path)
    os.utime(segment, (0, 0))
    assert not somebody_talks(tmp_path)
