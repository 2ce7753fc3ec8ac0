"""Calls that were there before the history could be searched are found like any other."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import salescoach.infra
from salescoach.domain.events import CallEvent
from salescoach.domain.history import CallQuery, RaisedObjection
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.codec import encode_event
from salescoach.infra.database import Database, migrate
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import line, started
from tests.rooms.calls.test_history import check_index, objection, stage


async def test_earlier_calls_are_indexed_and_outlined(path: Path) -> None:
    url = f"sqlite:///{path}"
    older = Database(url)
    async with older.write() as connection:
        await connection.run_sync(_migrate_to, "0004")
    await older.aclose()
    events: list[CallEvent] = [
        started("a"),
        replace(started("b"), demo=True),
        stage(2, "a", Stage.CLOSE),
        stage(3, "a", Stage.PITCH),
        objection(4, "a", ObjectionType.PRICE),
        objection(5, "a", ObjectionType.TRUST),
        objection(6, "a", ObjectionType.TRUST, withdrawn=True),
    ]
    _keep(path, events)

    await migrate(url)

    check_index(path)
    database = Database(url)
    service = CallService(database)
    [call] = (await service.history.find(CallQuery("cafe"), 5)).calls
    assert (call.call.id, call.stage_reached, call.hits[0].turn_id) == ("a", Stage.CLOSE, "t2")
    assert call.objections == (RaisedObjection("price", 1),)
    [named] = (await service.history.find(CallQuery("zoe muller"), 5)).calls
    assert named.call.id == "b"
    assert (call.call.demo, named.call.demo) == (False, True)
    log = SqlEventLog(database, MemoryBus())
    await log.open_call(started("c"), "hash")
    await log.append(line(2, "another café", call_id="c"))
    found = await service.history.find(CallQuery("café"), 5)
    assert [each.call.id for each in found.calls] == ["c", "a"]
    await log.aclose()
    await database.aclose()


def _keep(path: Path, events: list[CallEvent]) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany(
            "INSERT INTO calls VALUES (?,'ended',?,NULL,0,?,?,'default',1,0,'h',2)",
            [
                ("b", "2026-02-01 10:00:00", "Zoë", "Müller"),
                ("a", "2026-01-01 10:00:00", None, None),
            ],
        )
        raw.executemany(
            "INSERT INTO turns VALUES (?,?,'customer',?,?,?,NULL,?)",
            [
                ("a", "t1", "what is it", 0, 900, 2),
                ("a", "t2", "the café is fine", 1000, 1900, 3),
                ("b", "t1", "hello", 0, 900, 2),
            ],
        )
        raw.executemany(
            "INSERT INTO call_events VALUES (?,?,?,?,?)",
            [(e.call_id, e.seq, e.at_ms, e.type, encode_event(e).decode()) for e in events],
        )


def _migrate_to(connection: Connection, revision: str) -> None:
    config = Config()
    folder = Path(salescoach.infra.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
