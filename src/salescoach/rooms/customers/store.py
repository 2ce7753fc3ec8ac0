"""Calls by the customer's name, and which promises are done with: the only place of this room that
knows SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.review import Outcome
from salescoach.domain.signal import Stage
from salescoach.infra.database import UtcDateTime, metadata
from salescoach.rooms.calls.joined import call_facts
from salescoach.rooms.customers.brief import PastCall

MOST_CALLS = 500


@dataclass(frozen=True, slots=True)
class NamedCall:
    id: str
    started_at: datetime
    name: str
    company: str | None


kept_promises = Table(
    "kept_promises",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("promise", String(40), primary_key=True),
    Column("kept_at", UtcDateTime, nullable=False),
)


async def kept(connection: AsyncConnection, call_ids: Sequence[str]) -> set[tuple[str, str]]:
    """Call and promise of those that are done."""
    statement = select(kept_promises).where(kept_promises.c.call_id.in_(call_ids))
    return {(row.call_id, row.promise) for row in await connection.execute(statement)}


async def keep(connection: AsyncConnection, call_id: str, promise: str, now: datetime) -> bool:
    """False when the call is no more."""
    await let_go(connection, call_id, promise)
    try:
        async with connection.begin_nested():
            await connection.execute(
                insert(kept_promises).values(call_id=call_id, promise=promise, kept_at=now)
            )
    except IntegrityError:
        return False
    return True


async def let_go(connection: AsyncConnection, call_id: str, promise: str) -> None:
    await connection.execute(
        delete(kept_promises).where(
            kept_promises.c.call_id == call_id, kept_promises.c.promise == promise
        )
    )


async def calls_with_words(connection: AsyncConnection, words: Sequence[str]) -> list[PastCall]:
    """Calls that are over whose customer's name or company holds every one of ``words``, newest
    first; the demo is a call with nobody. Words are folded as in ``customer_key``."""
    facts = call_facts()
    statement = (
        select(facts)
        .where(facts.c.status != "live", facts.c.customer_name.is_not(None), ~facts.c.demo)
        .where(*(facts.c.customer_key.like(f"% {word} %") for word in words))
        .order_by(facts.c.started_at.desc(), facts.c.id.desc())
        .limit(MOST_CALLS)
    )
    return [
        PastCall(
            row.id,
            row.started_at,
            row.customer_name,
            row.customer_company,
            None if row.outcome is None else Outcome(row.outcome),
            None if row.stage_reached is None else Stage(row.stage_reached),
            row.timing,
        )
        for row in await connection.execute(statement)
    ]


async def calls_of_anybody(connection: AsyncConnection, words: Sequence[str]) -> list[NamedCall]:
    """All calls, live ones too, whose customer's name or company holds every one of ``words``,
    newest first."""
    facts = call_facts()
    statement = (
        select(facts)
        .where(facts.c.customer_name.is_not(None))
        .where(*(facts.c.customer_key.like(f"% {word} %") for word in words))
        .order_by(facts.c.started_at.desc(), facts.c.id.desc())
    )
    return [
        NamedCall(row.id, row.started_at, row.customer_name, row.customer_company)
        for row in await connection.execute(statement)
    ]
