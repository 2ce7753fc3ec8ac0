"""SQLAlchemy's engines for a database's URL, and what SQLite is told on each connection.

Transactions say from their start whether they write: ``salescoach_write`` among the options.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from salescoach.infra.one_go import OneGo

_SQLITE_DRIVER = "sqlite+aiosqlite"


def open_engine(url: str, busy_timeout_ms: int) -> AsyncEngine:
    """For reading, and for what is written statement by statement."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    engine = create_async_engine(
        parsed.set(drivername=_SQLITE_DRIVER),
        hide_parameters=True,
        connect_args={"timeout": busy_timeout_ms / 1000},
    )
    _listen(engine.sync_engine, "NORMAL")
    return engine


def open_one_go(url: str, busy_timeout_ms: int) -> OneGo | None:
    """Only for a file: what is in memory belongs to one connection, and another database's own
    driver is the faster one."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    engine = create_engine(
        parsed.set(drivername="sqlite"),
        hide_parameters=True,
        connect_args={"timeout": busy_timeout_ms / 1000},
        execution_options={"salescoach_write": True},
    )
    # Audio is deleted once the log holds its words: by then they have to be on the disk itself.
    _listen(engine, "FULL")
    return OneGo(engine)


def _listen(engine: Engine, synchronous: str) -> None:
    def prepare(connection: Any, _record: object) -> None:
        _prepare_sqlite(connection, synchronous)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, synchronous: str) -> None:
    # The driver must not begin transactions by itself: it would begin them without the lock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer fails at once when somebody wrote in between; a writer that says
    # so from its start waits its turn.
    writes = connection.get_execution_options().get("salescoach_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
