"""The history: stable pages, transcripts, and deletion that leaves nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from salescoach.domain.history import DeletedCall
from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import CALL, ended, line, note, started


async def open_calls(log: SqlEventLog, **moments: str) -> None:
    for call_id, at in moments.items():
        await log.open_call(started(call_id, at=f"2026-03-01T{at}"), "hash")
    await log.drain()


async def test_calls_are_listed_newest_first_and_pages_stay_stable(
    log: SqlEventLog, service: CallService
) -> None:
    # Two begin at the same moment, one says its time in another zone.
    await open_calls(log, a="10:00:00Z", b="10:00:00Z", c="13:00:00+02:00", d="09:00:00Z")
    first = await service.list(2)
    assert [call.id for call in first.calls] == ["c", "b"]
    await open_calls(log, e="12:00:00Z")
    rest = await service.list(2, first.next_cursor)
    assert [call.id for call in rest.calls] == ["a", "d"]
    assert rest.next_cursor is None
    assert [call.id for call in (await service.list(1)).calls] == ["e"]


@pytest.mark.parametrize(
    "cursor", ["?", "aGVsbG8=", "MjAyNi0wMy0wMSBh", "\N{GREEK SMALL LETTER PI}"]
)
async def test_a_foreign_cursor_is_refused(service: CallService, cursor: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await service.list(2, cursor)
    assert refusal.value.code == "invalid_cursor"


async def test_turns_page_back_to_the_start_without_repeating(
    log: SqlEventLog, service: CallService
) -> None:
    await log.open_call(started(), "hash")
    starts = [0, 500, 500, 500, 900]
    for number, start_ms in enumerate(starts):
        log.append(line(number + 2, "yes", turn_id=f"t{number}", start_ms=start_ms))
    await log.drain()
    page = await service.turns(CALL, 2)
    assert [turn.id for turn in page.turns] == ["t3", "t4"]
    page = await service.turns(CALL, 2, page.before)
    assert [turn.id for turn in page.turns] == ["t1", "t2"]
    page = await service.turns(CALL, 2, page.before)
    assert [turn.id for turn in page.turns] == ["t0"]
    assert page.before is None
    assert [turn.id for turn in (await service.turns(CALL, 5, "500")).turns] == ["t0"]


@pytest.mark.parametrize("before", ["", "t1", "-5", "1.5", "\N{SUPERSCRIPT TWO}", "9" * 13])
async def test_a_foreign_turn_cursor_is_refused(service: CallService, before: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await service.turns(CALL, 2, before)
    assert refusal.value.code == "invalid_cursor"


async def test_calls_of_a_crashed_server_are_interrupted_and_can_be_opened(
    log: SqlEventLog, service: CallService
) -> None:
    await open_calls(log, a="10:00:00Z", b="11:00:00Z")
    await log.append(ended(2, call_id="a"))
    assert await service.mark_interrupted() == ("b",)
    assert await service.mark_interrupted() == ()
    assert [call.status for call in (await service.list(5)).calls] == ["interrupted", "ended"]
    assert (await service.transcript("b")).turns == ()
    await log.reopen("b")
    assert (await service.get("b")).status == "live"


async def test_deleting_leaves_nothing(log: SqlEventLog, database: Database, path: Path) -> None:
    gone: list[str] = []

    async def remove(call_id: str) -> int:
        gone.append(call_id)
        return 7

    service = CallService(database, remove)
    await open_calls(log, a="10:00:00Z", b="11:00:00Z")
    for call_id in ("a", "b"):
        log.append(line(2, "our secret", call_id=call_id))
    with pytest.raises(Conflict) as refusal:
        await service.delete("a")
    assert refusal.value.code == "call_is_live"
    await log.append(ended(3, call_id="a"))
    assert await service.delete("a") == DeletedCall("a", turns=1, cards=0, audio_bytes=7)
    assert gone == ["a"]
    with closing(sqlite3.connect(path)) as other:
        for table in ("call_events", "turns"):
            found = other.execute(f"SELECT DISTINCT call_id FROM {table}").fetchall()
            assert found == [("b",)]
    with pytest.raises(NotFound):
        await service.delete("a")
    with pytest.raises(NotFound):
        await log.append(note(4, call_id="a"))


async def test_a_live_call_that_was_left_is_ended_and_then_deleted(
    log: SqlEventLog, database: Database
) -> None:
    async def end_left(call_id: str) -> None:
        await log.append(ended(2, call_id=call_id))

    service = CallService(database, end_left=end_left)
    await open_calls(log, a="10:00:00Z", b="11:00:00Z")
    await service.end("a")
    assert (await service.get("a")).status == "ended"
    await service.end("a")
    await service.delete("b")
    assert [call.id for call in (await service.list(5)).calls] == ["a"]
    with pytest.raises(NotFound):
        await service.end("b")


async def test_a_call_whose_files_cannot_be_removed_stays(
    log: SqlEventLog, database: Database
) -> None:
    async def fail(call_id: str) -> int:
        raise PermissionError

    await log.open_call(started(), "hash")
    await log.append(ended(2))
    service = CallService(database, fail)
    with pytest.raises(PermissionError):
        await service.delete(CALL)
    assert len((await service.record(CALL)).events) == 2


async def test_every_question_about_an_unknown_call_is_answered_alike(
    service: CallService,
) -> None:
    for question in (
        service.get("x"),
        service.transcript("x"),
        service.turns("x", 1),
        service.events("x", 0, 1),
        service.record("x"),
        service.delete("x"),
    ):
        with pytest.raises(NotFound) as refusal:
            await question
        assert refusal.value.code == "call_not_found"


async def test_a_locked_database_refuses_a_deletion_for_now(
    log: SqlEventLog, service: CallService, path: Path
) -> None:
    await log.open_call(started(), "hash")
    await log.append(ended(2))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageTrouble):
            await service.delete(CALL)
        assert (await service.get(CALL)).status == "ended"
    await service.delete(CALL)
