"""`salescoach backup` and `restore` over a data directory, with and without a server at work."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from salescoach.app import backup_command, cli
from salescoach.infra.backup.shelf import kept_in
from salescoach.infra.data_lock import in_use
from salescoach.infra.database import Database, newest_revision
from salescoach.kit.errors import SalesCoachError
from tests.migrated import migrated
from tests.rooms.export.kept import keep_call


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    add(tmp_path / "data", "c1", "c2")
    return tmp_path / "data"


def add(data: Path, *calls: str) -> None:
    async def fill() -> None:
        database = Database(await migrated(data / "salescoach.db"))
        for call_id in calls:
            await keep_call(database, call_id)
        await database.aclose()

    asyncio.run(fill())


def calls_in(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "salescoach.db")) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM calls ORDER BY id")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def test_there_and_back(data: Path, tmp_path: Path) -> None:
    recording = data / "recordings" / "c1.opus"
    recording.parent.mkdir()
    recording.write_bytes(b"said")
    file = tmp_path / "all.zip"
    made = run("backup", "--output", str(file), "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.output)
    assert (told["rows"]["calls"], told["revision"]) == (2, newest_revision())
    assert told["files"] == 2
    add(data, "c3")
    recording.unlink()
    proven = run("restore", str(file), "--check")
    assert "with 2 calls can be restored" in proven.output
    assert calls_in(data) == ["c1", "c2", "c3"]
    done = run("restore", str(file))
    assert done.exit_code == 0, done.output
    assert "is restored" in done.output
    assert calls_in(data) == ["c1", "c2"]
    assert recording.read_bytes() == b"said"
    [aside] = (data / "replaced").iterdir()
    assert calls_in(aside) == ["c1", "c2", "c3"]


def test_the_search_still_finds_what_was_said(data: Path, tmp_path: Path) -> None:
    run("backup", "--output", str(tmp_path / "b.zip"))
    run("restore", str(tmp_path / "b.zip"))
    with closing(sqlite3.connect(data / "salescoach.db")) as connection:
        found = connection.execute(
            "SELECT turns.call_id FROM said JOIN turns ON turns.number = said.rowid "
            "WHERE said MATCH 'twenty' ORDER BY 1"
        ).fetchall()
    assert found == [("c1",), ("c2",)]


def test_a_server_at_work_is_backed_up_but_not_replaced(data: Path) -> None:
    with in_use(data):
        assert run("backup").exit_code == 0
        [kept] = kept_in(data / "backups", "manual")
        refused = run("restore", str(kept.path))
        assert isinstance(refused.exception, SalesCoachError)
        assert refused.exception.code == "data_in_use"
        assert "Stop it first" in refused.exception.message
        assert not (data / "replaced").exists()
        missing = run("restore", str(data / "missing.zip")).exception
        assert isinstance(missing, SalesCoachError)
        assert (missing.code, "No such file" in missing.message) == ("backup_unusable", True)
    assert run("restore", "--newest").exit_code == 0


def test_the_newest_good_one_is_taken_and_bad_ones_are_named(data: Path) -> None:
    shelf = data / "backups"
    run("backup", "--output", str(_named(shelf, "20260101T000000Z")))
    _named(shelf, "20260102T000000Z").write_bytes(b"cut off")
    done = run("restore", "--newest")
    assert done.exit_code == 0
    assert "20260102T000000Z" in done.output


def test_recordings_that_stay_are_told_of_only_where_there_are_some(
    data: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.zip"
    run("backup", "--no-recordings", "--output", str(bare))
    assert "those that are here stay" not in run("restore", str(bare)).output
    (data / "recordings").mkdir(exist_ok=True)
    (data / "recordings" / "c1.opus").write_bytes(b"said")
    assert "It holds no recordings: those that are here stay" in run("restore", str(bare)).output


def _named(shelf: Path, stamp: str) -> Path:
    shelf.mkdir(exist_ok=True)
    return shelf / f"salescoach-{stamp}-daily.zip"


def test_what_cannot_be_done_is_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def code(*arguments: str) -> str:
        error = run(*arguments).exception
        assert isinstance(error, SalesCoachError), error
        return error.code

    taken = tmp_path / "taken.zip"
    taken.write_bytes(b"mine")
    assert code("backup", "--output", str(taken)) == "already_there"
    assert taken.read_bytes() == b"mine"
    assert code("backup", "--output", str(tmp_path / "no" / "b.zip")) == "not_writable"
    assert code("restore", str(taken)) == "backup_unusable"
    assert code("restore") == "invalid_input"
    assert code("restore", "--newest") == "no_backup"
    monkeypatch.setattr(backup_command, "SPARE_BYTES", 1 << 60)
    assert code("backup") == "disk_full"
    (data / "salescoach.db").unlink()
    assert code("backup") == "no_database"
