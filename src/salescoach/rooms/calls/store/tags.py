"""Tags on calls, and what became of calls: written for many calls at once."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, or_, select, update

from salescoach.domain.history import OutcomeBy
from salescoach.domain.review import Outcome
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.tables import call_tags, calls


async def known(connection: Statements, ids: Sequence[str]) -> list[str]:
    """Those of ``ids`` that are calls."""
    return list((await connection.execute(select(calls.c.id).where(calls.c.id.in_(ids)))).scalars())


async def add(connection: Statements, ids: Sequence[str], tags: Sequence[str]) -> None:
    """A tag that a call has already, whatever its capitals, stays as it is there."""
    table = call_tags.c
    for tag in tags:
        key = tag.casefold()
        has = select(table.call_id).where(table.key == key, table.call_id.in_(ids))
        tagged = set((await connection.execute(has)).scalars())
        rows = [{"call_id": each, "key": key, "tag": tag} for each in ids if each not in tagged]
        if rows:
            await connection.execute(insert(call_tags), rows)


async def remove(connection: Statements, ids: Sequence[str], tags: Sequence[str]) -> None:
    await connection.execute(
        delete(call_tags).where(
            call_tags.c.call_id.in_(ids), call_tags.c.key.in_([tag.casefold() for tag in tags])
        )
    )


async def set_outcome(
    connection: Statements, ids: Sequence[str], outcome: Outcome | None, by: OutcomeBy
) -> None:
    """What the user said stays when a review says something else."""
    statement = update(calls).where(calls.c.id.in_(ids))
    if by == "review":
        statement = statement.where(or_(calls.c.outcome_by.is_(None), calls.c.outcome_by != "user"))
    await connection.execute(
        statement.values(
            outcome=None if outcome is None else outcome.value,
            outcome_by=None if outcome is None else by,
        )
    )


async def set_score(connection: Statements, call_id: str, score: float | None) -> None:
    await connection.execute(update(calls).where(calls.c.id == call_id).values(score=score))
