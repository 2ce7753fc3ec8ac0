"""Databases as each migration left them, with rows in them: what an upgrade has to take over.

`python -m tests.infra.released` writes the dumps that are missing: it migrates step by step and
adds, at each step, rows to what is new. A dump that is there is never written again.
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from salescoach.infra import database as floor
from salescoach.infra.database import Database, newest_revision
from tests.infra.released_rows import NEW_ROWS, Row

DUMPS = Path(__file__).parents[2] / "fixtures" / "databases"


def released() -> list[str]:
    """The revisions that have a dump."""
    return sorted(path.stem for path in DUMPS.glob("*.sql"))


def shipped() -> list[str]:
    """All revisions, the oldest first."""
    return [f"{number:04}" for number in range(1, int(newest_revision()) + 1)]


def dump_of(revision: str) -> str:
    return (DUMPS / f"{revision}.sql").read_text(encoding="utf-8")


def load(dump: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump)


def rows_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Of every table, with their columns' names, in the order of their keys."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [
                dict(row) for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2')
            ]
            for table in _tables(connection, "table")
            if table != "alembic_version"
        }


def _tables(connection: sqlite3.Connection, kind: str) -> list[str]:
    listed = connection.execute("PRAGMA main.table_list").fetchall()
    return sorted(row[1] for row in listed if row[2] == kind and not row[1].startswith("sqlite_"))


def _dump(path: Path) -> str:
    """What an index is made of is left out: it is built again from what it is about."""
    with closing(sqlite3.connect(path)) as connection:
        tables, virtual = _tables(connection, "table"), _tables(connection, "virtual")
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        kinds = dict(connection.execute("SELECT name, type FROM sqlite_master"))
        lines = ["BEGIN TRANSACTION;"]
        for table in tables:
            lines.append(f"{made[table]};")
            for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                values = ", ".join(_literal(value) for value in row)
                lines.append(f'INSERT INTO "{table}" VALUES({values});')
        lines += [f"{made[name]};" for name in sorted(made) if kinds[name] == "index"]
        lines += [f"{made[name]};" for name in virtual]
        if "said" in virtual:
            lines.append("INSERT INTO said(said) VALUES ('rebuild');")
        lines += [f"{made[name]};" for name in sorted(made) if kinds[name] == "trigger"]
        return "\n".join([*lines, "COMMIT;", ""])


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return (
        str(value)
        if isinstance(value, int | float)
        else f"'{str(value).replace(chr(39), 2 * chr(39))}'"
    )


async def _migrate_to(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(floor.__file__).parent / "migrations"))

    def upgrade(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    database = Database(url)
    async with database.write() as connection:
        await connection.run_sync(upgrade)
    await database.aclose()


def _add(path: Path, rows: tuple[tuple[str, Row], ...]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for table, row in rows:
            names = ", ".join(row)
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values())
            )
        connection.commit()


async def write_missing() -> None:
    DUMPS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "made.db"
        for revision in shipped():
            await _migrate_to(f"sqlite:///{path}", revision)
            _add(path, NEW_ROWS.get(revision, ()))
            dump = DUMPS / f"{revision}.sql"
            if not dump.exists():
                dump.write_text(_dump(path), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(write_missing())
