"""Drills and what was answered in them: the only place of this room that knows SQL."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.call import call_title
from salescoach.domain.drill import Attempt, Comparison, Drill
from salescoach.infra.database import UtcDateTime, metadata
from salescoach.rooms.calls.joined import call_facts, said_lines
from salescoach.rooms.practice.listed import ListedDrill

MOST_DRILLS = 300

drills = Table(
    "drills",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", String(100), nullable=False),
    Column("line_turn_id", String(100), nullable=False),
    Column("opportunity", Text, nullable=False),
    Column("what_to_do", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("step", Integer, nullable=False),
)
Index(None, drills.c.call_id, drills.c.turn_id, unique=True)
Index(None, drills.c.due_at)

attempts = Table(
    "drill_attempts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("drill_id", ForeignKey(drills.c.id, ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("said_by", String(8), nullable=False),
    Column("answer", Text, nullable=False),
    Column("compared", Text, nullable=False),
)
Index(None, attempts.c.drill_id, attempts.c.at)

_comparison = TypeAdapter(Comparison)


async def listed(connection: AsyncConnection) -> list[ListedDrill]:
    """Those due first, then as they come due."""
    facts, said = call_facts(), said_lines()
    tried = (
        select(
            attempts.c.drill_id,
            func.count().label("attempts"),
            func.max(attempts.c.at).label("last_at"),
        )
        .group_by(attempts.c.drill_id)
        .subquery("tried")
    )
    statement = (
        select(
            drills,
            facts.c.customer_name,
            facts.c.imported_from,
            facts.c.customer_company,
            facts.c.started_at,
            facts.c.demo,
            said.c.text.label("line"),
            tried.c.attempts,
            tried.c.last_at,
        )
        .join(facts, facts.c.id == drills.c.call_id)
        .join(
            said, and_(said.c.call_id == drills.c.call_id, said.c.turn_id == drills.c.line_turn_id)
        )
        .outerjoin(tried, tried.c.drill_id == drills.c.id)
        .order_by(drills.c.due_at, drills.c.id)
        .limit(MOST_DRILLS)
    )
    return [
        ListedDrill(
            _drill(row),
            row.line,
            call_title(row.customer_name, row.imported_from),
            row.customer_company,
            row.started_at,
            row.demo,
            row.attempts or 0,
            row.last_at,
        )
        for row in await connection.execute(statement)
    ]


async def drill(connection: AsyncConnection, drill_id: str) -> Drill | None:
    row = (await connection.execute(select(drills).where(drills.c.id == drill_id))).one_or_none()
    return None if row is None else _drill(row)


async def drill_of(connection: AsyncConnection, call_id: str, turn_id: str) -> Drill | None:
    """The one of a missed moment."""
    statement = select(drills).where(drills.c.call_id == call_id, drills.c.turn_id == turn_id)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _drill(row)


async def add_drill(connection: AsyncConnection, made: Drill) -> bool:
    """False when the call is no more."""
    try:
        async with connection.begin_nested():
            await connection.execute(
                insert(drills).values(
                    id=made.id,
                    call_id=made.call_id,
                    turn_id=made.turn_id,
                    line_turn_id=made.line_turn_id,
                    opportunity=made.opportunity,
                    what_to_do=made.what_to_do,
                    made_at=made.made_at,
                    due_at=made.due_at,
                    step=made.step,
                )
            )
    except IntegrityError:
        return False
    return True


async def move(connection: AsyncConnection, moved: Drill) -> None:
    await connection.execute(
        update(drills).where(drills.c.id == moved.id).values(due_at=moved.due_at, step=moved.step)
    )


async def remove(connection: AsyncConnection, drill_id: str) -> bool:
    """False when there was none."""
    gone = await connection.execute(delete(drills).where(drills.c.id == drill_id))
    return gone.rowcount > 0


async def attempts_at(connection: AsyncConnection, drill_id: str) -> list[Attempt]:
    """Newest first."""
    statement = (
        select(attempts)
        .where(attempts.c.drill_id == drill_id)
        .order_by(attempts.c.at.desc(), attempts.c.id.desc())
    )
    return [
        Attempt(row.id, row.at, row.said_by, row.answer, _comparison.validate_json(row.compared))
        for row in await connection.execute(statement)
    ]


async def add_attempt(connection: AsyncConnection, drill_id: str, attempt: Attempt) -> None:
    await connection.execute(
        insert(attempts).values(
            id=attempt.id,
            drill_id=drill_id,
            at=attempt.at,
            said_by=attempt.said_by,
            answer=attempt.answer,
            compared=_comparison.dump_json(attempt.comparison).decode(),
        )
    )


def _drill(row: Row[Any]) -> Drill:
    return Drill(
        row.id,
        row.call_id,
        row.turn_id,
        row.line_turn_id,
        row.opportunity,
        row.what_to_do,
        row.made_at,
        row.due_at,
        row.step,
    )
