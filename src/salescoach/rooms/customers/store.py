"""Which promises of past calls are done with: the only place of this room that knows SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.infra.database import UtcDateTime, metadata

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
