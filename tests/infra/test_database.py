"""The engine's pragmas and locks on real files, and migrations that may run again."""

import asyncio
import gc
import sqlite3
import sys
import threading
from asyncio.subprocess import Process
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from subprocess import PIPE

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

import salescoach.infra
import salescoach.rooms.calls.store.tables
import salescoach.rooms.customers.store
import salescoach.rooms.imports.store
import salescoach.rooms.insights.store.tables
import salescoach.rooms.playbook.store
import salescoach.rooms.practice.store
import salescoach.rooms.review.reviewed
import salescoach.rooms.review.spent_store
import salescoach.rooms.review.store
import salescoach.rooms.settings.chosen_store
import salescoach.rooms.settings.store
import salescoach.rooms.webhooks.store
from salescoach.infra.database import (
    Database,
    StorageTrouble,
    UtcDateTime,
    metadata,
    migrate,
    newest_revision,
)
from salescoach.infra.one_go import Statements
from salescoach.kit.errors import Unavailable
from salescoach.rooms.calls.store.search import INDEX_TABLES

moments = Table(
    "moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime)
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'calls.db'}"


def file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


async def test_migrations_build_exactly_the_tables_that_the_stores_declare(url: str) -> None:
    await migrate(url)
    database = Database(url)
    async with database.read() as connection:
        difference = await connection.run_sync(
            lambda c: compare_metadata(
                MigrationContext.configure(c, opts={"include_name": _is_declared}), metadata
            )
        )
    await database.aclose()
    assert difference == []


def _is_declared(name: str | None, kind: str, parents: object) -> bool:
    """The full-text index is made of tables of its own, which no store declares."""
    return kind != "table" or name not in INDEX_TABLES


async def test_migrating_again_keeps_what_is_there(url: str) -> None:
    await asyncio.gather(migrate(url), migrate(url))
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute(
            "INSERT INTO calls (id, status, started_at, duration_ms, playbook_id, consent, "
            "record_audio, resume_token_hash, turn_count) "
            "VALUES ('c','ended','2026-01-01',0,'p',1,0,'h',0)"
        )
    await migrate(url)
    with sqlite3.connect(file_of(url)) as connection:
        assert connection.execute("SELECT id FROM calls").fetchall() == [("c",)]


async def python(program: str, argument: str, says: bytes) -> Process:
    """A process of its own, once it has said so; it goes on when it is written a line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, argument, stdin=PIPE, stdout=PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == says
    return process


MIGRATING = """
import asyncio, sys
from salescoach.infra.database import migrate
print("ready", flush=True)
sys.stdin.readline()
asyncio.run(migrate(sys.argv[1]))
"""


async def test_two_processes_may_migrate_at_once(url: str) -> None:
    both = [await python(MIGRATING, url, says=b"ready\n") for _ in range(2)]
    await asyncio.gather(*(process.communicate(b"now\n") for process in both))
    assert [process.returncode for process in both] == [0, 0]
    database = Database(url)
    assert await database.revision() == newest_revision()
    await database.aclose()


HOLDING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


async def test_a_new_file_that_another_process_holds_is_waited_for(url: str) -> None:
    """There SQLite itself does not wait: it fails at once."""
    other = await python(HOLDING, file_of(url), says=b"held\n")
    impatient = Database(url, busy_timeout_ms=600_000)
    with pytest.raises(StorageTrouble):
        await impatient.ping()
    await impatient.aclose()
    migrating = asyncio.create_task(migrate(url))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await asyncio.shield(migrating)
    await other.communicate(b"now\n")
    await migrating


def test_the_newest_revision_is_alembics_head() -> None:
    config = Config()
    folder = Path(salescoach.infra.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_current_head() == newest_revision()


async def test_a_database_of_a_newer_version_is_refused_untouched(url: str) -> None:
    await migrate(url)
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable) as refusal:
        await migrate(url)
    assert refusal.value.code == "database_too_new"


async def test_every_connection_is_prepared(url: str) -> None:
    database = Database(url)
    found = {}
    async with database.read() as connection:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete"):
            found[pragma] = (await connection.execute(text(f"PRAGMA {pragma}"))).scalar()
    await database.aclose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


async def test_what_is_written_in_one_go_waits_for_the_disk_itself(url: str) -> None:
    """The log of calls is: the audio behind its words is deleted once they are committed."""
    database = Database(url)

    async def asked(statements: Statements) -> int:
        found = (await statements.execute(text("PRAGMA synchronous"))).scalar()
        return int(found or 0)

    full = 2
    assert await database.write_in_one_go(asked) == full
    async with database.write() as connection:
        assert await asked(connection) < full
    await database.aclose()


async def test_writes_wait_in_line_and_an_error_keeps_nothing(url: str) -> None:
    database = Database(url, busy_timeout_ms=1)
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE n (v INTEGER)"))

    async def add(value: int) -> None:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO n VALUES (:v)"), {"v": value})
            await asyncio.sleep(0.002)
            if value % 2:
                raise LookupError

    outcomes = await asyncio.gather(*(add(value) for value in range(6)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), LookupError] * 3
    async with database.read() as connection:
        kept = (await connection.execute(text("SELECT v FROM n ORDER BY v"))).scalars().all()
    await database.aclose()
    assert kept == [0, 2, 4]


async def test_a_read_keeps_nothing(url: str) -> None:
    database = Database(url)
    async with database.read() as connection:
        await connection.execute(text("CREATE TABLE n (v INTEGER)"))
    with sqlite3.connect(file_of(url)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == []
    await database.aclose()


async def test_a_lock_of_another_process_is_told_and_passes(url: str) -> None:
    await migrate(url)
    database = Database(url, busy_timeout_ms=10)
    other = sqlite3.connect(file_of(url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageTrouble) as told:
        async with database.write():
            pass
    assert told.value.reason == "locked"
    assert told.value.code == "storage_unavailable"
    await database.ping()
    other.execute("ROLLBACK")
    other.close()
    async with database.write():
        pass
    await database.aclose()


async def test_a_file_that_cannot_be_opened_is_unreachable(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    database = Database(f"sqlite:///{tmp_path / 'missing' / 'calls.db'}")
    with pytest.raises(StorageTrouble) as told:
        await database.ping()
    await database.aclose()
    assert told.value.reason == "unreachable"
    # The driver's thread ends on its own, and needs the loop for it.
    async with asyncio.timeout(5):
        while set(threading.enumerate()) - before:  # noqa: ASYNC110 - threads wake nobody
            await asyncio.sleep(0.001)


async def test_closing_waits_for_what_is_read_and_takes_no_more(url: str) -> None:
    await migrate(url)
    database = Database(url)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def reading() -> None:
        async with database.read() as connection:
            begun.set()
            await go_on.wait()
            await connection.execute(text("SELECT 1"))

    reader = asyncio.create_task(reading())
    await begun.wait()
    closing = asyncio.create_task(database.aclose())
    await asyncio.sleep(0)
    with pytest.raises(StorageTrouble):
        await database.ping()
    assert not closing.done()
    go_on.set()
    await asyncio.gather(reader, closing)
    gc.collect()  # a connection that nobody closed complains now


async def test_an_error_of_the_asker_is_no_trouble_and_shows_no_parameters(url: str) -> None:
    database = Database(url)
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE n (v TEXT NOT NULL CHECK (length(v) < 5))"))

    async def add() -> None:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO n VALUES (:v)"), {"v": "our secret"})

    with pytest.raises(IntegrityError) as error:
        await add()
    await database.aclose()
    assert "our secret" not in str(error.value)


async def test_times_come_back_in_utc(url: str) -> None:
    database = Database(url)
    noon = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    async with database.write() as connection:
        await connection.run_sync(moments.create)
        await connection.execute(insert(moments), [{"id": 1, "at": noon}, {"id": 2, "at": None}])
        found = (await connection.execute(select(moments.c.at).order_by(moments.c.id))).scalars()
        assert list(found) == [datetime(2026, 3, 1, 10, tzinfo=UTC), None]
    with pytest.raises(Exception, match="without a zone"):
        async with database.write() as connection:
            await connection.execute(
                insert(moments),
                {"id": 3, "at": datetime(2026, 3, 1)},  # noqa: DTZ001 - the case
            )
    await database.aclose()
