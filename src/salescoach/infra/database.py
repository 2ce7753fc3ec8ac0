"""The one engine of the process, and the migrations that bring its database up to date.

SQLite by default, so a laptop needs nothing: WAL lets readers go on while the log is written, and
survives a kill of the process. What is written in one go also survives a power cut, with all that
was committed before it; other transactions after the last such one may be lost. Everything but the
pragmas of ``engines`` is plain SQL, so that another database is a matter of its URL.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from loguru import logger
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    MetaData,
    TypeDecorator,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import StaticPool

from salescoach.infra.engines import open_engine, open_one_go
from salescoach.infra.one_go import Result, Work
from salescoach.kit.errors import Unavailable

BUSY_TIMEOUT_MS = 1000
"""How long a statement waits for another process's lock before it fails as ``locked``."""

MIGRATION_TIMEOUT_MS = 30_000
MIGRATE_AGAIN_S = 0.05

CLOSE_WITHIN_S = 5.0
"""How long closing waits for what is still read or written."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)
"""Every room's tables; each is declared by the room's ``store``."""

_MIGRATIONS = Path(__file__).parent / "migrations"

# Primary result codes of SQLite; extended codes carry them in their low byte.
_SQLITE_REASONS = {5: "locked", 6: "locked", 13: "disk_full"}


class StorageTrouble(Unavailable):
    """The database cannot be used just now. ``reason``: ``locked`` (another process holds it),
    ``disk_full`` or ``unreachable``."""

    code = "storage_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Storage cannot be used just now ({reason.replace('_', ' ')}).")
        self.reason = reason


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, always UTC on the way in and out, also where the database keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """``url`` is a SQLAlchemy URL, ``sqlite:///file`` for a file whose directory exists.

    Statements' parameters never enter errors or logs, since they hold transcripts.
    """

    def __init__(self, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self._engine = open_engine(url, busy_timeout_ms)
        self._one_go = open_one_go(url, busy_timeout_ms)
        # SQLite has one writer; waiting here in line costs less than polling for its lock.
        self._writing = asyncio.Lock() if self._engine.dialect.name == "sqlite" else nullcontext()
        self._in_use = 0
        self._unused = asyncio.Event()
        self._unused.set()
        self._closed = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view; nothing is kept of what is written in it. Raises
        ``StorageTrouble``."""
        with _told_apart(), self._using():
            async with self._engine.connect() as connection:
                transaction = await connection.begin()
                yield connection
                await transaction.rollback()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that holds the write lock from its start and commits when the block ends
        without an error.

        Raises ``StorageTrouble`` at its start, inside, or when it commits; nothing is then kept.
        """
        with _told_apart(), self._using():
            async with self._writing, self._engine.connect() as connection:
                await connection.execution_options(salescoach_write=True)
                async with connection.begin():
                    yield connection

    async def write_in_one_go(self, work: Work[Result]) -> Result:
        """A transaction as ``write`` gives it, off the event loop where the database allows it:
        ``work`` may wait for its statements and for nothing else. Raises as ``write``, and what
        ``work`` raises."""
        if self._one_go is None:
            async with self.write() as connection:
                return await work(connection)
        with _told_apart(), self._using():
            async with self._writing:
                return await self._one_go.run(work)

    async def ping(self) -> None:
        """Raises ``StorageTrouble`` unless the database answers."""
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    async def revision(self) -> str | None:
        """The migration the database is at, None before the first. Raises ``StorageTrouble``."""
        async with self.read() as connection:
            return await connection.run_sync(_revision)

    async def aclose(self) -> None:
        """Waits for what is still read or written: a connection that comes back to an engine that
        is gone is never closed. Whoever asks afterwards gets ``StorageTrouble``."""
        self._closed = True
        try:
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._unused.wait()
        except TimeoutError:
            logger.warning("The database was closed while it was used in {} places", self._in_use)
        if self._one_go is not None:
            await self._one_go.aclose()
        await self._engine.dispose()

    @contextmanager
    def _using(self) -> Iterator[None]:
        if self._closed:
            raise StorageTrouble("unreachable")
        self._in_use += 1
        self._unused.clear()
        try:
            yield
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._unused.set()


async def migrate(url: str) -> None:
    """Create the database at ``url`` or bring it up to date, in one transaction. Running it again,
    or from several processes at once, is harmless: one migrates, the others wait for it.

    Raises ``Unavailable`` (``database_too_new``) when a newer version of the product wrote it, or
    ``StorageTrouble``, for a lock only when it was held all the while.
    """
    give_up_at = time.monotonic() + MIGRATION_TIMEOUT_MS / 1000
    while True:
        try:
            return await _migrate_once(url)
        except StorageTrouble as trouble:
            # SQLite waits for a lock, but not where it turns a new file to WAL: who comes second
            # there fails at once.
            if trouble.reason != "locked" or time.monotonic() >= give_up_at:
                raise
        await asyncio.sleep(MIGRATE_AGAIN_S)


async def _migrate_once(url: str) -> None:
    database = Database(url, busy_timeout_ms=MIGRATION_TIMEOUT_MS)
    try:
        async with database.write() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await database.aclose()


@contextmanager
def _told_apart() -> Iterator[None]:
    """Trouble that passes with time becomes ``StorageTrouble``; the rest lies in what was asked."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageTrouble("unreachable") from error
    except DBAPIError as error:
        if isinstance(error, IntegrityError | DataError) or (
            isinstance(error, ProgrammingError) and not error.connection_invalidated
        ):
            raise
        code = getattr(error.orig, "sqlite_errorcode", 0)
        raise StorageTrouble(_SQLITE_REASONS.get(code & 0xFF, "unreachable")) from error


def revisions() -> tuple[str, ...]:
    """Of the migrations shipped, the oldest first; their files are named after their revisions."""
    found = (path.name[1:5] for path in (_MIGRATIONS / "versions").glob("v[0-9]*.py"))
    return tuple(sorted(found))


def newest_revision() -> str:
    """Of the migrations shipped."""
    return revisions()[-1]


def made_in_memory(revision: str) -> sqlite3.Connection:
    """An empty SQLite database as the migrations up to ``revision``, one of ours, make it. The
    caller closes it."""
    made = sqlite3.connect(":memory:")
    engine = create_engine("sqlite://", creator=lambda: made, poolclass=StaticPool)
    with engine.begin() as connection:
        _bring_to(connection, revision)
    return made


def _upgrade(connection: Connection) -> None:
    found, newest = _revision(connection), newest_revision()
    if found == newest:
        return
    if found is not None:
        logger.info("The database is brought from {} to {}", found, newest)
    _bring_to(connection, "head")


def _bring_to(connection: Connection, revision: str) -> None:
    # Costs a good part of a second to import, which most starts need not pay.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise Unavailable(
            "The database was written by a newer version of Sales Coach AI. Install that version, "
            "or point DATA_DIR at another directory.",
            code="database_too_new",
        ) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
