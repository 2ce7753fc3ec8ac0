"""A database of every earlier version comes up to date with all its rows."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from salescoach.infra.backup.snapshot import examine
from salescoach.infra.database import migrate, newest_revision
from tests.infra.released import dump_of, load, released, rows_in, shipped
from tests.migrated import migrated


def schema_of(path: Path) -> dict[str, set[tuple[str, ...]]]:
    """Columns and indexes of every table, and all triggers."""
    with closing(sqlite3.connect(path)) as connection:
        found = {
            table: {*columns(connection, table), *indexes(connection, table)}
            for table in rows_in(path)
        }
        return found | {"triggers": triggers(connection)}


def columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, ...]]:
    found = connection.execute(f"PRAGMA table_info('{table}')").fetchall()
    return [(row[1], row[2], str(row[3]), str(row[5])) for row in found]


def indexes(connection: sqlite3.Connection, table: str) -> list[tuple[str, ...]]:
    named = connection.execute(f"PRAGMA index_list('{table}')").fetchall()
    return [("index", row[1], str(row[2])) for row in named if not row[1].startswith("sqlite_")]


def triggers(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    named = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    return set(connection.execute(named).fetchall())


@pytest.mark.parametrize("revision", released())
async def test_rows_outlive_every_upgrade(revision: str, tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    load(dump_of(revision), path)
    before = rows_in(path)
    assert before["calls"]
    await migrate(f"sqlite:///{path}")
    after = rows_in(path)
    for table, rows in before.items():
        known = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else []
        assert known[: len(rows)] == rows, table
    assert examine(path).revision == newest_revision()
    await migrated(tmp_path / "anew.db")
    assert schema_of(path) == schema_of(tmp_path / "anew.db")
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT turns.turn_id FROM said JOIN turns ON turns.number = said.rowid "
            "WHERE said MATCH 'expensive'"
        ).fetchall()
    assert found == [("t2",)]


def test_every_version_has_its_dump() -> None:
    """`python -m tests.infra.released` writes the ones that are missing."""
    assert released()[-1] == newest_revision()
    assert released() == shipped()
