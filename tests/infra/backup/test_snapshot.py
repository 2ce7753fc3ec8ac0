"""Copies of a database that others write to, and damage that is found."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from salescoach.infra.backup import snapshot
from salescoach.infra.backup.snapshot import (
    BackupStopped,
    DatabaseDamaged,
    copy_database,
    examine,
    look_quickly,
)

WRITER = 2_000


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "calls.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("CREATE TABLE two (id INTEGER PRIMARY KEY, text TEXT)")
        connection.executemany(
            "INSERT INTO one (text) VALUES (?)", [("x" * 1000,) for _ in range(3_000)]
        )
        connection.commit()
    return path


def test_a_copy_shows_one_moment_while_others_write(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "PAGES_AT_ONCE", 16)
    begun, over = threading.Event(), threading.Event()

    def write_on() -> None:
        """Both tables always have grown by the same number of rows."""
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            for number in range(WRITER):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO one (text) VALUES ('new')")
                connection.execute("INSERT INTO two (text) VALUES ('new')")
                connection.execute("UPDATE one SET text = 'changed' WHERE id = ?", (number + 1,))
                connection.execute("COMMIT")
                begun.set()
                if over.is_set():
                    return

    writer = threading.Thread(target=write_on)
    writer.start()
    begun.wait()
    copy_database(database, tmp_path / "copy.db")
    over.set()
    writer.join()
    rows = examine(tmp_path / "copy.db").rows
    assert rows["one"] == 3_000 + rows["two"]
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        changed = copy.execute("SELECT count(*) FROM one WHERE text = 'changed'").fetchone()
    assert changed == (rows["two"],)
    assert not (tmp_path / "copy.db-wal").exists()


def test_a_copy_can_be_stopped(database: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupStopped):
        copy_database(database, tmp_path / "copy.db", stopped=lambda: True)


def damage(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(database.read_bytes())
    content[8192 : 8192 + 200_000] = b"\xa5" * 200_000
    database.write_bytes(content)


def test_damage_is_found(database: Path, tmp_path: Path) -> None:
    assert look_quickly(database, 30)
    damage(database)
    with pytest.raises(DatabaseDamaged):
        look_quickly(database, 30)
    with pytest.raises(DatabaseDamaged):
        examine(database)
    database.write_bytes(b"this is no database, but long enough for one" * 100)
    with pytest.raises(DatabaseDamaged):
        look_quickly(database, 30)


def test_a_look_has_its_time_and_trouble_is_no_damage(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_STEPS_BETWEEN_LOOKS", 1)
    assert not look_quickly(database, 0)
    assert not look_quickly(tmp_path / "missing.db", 30)
    assert not (tmp_path / "missing.db").exists()
