"""Whether a database is built as our own migrations build it.

What a file from elsewhere brings along beside its rows would act on its own later: a trigger that
deletes, a view in the place of a table. The text that made a table differs with what changed it
since and with SQLite's version, so of tables and indexes the parts are compared, not the text.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

from salescoach.infra.backup.snapshot import opened
from salescoach.infra.database import made_in_memory

_Parts = Mapping[str, tuple[object, ...]]
"""By the name of each table, index, trigger and view."""

_OWN_TABLES = frozenset({"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})
"""What SQLite keeps for itself, as it comes to need it."""


def strange_in(database: Path, revision: str) -> str | None:
    """The name of something that is otherwise there, or is missing, than our migrations up to
    ``revision`` make it; None when there is nothing. Raises ``DatabaseDamaged`` or
    ``sqlite3.Error``."""
    listed, built = _as_made(revision)
    with opened(database) as connection:
        # Only what is listed as ours is looked into: what is not may fail in any way.
        strange = _difference(listed, _listed(connection))
        return strange or _difference(built, _built(connection))


@cache
def _as_made(revision: str) -> tuple[_Parts, _Parts]:
    with closing(made_in_memory(revision)) as connection:
        return _listed(connection), _built(connection)


def _difference(ours: _Parts, theirs: _Parts) -> str | None:
    names = sorted(ours.keys() | theirs.keys())
    return next((name for name in names if ours.get(name) != theirs.get(name)), None)


def _listed(connection: sqlite3.Connection) -> _Parts:
    found = connection.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_master")
    return {
        name: (kind, table, _text(kind, sql))
        for kind, name, table, sql in found
        if name not in _OWN_TABLES
    }


def _text(kind: str, sql: str | None) -> str | None:
    words = (sql or "").split()
    by_parts = kind == "index" or (kind == "table" and words[1:2] != ["VIRTUAL"])
    return None if by_parts else " ".join(words)


def _built(connection: sqlite3.Connection) -> _Parts:
    tables = connection.execute(
        "SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    return {
        name: (
            without_rowid,
            strict,
            connection.execute("SELECT * FROM pragma_table_xinfo(?)", (name,)).fetchall(),
            sorted(connection.execute("SELECT * FROM pragma_foreign_key_list(?)", (name,))),
            _indexes(connection, name),
        )
        for name, without_rowid, strict in tables
        if name not in _OWN_TABLES and name != "sqlite_schema"
    }


def _indexes(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(
        connection.execute(
            'SELECT i.name, i."unique", i.partial, c.seqno, c.cid, c."desc", c.coll '
            "FROM pragma_index_list(?) AS i, pragma_index_xinfo(i.name) AS c ORDER BY 1, 4",
            (table,),
        )
    )
