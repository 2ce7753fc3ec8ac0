"""The calls and moments behind a figure, with the words that stand there now."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.audio import Speaker
from salescoach.domain.call import call_title
from salescoach.domain.insight import MomentKind
from salescoach.domain.review import Outcome
from salescoach.rooms.calls.joined import call_facts, said_lines
from salescoach.rooms.insights.counted import (
    GOOD,
    CallAt,
    Occurrence,
    Scope,
    Spot,
    TellingMoment,
    ToldMoment,
)
from salescoach.rooms.insights.store.counting import in_sight
from salescoach.rooms.insights.store.tables import (
    counted_lines,
    counted_moments,
    counted_objections,
    digests,
)


async def telling(
    connection: AsyncConnection, scope: Scope, kind: MomentKind, limit: int
) -> list[TellingMoment]:
    """The best moments of the calls with the best scores that ended well, the worst of those with
    the lowest that did not; the most telling first."""
    facts, moment = call_facts(), counted_moments.c
    ended_well = facts.c.outcome.in_([outcome.value for outcome in GOOD])
    best_first = facts.c.score.desc() if kind == "best" else facts.c.score
    columns = (moment.place, moment.rank, facts.c.id, facts.c.score, facts.c.started_at)
    statement = (
        in_sight(scope, facts, *columns)
        .join(counted_moments, moment.call_id == digests.c.call_id)
        .where(
            moment.kind == kind,
            facts.c.score.is_not(None),
            ended_well if kind == "best" else ended_well.is_(False),
        )
        .order_by(
            moment.rank.desc(), best_first, facts.c.started_at.desc(), facts.c.id, moment.place
        )
        .limit(limit)
    )
    return [
        TellingMoment(row.id, row.place, row.rank, row.score, row.started_at)
        for row in await connection.execute(statement)
    ]


async def told(
    connection: AsyncConnection, kind: MomentKind, chosen: Sequence[TellingMoment], limit: int
) -> list[ToldMoment]:
    """The first of ``chosen``, one a call, with their words."""
    facts, said, moment = call_facts(), said_lines(), counted_moments.c
    places = [(each.call_id, each.place) for each in chosen]
    statement: Select[Any] = (
        select(*_call(facts), moment.place, *_told(counted_moments), *_spot(said, "at"))
        .select_from(counted_moments)
        .join(facts, facts.c.id == moment.call_id)
        .join(said, and_(said.c.call_id == moment.call_id, said.c.turn_id == moment.turn_id))
        .where(tuple_(moment.call_id, moment.place).in_(places))
    )
    rows = {(row.id, row.place): row for row in await connection.execute(statement)}
    found: dict[str, ToldMoment] = {}
    for row in (rows[each] for each in places if each in rows):
        found.setdefault(
            row.id, ToldMoment(kind, row.told, row.more, _call_of(row), _spot_of(row, "at"))
        )
    return list(found.values())[:limit]


async def of_script(
    connection: AsyncConnection, scope: Scope, playbook_id: str, script_id: str, limit: int
) -> list[Occurrence]:
    """Where a script was said, then where it was only shown; newest first."""
    facts, said, after = call_facts(), said_lines(), said_lines().alias("after")
    line = counted_lines.c
    statement = (
        in_sight(
            scope, facts, *_call(facts), line.reaction, *_spot(said, "at"), *_spot(after, "then")
        )
        .join(counted_lines, line.call_id == digests.c.call_id)
        .join(said, and_(said.c.call_id == line.call_id, said.c.turn_id == line.turn_id))
        .outerjoin(
            after, and_(after.c.call_id == line.call_id, after.c.turn_id == line.reaction_turn_id)
        )
        .where(digests.c.playbook_id == playbook_id, line.script_id == script_id)
        .order_by(line.reaction.is_(None), facts.c.started_at.desc(), digests.c.call_id)
        .limit(limit)
    )
    return [
        Occurrence(_call_of(row), _spot_of(row, "at"), _then(row), row.reaction)
        for row in await connection.execute(statement)
    ]


async def of_objection(
    connection: AsyncConnection, scope: Scope, kind: str, script_id: str | None, limit: int
) -> list[Occurrence]:
    """Where an objection came, newest first. ``script_id``: only those it answered; empty for
    those met in own words; None for all."""
    facts, said, after = call_facts(), said_lines(), said_lines().alias("after")
    met = counted_objections.c
    statement = (
        in_sight(
            scope, facts, *_call(facts), met.handling, *_spot(said, "at"), *_spot(after, "then")
        )
        .join(counted_objections, met.call_id == digests.c.call_id)
        .join(said, and_(said.c.call_id == met.call_id, said.c.turn_id == met.turn_id))
        .outerjoin(
            after, and_(after.c.call_id == met.call_id, after.c.turn_id == met.answer_turn_id)
        )
        .where(met.type == kind)
        .order_by(facts.c.started_at.desc(), digests.c.call_id, met.place)
        .limit(limit)
    )
    if script_id == "":
        statement = statement.where(met.script_id.is_(None), met.handling != "unanswered")
    elif script_id is not None:
        statement = statement.where(met.script_id == script_id)
    return [
        Occurrence(_call_of(row), _spot_of(row, "at"), _then(row), row.handling)
        for row in await connection.execute(statement)
    ]


def _call(facts: Any) -> list[Any]:
    names = (
        "id", "started_at", "customer_name", "customer_company", "imported_from", "outcome",
        "score", "timing",
    )  # fmt: skip
    return [facts.c[name] for name in names]


def _told(moments: Any) -> list[Any]:
    return [moments.c.text.label("told"), moments.c.more, moments.c.turn_id]


def _spot(lines: Any, name: str) -> list[Any]:
    return [
        lines.c[column].label(f"{name}_{column}")
        for column in ("turn_id", "start_ms", "speaker", "text")
    ]


def _call_of(row: Row[Any]) -> CallAt:
    return CallAt(
        row.id,
        row.started_at,
        call_title(row.customer_name, row.imported_from),
        row.customer_name,
        row.customer_company,
        None if row.outcome is None else Outcome(row.outcome),
        row.score,
    )


def _spot_of(row: Row[Any], name: str) -> Spot:
    told = row._mapping
    return Spot(
        told[f"{name}_turn_id"],
        None if row.timing == "none" else told[f"{name}_start_ms"],
        Speaker(told[f"{name}_speaker"]),
        told[f"{name}_text"],
    )


def _then(row: Row[Any]) -> Spot | None:
    return None if row.then_turn_id is None else _spot_of(row, "then")
