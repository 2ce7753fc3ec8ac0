"""What the user says while a file is worked on, and what storage does not take: neither is lost,
and no call is imported twice."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from loguru import logger
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.call import CallRecord
from salescoach.domain.events import Customer
from salescoach.domain.history import CallLabels
from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.errors import InvalidInput, Unavailable
from salescoach.rooms.calls.restore import Beside, CallRestore
from salescoach.rooms.imports.job import Wishes
from salescoach.rooms.imports.service import ImportService
from salescoach.rooms.imports.uploads import Uploads
from salescoach.speech.apart.reading import Look
from tests.migrated import migrated
from tests.rooms.imports.importing import TRANSCRIPT, UNNAMED, Importing, look_here
from tests.rooms.review.reviewing import Reviewing


class AnswerLost(CallRestore):
    """Keeps the call; whoever asked for it never learns."""

    async def restore(
        self, record: CallRecord, labels: CallLabels, beside: Sequence[Beside] = ()
    ) -> None:
        await super().restore(record, labels, beside)
        raise StorageTrouble("unreachable")


async def test_a_call_that_was_kept_is_not_imported_again(importing: Importing) -> None:
    importing.restoring = AnswerLost(importing.database)
    importing.begin_anew()
    job = await importing.upload(TRANSCRIPT)
    await importing.settle()
    assert await importing.state(job) == "reviewing"
    assert len(importing.work.orders) == len((await importing.calls.list(10)).calls) == 1
    assert await importing.uploads.known() == []

    reviewing = Reviewing(importing.database, importing.calls, importing.clock)
    await reviewing.worker.work_off()
    await importing.settle()
    assert await importing.state(job) == "done"


async def test_how_work_ended_is_written_once_storage_takes_it(
    importing: Importing, tmp_path: Path
) -> None:
    job = await importing.upload(TRANSCRIPT)
    importing.work.fails = [Unavailable("Later.", code="speech_failed")]
    importing.work.holds = asyncio.Event()
    await importing.begin()
    other = sqlite3.connect(tmp_path / "calls.db")
    other.execute("BEGIN IMMEDIATE")
    importing.work.holds.set()
    await importing.queue.idle()
    with pytest.raises(StorageTrouble):
        await importing.queue.step()
    assert await importing.state(job) == "working"
    other.close()
    await importing.settle()
    assert await importing.state(job) == "reviewing"
    assert len(importing.work.orders) == 2


async def test_what_is_said_during_the_look_holds(importing: Importing) -> None:
    async def look(path: Path) -> Look:
        await importing.service.tell(job.id, lambda _: Wishes("Dana", tags=("Old",)), None)
        return await look_here(path)

    importing.look = look
    importing.begin_anew()
    job = await importing.upload(TRANSCRIPT)
    await importing.settle()
    kept = await importing.service.get(job.id)
    assert (kept.state, kept.wishes.customer, kept.wishes.tags) == ("reviewing", "Dana", ("Old",))
    assert importing.work.orders[0].customer == Customer("Dana")


class Held(Database):
    """Whoever looks for files has what it read, and waits until it may go on."""

    may_go_on: asyncio.Event
    has_read: asyncio.Event

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with super().read() as connection:
            yield connection
        task = asyncio.current_task()
        if task is not None and task.get_name() == "import-look":
            self.has_read.set()
            await self.may_go_on.wait()


async def test_what_arrives_beside_a_look_is_looked_at_next(tmp_path: Path) -> None:
    database = Held(await migrated(tmp_path / "calls.db"))
    database.may_go_on, database.has_read = asyncio.Event(), asyncio.Event()
    importing = Importing(database, tmp_path / "imports")
    is_seen = asyncio.Event()

    async def look(path: Path) -> Look:
        is_seen.set()
        return await look_here(path)

    importing.look = look
    importing.begin_anew()
    running = asyncio.create_task(importing.queue.run())
    await database.has_read.wait()
    await importing.upload(UNNAMED)
    await asyncio.sleep(0.1)
    database.may_go_on.set()
    async with asyncio.timeout(10):
        await is_seen.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await database.aclose()


async def test_what_is_called_off_during_the_look_stays_so(importing: Importing) -> None:
    async def look(path: Path) -> Look:
        seen = await look_here(path)
        await importing.service.cancel(job.id)
        return seen

    importing.look = look
    importing.begin_anew()
    job = await importing.upload(TRANSCRIPT)
    await importing.settle()
    assert await importing.state(job) == "cancelled"
    assert importing.work.orders == []


async def test_a_look_that_breaks_stops_no_other(importing: Importing) -> None:
    async def look(path: Path) -> Look:
        if path == importing.uploads.file(broken.id):
            raise OSError("gone")
        return await look_here(path)

    importing.look = look
    importing.begin_anew()
    broken = await importing.upload(TRANSCRIPT + b"Rep: Bye.\n")
    other = await importing.upload(TRANSCRIPT)
    await importing.settle()
    assert await importing.state(broken) == "failed"
    assert await importing.state(other) == "reviewing"


async def test_what_is_said_during_the_upload_holds(importing: Importing) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield TRANSCRIPT[:10]
        await importing.service.tell(job.id, lambda _: Wishes(customer="Dana"), None)
        yield TRANSCRIPT[10:]

    job = await importing.service.create("call.txt", len(TRANSCRIPT))
    arrived = await importing.service.receive(job.id, 0, pieces())
    assert (arrived.state, arrived.wishes.customer) == ("looking", "Dana")


class Slow(Uploads):
    """``meanwhile`` is done between the moment a place is there and the next."""

    meanwhile: Callable[[], Awaitable[None]]

    async def make(self, import_id: str, size: int) -> None:
        await super().make(import_id, size)
        await self.meanwhile()


async def test_a_file_that_is_announced_while_a_server_starts_is_no_leaving(
    importing: Importing, tmp_path: Path
) -> None:
    started: list[asyncio.Task[None]] = []

    async def start() -> None:
        started.append(asyncio.create_task(importing.queue.recover()))
        await asyncio.wait(started, timeout=0.1)

    slow = Slow(tmp_path / "imports")
    slow.meanwhile = start
    service = ImportService(importing.database, slow, importing.clock)
    job = await service.create("call.txt", 10)
    await asyncio.gather(*started)
    assert await importing.uploads.known() == [job.id]


async def test_a_file_without_a_place_is_not_listed(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "imports").write_text("no folder can be made here")
    with pytest.raises(Unavailable):
        await importing.service.create("call.txt", 10)
    assert await importing.service.newest() == []


async def test_what_was_called_off_is_listed_and_waits_for_nothing(importing: Importing) -> None:
    gone = await importing.service.create("dana.mp3", 10, wishes=Wishes(customer="Dana"))
    await importing.service.create("lee.mp3", 10, wishes=Wishes(customer="Lee"))
    await importing.service.cancel(gone.id)
    told = [(who.name, waits) for who, _, waits in await importing.service.waiting()]
    assert sorted(told) == [("Dana", False), ("Lee", True)]


async def test_who_is_to_be_forgotten_leaves_no_file(importing: Importing) -> None:
    importing.work.fails = [InvalidInput("It is damaged.", code="unreadable")]
    failed = await importing.upload(TRANSCRIPT, wishes=Wishes(customer="Dana"))
    await importing.settle()
    begun = await importing.service.create("dana.mp3", 10, wishes=Wishes(customer="Dana"))
    other = await importing.service.create("lee.mp3", 10, wishes=Wishes(customer="Lee"))
    assert await importing.state(failed) == "failed"

    assert await importing.service.erase(lambda customer: customer.name == "Dana") == 2
    assert [job.id for job in await importing.service.newest()] == [other.id]
    assert await importing.uploads.known() == [other.id]
    assert begun.id != other.id


async def test_a_file_that_is_gone_is_no_failure_of_the_server(importing: Importing) -> None:
    """Its customer may be erased while it is looked at."""
    failures: list[str] = []
    sink = logger.add(failures.append, level="ERROR", format="{message}")
    try:
        job = await importing.upload(TRANSCRIPT)
        await importing.uploads.remove(job.id)
        await importing.settle()
    finally:
        logger.remove(sink)
    assert await importing.state(job) == "failed"
    assert failures == []
