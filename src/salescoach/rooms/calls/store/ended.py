"""Which calls have ended, and when."""

from datetime import datetime

from sqlalchemy import select

from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.tables import calls


async def ended_since(
    connection: Statements, moment: datetime | None
) -> list[tuple[str, datetime]]:
    """Ids with the moment each ended, oldest first."""
    statement = (
        select(calls.c.id, calls.c.ended_at)
        .where(calls.c.status == "ended", calls.c.ended_at.is_not(None))
        .order_by(calls.c.ended_at, calls.c.id)
    )
    if moment is not None:
        statement = statement.where(calls.c.ended_at >= moment)
    return [(row.id, row.ended_at) for row in await connection.execute(statement)]


async def ended_until(connection: Statements, moment: datetime) -> list[str]:
    """Ids, oldest first."""
    statement = (
        select(calls.c.id)
        .where(calls.c.status == "ended", calls.c.ended_at <= moment)
        .order_by(calls.c.ended_at, calls.c.id)
    )
    return list((await connection.execute(statement)).scalars())
