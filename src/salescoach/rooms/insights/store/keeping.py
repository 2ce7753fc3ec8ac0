"""Digests are put down one call at a time, and what is still to be counted is found."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.insight import CallDigest, Place
from salescoach.rooms.insights.counted import Scope
from salescoach.rooms.insights.store import tables
from salescoach.rooms.insights.store.tables import (
    SEASON_DAYS,
    counted_lines,
    counted_moments,
    counted_objections,
    digests,
)
from salescoach.rooms.review.reviewed import reviewed_calls

LAYOUT = 1
"""Of the digests; a higher number has every call counted anew. A trigger sets it to 0 where a call
is said to have begun at another moment."""


async def uncounted(connection: AsyncConnection, limit: int) -> list[str]:
    """Reviewed calls without a digest of that review, the newest first."""
    reviews = reviewed_calls()
    statement = (
        select(reviews.c.call_id)
        .select_from(reviews.outerjoin(digests, digests.c.call_id == reviews.c.call_id))
        .where(_stale(reviews.c.made_at))
        .order_by(reviews.c.made_at.desc(), reviews.c.call_id.desc())
        .limit(limit)
    )
    return list((await connection.execute(statement)).scalars())


async def how_many_uncounted(connection: AsyncConnection) -> int:
    reviews = reviewed_calls()
    statement = (
        select(func.count())
        .select_from(reviews.outerjoin(digests, digests.c.call_id == reviews.c.call_id))
        .where(_stale(reviews.c.made_at))
    )
    return (await connection.execute(statement)).scalar_one()


async def seasons(connection: AsyncConnection, scope: Scope) -> list[tuple[int, int]]:
    """Those with calls that ``scope`` takes in, oldest first, each with its revision."""
    statement = select(tables.seasons).order_by(tables.seasons.c.season)
    if scope.since is not None:
        first = (scope.since.toordinal() - 1) // SEASON_DAYS
        statement = statement.where(tables.seasons.c.season >= first)
    if scope.until is not None:
        last = (scope.until.toordinal() - 1) // SEASON_DAYS
        statement = statement.where(tables.seasons.c.season <= last)
    return [(row.season, row.revision) for row in await connection.execute(statement)]


async def put_digest(connection: AsyncConnection, digest: CallDigest, made_at: datetime) -> bool:
    """In the place of an earlier one. False, and there is none, when the review that was made at
    ``made_at`` is no more the call's."""
    await connection.execute(delete(digests).where(digests.c.call_id == digest.call_id))
    row = _row(digest, made_at)
    of_review = reviewed_calls()
    values = (literal(value, digests.c[name].type) for name, value in row.items())
    its_own = select(*values).where(
        of_review.c.call_id == digest.call_id, of_review.c.made_at == made_at
    )
    put = await connection.execute(insert(digests).from_select(list(row), its_own))
    if put.rowcount == 0:
        return False
    parts = (
        (counted_objections, _objections(digest)),
        (counted_lines, _lines(digest)),
        (counted_moments, _moments(digest)),
    )
    for table, rows in parts:
        if rows:
            await connection.execute(insert(table), rows)
    return True


def _stale(made_at: ColumnElement[datetime]) -> ColumnElement[bool]:
    return or_(
        digests.c.call_id.is_(None),
        digests.c.layout != LAYOUT,
        digests.c.review_made_at != made_at,
    )


def _row(digest: CallDigest, made_at: datetime) -> dict[str, object]:
    return {
        "call_id": digest.call_id,
        "review_made_at": made_at,
        "layout": LAYOUT,
        "day": digest.day.toordinal(),
        "playbook_id": digest.playbook_id,
        "counts": digest.counts,
        "duration_ms": digest.duration_ms,
        "talk_ratio": digest.talk_ratio,
        "questions": digest.questions,
        "open_questions": digest.open_questions,
        "longest_monologue_ms": digest.longest_monologue_ms,
        "patience_ms": digest.patience_ms,
        "objections": len(digest.objections),
    }


def _objections(digest: CallDigest) -> list[dict[str, object]]:
    return [
        {
            "call_id": digest.call_id,
            "place": place,
            "type": each.type.value,
            "handling": each.handling,
            **_at(each.at),
            "answer_turn_id": each.answer.turn_id if each.answer else None,
            "answer_ms": each.answer.start_ms if each.answer else None,
            "script_id": each.script_id,
        }
        for place, each in enumerate(digest.objections)
    ]


def _lines(digest: CallDigest) -> list[dict[str, object]]:
    return [
        {
            "call_id": digest.call_id,
            "script_id": each.script_id,
            "name": each.name,
            "shown": each.shown,
            **_at(each.at),
            "reaction": each.reaction.value if each.reaction else None,
            "reaction_turn_id": each.reacted_at.turn_id if each.reacted_at else None,
            "reaction_ms": each.reacted_at.start_ms if each.reacted_at else None,
        }
        for each in digest.lines
    ]


def _moments(digest: CallDigest) -> list[dict[str, object]]:
    return [
        {
            "call_id": digest.call_id,
            "place": place,
            "kind": each.kind,
            "rank": each.rank,
            "text": each.text,
            "more": each.more,
            **_at(each.at),
        }
        for place, each in enumerate(digest.moments)
    ]


def _at(place: Place) -> dict[str, object]:
    return {"turn_id": place.turn_id, "start_ms": place.start_ms}
