"""The rows of calls: opened, listed, closed, deleted."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from salescoach.domain.call import Call
from salescoach.domain.events import CallStarted, Customer
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.asked import customer_key
from salescoach.rooms.calls.store.tables import (
    call_events,
    call_objections,
    call_tags,
    calls,
    cards,
    turns,
)


async def insert_call(connection: Statements, start: CallStarted, resume_token_hash: str) -> bool:
    """False, and nothing written, when there is a call of that id."""
    if await resume_token_hash_of(connection, start.call_id) is not None:
        return False
    await connection.execute(
        insert(calls).values(
            id=start.call_id,
            status="live",
            started_at=utc(start.started_at),
            duration_ms=0,
            playbook_id=start.playbook_id,
            consent=start.consent,
            record_audio=start.record_audio,
            resume_token_hash=resume_token_hash,
            turn_count=0,
            number=select(func.coalesce(func.max(calls.c.number), 0) + 1).scalar_subquery(),
            imported_from=start.imported_from,
            demo=start.demo,
            timing=start.timing,
            **_named(start.customer),
        )
    )
    return True


async def call(connection: Statements, call_id: str) -> Call | None:
    row = (await connection.execute(select(calls).where(calls.c.id == call_id))).one_or_none()
    return None if row is None else call_of(row)


async def resume_token_hash_of(connection: Statements, call_id: str) -> str | None:
    statement = select(calls.c.resume_token_hash).where(calls.c.id == call_id)
    return (await connection.execute(statement)).scalar()


async def reopen(connection: Statements, call_id: str) -> None:
    await connection.execute(
        update(calls)
        .where(calls.c.id == call_id, calls.c.status == "interrupted")
        .values(status="live")
    )


async def live_ids(connection: Statements) -> list[str]:
    """Oldest first."""
    statement = select(calls.c.id).where(calls.c.status == "live").order_by(calls.c.started_at)
    return list((await connection.execute(statement)).scalars())


async def move(connection: Statements, call_id: str, started_at: datetime) -> None:
    """The call began then; it took as long as it did."""
    this = calls.c.id == call_id
    row = (await connection.execute(select(calls).where(this))).one()
    ended_at = row.ended_at and row.ended_at + (started_at - row.started_at)
    await connection.execute(
        update(calls).where(this).values(started_at=started_at, ended_at=ended_at)
    )


async def name(connection: Statements, call_id: str, customer: Customer | None) -> None:
    """The call was with ``customer``."""
    await connection.execute(update(calls).where(calls.c.id == call_id).values(**_named(customer)))


async def mark_interrupted(connection: Statements) -> list[str]:
    """The ids of the calls that were live, oldest first."""
    found = await live_ids(connection)
    await connection.execute(
        update(calls).where(calls.c.status == "live").values(status="interrupted")
    )
    return found


async def delete_call(connection: Statements, call_id: str) -> tuple[int, int]:
    """How many turns and cards it had. The index of what was said loses them too."""
    said = await connection.execute(delete(turns).where(turns.c.call_id == call_id))
    shown = await connection.execute(delete(cards).where(cards.c.call_id == call_id))
    for table in (call_objections, call_tags, call_events):
        await connection.execute(delete(table).where(table.c.call_id == call_id))
    await connection.execute(delete(calls).where(calls.c.id == call_id))
    return said.rowcount, shown.rowcount


def _named(customer: Customer | None) -> dict[str, str | None]:
    """The columns that say with whom a call was."""
    if customer is None:
        return {"customer_name": None, "customer_company": None, "customer_key": ""}
    return {
        "customer_name": customer.name,
        "customer_company": customer.company,
        "customer_key": customer_key(customer.name, customer.company),
    }


def call_of(row: Row[Any]) -> Call:
    name = row.customer_name
    return Call(
        id=row.id,
        status=row.status,
        started_at=row.started_at,
        ended_at=row.ended_at,
        duration_ms=0 if row.timing == "none" else row.duration_ms,
        customer=None if name is None else Customer(name, row.customer_company),
        playbook_id=row.playbook_id,
        consent=row.consent,
        record_audio=row.record_audio,
        turn_count=row.turn_count,
        imported_from=row.imported_from,
        demo=row.demo,
        timing=row.timing,
    )


def utc(moment: str) -> datetime:
    parsed = datetime.fromisoformat(moment)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
