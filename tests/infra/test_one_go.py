"""A transaction on a thread of its own: whole or not at all, and nothing waits in it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text

from salescoach.infra.database import Database, StorageTrouble
from salescoach.infra.one_go import Statements

marks = Table("marks", MetaData(), Column("id", Integer, primary_key=True))


@pytest.fixture(params=["a file", "in memory"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """What is in memory has no thread of its own, and behaves alike."""
    file = request.param == "a file"
    opened = Database(f"sqlite:///{tmp_path / 'marks.db'}" if file else "sqlite+aiosqlite://")
    async with opened.write() as connection:
        await connection.execute(text("CREATE TABLE marks (id INTEGER PRIMARY KEY)"))
    yield opened
    await opened.aclose()


async def kept(database: Database) -> list[int]:
    async with database.read() as connection:
        return list((await connection.execute(select(marks.c.id).order_by(marks.c.id))).scalars())


async def test_what_a_transaction_writes_is_there_when_it_returns(database: Database) -> None:
    async def work(statements: Statements) -> int:
        await statements.execute(insert(marks), [{"id": 1}, {"id": 2}])
        found = await statements.execute(select(marks.c.id))
        return len(found.all())

    assert await database.write_in_one_go(work) == 2
    assert await kept(database) == [1, 2]


async def test_nothing_is_kept_of_one_that_fails(database: Database) -> None:
    async def work(statements: Statements) -> None:
        await statements.execute(insert(marks).values(id=1))
        raise LookupError("gone")

    with pytest.raises(LookupError):
        await database.write_in_one_go(work)
    assert await kept(database) == []


async def test_the_event_loop_goes_on_beside_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'marks.db'}")
    threads: list[int] = []

    async def work(statements: Statements) -> None:
        await statements.execute(text("SELECT 1"))
        threads.append(threading.get_ident())

    await database.write_in_one_go(work)
    await database.aclose()
    assert threads != [threading.get_ident()]


async def test_one_that_waits_for_something_else_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'marks.db'}")

    async def work(statements: Statements) -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waited"):
        await database.write_in_one_go(work)
    await database.aclose()


async def test_a_lock_is_told_apart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'marks.db'}"
    holder, late = Database(url), Database(url, busy_timeout_ms=10)

    async def work(statements: Statements) -> None:
        await statements.execute(text("SELECT 1"))

    async with holder.write():
        with pytest.raises(StorageTrouble) as told:
            await late.write_in_one_go(work)
    assert told.value.reason == "locked"
    await late.write_in_one_go(work)
    for each in (holder, late):
        await each.aclose()
