"""What language models cost today, over all calls and across restarts."""

from dataclasses import replace
from datetime import UTC, date, datetime

from salescoach.domain.events import ModelUsed
from salescoach.domain.suggestion import Source
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.llm.budget import Ledger, Spend
from salescoach.llm.model import Usage
from salescoach.rooms.calls.spending import ledger_of_today
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import CALL, started

USED = ModelUsed(
    call_id=CALL,
    seq=2,
    at_ms=60_000,
    turn_id="t1",
    source=Source.CLAUDE,
    wanted="claude-haiku-5-5",
    model="claude-haiku-5-5",
    outcome="shown",
    prompt_tokens=200,
    cached_tokens=1800,
    output_tokens=50,
    usd=0.25,
)


async def keep(log: SqlEventLog, call_id: str, at: str, *used: ModelUsed) -> None:
    await log.open_call(started(call_id, at=at), "hash")
    for place, event in enumerate(used, start=2):
        log.append(replace(event, call_id=call_id, seq=place))
    await log.drain()


async def ledger(database: Database, now: datetime) -> Ledger:
    return await ledger_of_today(database, ManualClock(now))


async def test_nothing_was_spent_before_the_first_call(database: Database) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert await ledger(database, now) == Ledger(date(2026, 3, 1))


async def test_all_calls_of_the_day_count_and_no_other(
    log: SqlEventLog, database: Database
) -> None:
    await keep(log, "01a", "2026-03-01T10:00:00+00:00", USED, USED)
    await keep(log, "01b", "2026-03-01T11:00:00+00:00", USED)
    await keep(log, "01c", "2026-02-28T10:00:00+00:00", USED)
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert (await ledger(database, now)).today == Spend(
        3, Usage(600, cache_read=5400, output=150), 0.75
    )
    tomorrow = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (await ledger(database, tomorrow)).today == Spend()


async def test_of_a_call_over_midnight_the_part_after_it_counts(
    log: SqlEventLog, database: Database
) -> None:
    late = replace(USED, at_ms=3_600_000, usd=0.5)
    await keep(log, "01a", "2026-02-28T23:30:00+00:00", USED, late)
    now = datetime(2026, 3, 1, 1, tzinfo=UTC)
    assert (await ledger(database, now)).today.usd == 0.5
