"""Calls put into a database, as a live call would have."""

from collections.abc import Sequence
from dataclasses import replace

from salescoach.domain.events import CallEvent, CallStarted, Timing
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import ended, line, note, started
from tests.rooms.review.reviewing import Reviewing

SAID = "We do miss twenty calls a week."


async def keep_call(
    database: Database, call_id: str, *, at: str | None = None, timing: Timing = "full"
) -> None:
    """An ended call of one line and one note."""
    log = SqlEventLog(database, MemoryBus())
    begun = started(call_id) if at is None else started(call_id, at=at)
    await log.open_call(replace(begun, timing=timing), "hash")
    log.append(line(2, SAID, turn_id="t1", call_id=call_id))
    log.append(note(3, call_id=call_id))
    await log.append(ended(4, call_id=call_id))
    await log.aclose()


async def keep_log(database: Database, events: Sequence[CallEvent]) -> None:
    """A call of which these are the events; the first is its start."""
    begun, *rest = events
    assert isinstance(begun, CallStarted)
    log = SqlEventLog(database, MemoryBus())
    await log.open_call(begun, "hash")
    for event in rest:
        log.append(event)
    await log.aclose()


async def review(database: Database) -> None:
    """Every call that has ended."""
    await Reviewing(database, CallService(database), ManualClock()).worker.work_off()
