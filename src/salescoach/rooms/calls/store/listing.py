"""The history's list: filters, order, and pages that neither repeat nor skip what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.history import (
    CallLabels,
    CallQuery,
    CallSort,
    Choice,
    FilterChoices,
    FoundCall,
    RaisedObjection,
)
from salescoach.domain.review import Outcome
from salescoach.domain.signal import Stage
from salescoach.rooms.calls.asked import wanted
from salescoach.rooms.calls.store import search
from salescoach.rooms.calls.store.calls import call_of
from salescoach.rooms.calls.store.tables import call_objections, call_tags, calls

HITS_OF_A_CALL = 3
_LAST = "\U0010ffff"
"""Sorts after every name: calls without a customer come last."""
_UNSCORED = -1.0
"""Below every score: calls without one come last."""

_KEYS: dict[CallSort, tuple[ColumnElement[Any], bool]] = {
    "newest": (calls.c.started_at, True),
    "oldest": (calls.c.started_at, False),
    "longest": (calls.c.duration_ms, True),
    "score": (func.coalesce(calls.c.score, _UNSCORED), True),
    "customer": (func.coalesce(func.nullif(calls.c.customer_key, ""), _LAST), False),
}


@dataclass(frozen=True, slots=True)
class ListPlace:
    """After which call the list goes on: what it is sorted by, and its id."""

    key: Any
    id: str


@dataclass(frozen=True, slots=True)
class Listed:
    found: FoundCall
    place: ListPlace


async def calls_that_fit(
    connection: AsyncConnection, query: CallQuery, after: ListPlace | None, limit: int
) -> list[Listed]:
    key, falling = _KEYS[query.sort]
    statement = select(calls, key.label("sort_key")).where(*_conditions(query))
    words = wanted(query.text)
    ways = await search.ways(connection, words)
    if words:
        statement = statement.where(await search.fits(connection, ways))
    elif query.text.strip():
        statement = statement.where(literal(False))
    if after is not None:
        statement = statement.where(_beyond(key, after, falling))
    order = [key.desc(), calls.c.id.desc()] if falling else [key, calls.c.id]
    rows = (await connection.execute(statement.order_by(*order).limit(limit))).all()
    ids = [row.id for row in rows]
    objections = await _objections(connection, ids)
    tags = await _tags(connection, ids)
    hits = await search.hits(connection, ways, [row.number for row in rows], HITS_OF_A_CALL)
    return [
        Listed(
            FoundCall(
                call_of(row),
                stage_reached=Stage(row.stage_reached) if row.stage_reached else None,
                outcome=Outcome(row.outcome) if row.outcome else None,
                outcome_by=row.outcome_by,
                score=row.score,
                objections=objections.get(row.id, ()),
                tags=tags.get(row.id, ()),
                hit_count=hits[row.number][0] if row.number in hits else 0,
                hits=hits[row.number][1] if row.number in hits else (),
            ),
            ListPlace(row.sort_key, row.id),
        )
        for row in rows
    ]


async def labels(connection: AsyncConnection, call_id: str) -> CallLabels | None:
    """None when there is no such call."""
    statement = select(calls.c.outcome, calls.c.outcome_by).where(calls.c.id == call_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    tags = (await _tags(connection, [call_id])).get(call_id, ())
    return CallLabels(Outcome(row.outcome) if row.outcome else None, row.outcome_by, tags)


async def filter_choices(connection: AsyncConnection) -> FilterChoices:
    """What calls can be filtered by, the most frequent first."""

    async def counted(column: ColumnElement[Any], label: ColumnElement[Any]) -> tuple[Choice, ...]:
        how_many = func.count(func.distinct(label))
        statement = (
            select(column, how_many)
            .where(column.is_not(None))
            .group_by(column)
            .order_by(how_many.desc(), column)
        )
        return tuple(Choice(value, n) for value, n in await connection.execute(statement))

    return FilterChoices(
        outcomes=await counted(calls.c.outcome, calls.c.id),
        stages=await counted(calls.c.stage_reached, calls.c.id),
        objections=await counted(call_objections.c.type, call_objections.c.call_id),
        playbooks=await counted(calls.c.playbook_id, calls.c.id),
        tags=await _tag_choices(connection),
    )


async def _tag_choices(connection: AsyncConnection) -> tuple[Choice, ...]:
    how_many = func.count()
    statement = (
        select(func.min(call_tags.c.tag), how_many)
        .group_by(call_tags.c.key)
        .order_by(how_many.desc(), call_tags.c.key)
    )
    return tuple(Choice(tag, n) for tag, n in await connection.execute(statement))


def _conditions(query: CallQuery) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if query.since is not None:
        terms.append(calls.c.started_at >= query.since)
    if query.until is not None:
        terms.append(calls.c.started_at < query.until)
    if query.ids:
        terms.append(calls.c.id.in_(query.ids))
    if query.outcomes:
        terms.append(calls.c.outcome.in_([each.value for each in query.outcomes]))
    if query.stages:
        terms.append(calls.c.stage_reached.in_([each.value for each in query.stages]))
    if query.playbooks:
        terms.append(calls.c.playbook_id.in_(query.playbooks))
    if query.objections:
        raised = select(call_objections.c.call_id).where(
            call_objections.c.type.in_([each.value for each in query.objections])
        )
        terms.append(calls.c.id.in_(raised))
    if query.tags:
        keys = [each.casefold() for each in query.tags]
        terms.append(calls.c.id.in_(select(call_tags.c.call_id).where(call_tags.c.key.in_(keys))))
    return terms


def _beyond(key: ColumnElement[Any], after: ListPlace, falling: bool) -> ColumnElement[bool]:
    at = literal(after.key, key.type)
    if falling:
        return or_(key < at, and_(key == at, calls.c.id < after.id))
    return or_(key > at, and_(key == at, calls.c.id > after.id))


async def _objections(
    connection: AsyncConnection, ids: Sequence[str]
) -> dict[str, tuple[RaisedObjection, ...]]:
    table = call_objections.c
    statement = (
        select(table.call_id, table.type, func.count())
        .where(table.call_id.in_(ids))
        .group_by(table.call_id, table.type)
        .order_by(func.min(table.start_ms))
    )
    found: dict[str, tuple[RaisedObjection, ...]] = {}
    for call_id, kind, times in await connection.execute(statement):
        found[call_id] = (*found.get(call_id, ()), RaisedObjection(kind, times))
    return found


async def _tags(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    statement = (
        select(call_tags.c.call_id, call_tags.c.tag)
        .where(call_tags.c.call_id.in_(ids))
        .order_by(call_tags.c.key)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in await connection.execute(statement):
        found[row.call_id] = (*found.get(row.call_id, ()), row.tag)
    return found
