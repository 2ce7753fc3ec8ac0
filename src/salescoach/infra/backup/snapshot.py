"""A consistent copy of a database that is being written to, and whether a database is whole.

The copy is made by SQLite itself, page by page inside one read transaction: it shows one moment,
writers go on, and row numbers stay (rewriting the file instead would change them under the
full-text index). Between two portions it rests, so that a live call keeps disk and CPU.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from salescoach.kit.errors import SalesCoachError

PAGES_AT_ONCE = 256
"""A megabyte."""

REST_S = 0.002
BUSY_S = 5.0

_DAMAGED = frozenset({11, 26})
"""Primary result codes of SQLite: a malformed file, and one that is no database."""

_INTERRUPTED = 9
_STEPS_BETWEEN_LOOKS = 1_000
_CHECKS_CAN_END = sqlite3.sqlite_version_info >= (3, 41)
"""Older versions of SQLite cannot be interrupted while they check a file's pages."""

_BYTES_A_SECOND = 200 << 20
"""Read by such a check, about."""


class DatabaseDamaged(SalesCoachError):
    """What is in the file is no database that could be relied on."""

    code = "database_damaged"


class BackupStopped(SalesCoachError):
    """Whoever asked for the backup does not want it any more."""

    code = "backup_stopped"


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """``revision``: the migration it is at, None before the first. ``rows`` of each table."""

    revision: str | None
    rows: dict[str, int]


def copy_database(
    source: Path, target: Path, *, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Writes the state of ``source`` at this moment to ``target``, which must not exist, as a
    single file. Raises ``DatabaseDamaged``, ``BackupStopped``, ``OSError`` or ``sqlite3.Error``."""

    def look(_status: int, _left: int, _total: int) -> None:
        if stopped():
            raise BackupStopped("The backup was stopped.")

    with _telling_damage(source), closing(_opened(source)) as origin:
        origin.execute("BEGIN")
        # The transaction begins with the first thing that is read in it.
        origin.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            origin.backup(copy, pages=PAGES_AT_ONCE, progress=look, sleep=REST_S)
            # The copy stands alone: no second file belongs to it.
            copy.execute("PRAGMA journal_mode=DELETE")


def examine(database: Path) -> DatabaseFacts:
    """Every page and every index is looked at. Raises ``DatabaseDamaged``."""
    with opened(database) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"]:
            raise _damaged(database)
        return DatabaseFacts(_revision(connection), _rows(connection))


def look_quickly(database: Path, within_s: float) -> bool:
    """Whether all of it was looked at; a large file may take longer than ``within_s``. Raises
    ``DatabaseDamaged``; a lock, or a file that is not there, is no damage."""
    give_up_at = time.monotonic() + within_s
    if not _CHECKS_CAN_END and _size(database) > within_s * _BYTES_A_SECOND:
        return False
    try:
        with _telling_damage(database), closing(_opened(database)) as connection:
            connection.set_progress_handler(
                lambda: time.monotonic() > give_up_at, _STEPS_BETWEEN_LOOKS
            )
            found = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    except sqlite3.Error:
        return False
    if found != ["ok"]:
        raise _damaged(database)
    return True


def is_damage(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """To look at. Raises ``DatabaseDamaged`` or ``sqlite3.Error``, also for what is asked of it."""
    with _telling_damage(database), closing(_opened(database)) as connection:
        yield connection


def revision_of(database: Path) -> str | None:
    """The migration it is at. Raises ``DatabaseDamaged`` or ``sqlite3.Error``."""
    with opened(database) as connection:
        return _revision(connection)


def call_ids(database: Path) -> frozenset[str]:
    """Of every call that it knows. Raises ``DatabaseDamaged`` or ``sqlite3.Error``."""
    with opened(database) as connection:
        return frozenset(row[0] for row in connection.execute("SELECT id FROM calls"))


def _size(database: Path) -> int:
    try:
        return database.stat().st_size
    except OSError:
        return 0


def _opened(database: Path) -> sqlite3.Connection:
    """Also to write: SQLite finishes what a killed server left in the file beside it."""
    uri = f"{database.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_S)


@contextmanager
def _telling_damage(database: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if is_damage(error):
            raise _damaged(database) from error
        raise


def _damaged(database: Path) -> DatabaseDamaged:
    return DatabaseDamaged(f"The database {database} is damaged.")


def _revision(connection: sqlite3.Connection) -> str | None:
    if "alembic_version" not in _tables(connection):
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    return {
        table: connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0]  # noqa: S608 - names of the database's own tables
        for table in _tables(connection)
    }


def _quoted(name: str) -> str:
    """As an identifier, whatever a file from elsewhere calls its tables."""
    return '"' + name.replace('"', '""') + '"'


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The tables that hold what was stored; what an index is made of follows from them."""
    listed = connection.execute("PRAGMA main.table_list").fetchall()
    return sorted(
        name for _, name, kind, *_ in listed if kind == "table" and not name.startswith("sqlite_")
    )
