"""What is added up over the calls in sight, in one pass each over small rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.insight import Reaction
from salescoach.domain.review import Handling, Outcome
from salescoach.domain.signal import Stage
from salescoach.pipeline.insights.statistics import Sums
from salescoach.rooms.calls.joined import call_facts
from salescoach.rooms.insights.counted import (
    GOOD,
    LineCount,
    Reply,
    Scope,
    StageOutcomes,
    Totals,
    Week,
)
from salescoach.rooms.insights.store.tables import counted_lines, counted_objections, digests

DAYS_OF_A_WEEK = 7
_FIGURES = ("score", "talk_ratio", "questions", "objections", "longest_monologue_ms")


async def totals(connection: AsyncConnection, scope: Scope) -> Totals:
    facts = call_facts()
    row = (await connection.execute(in_sight(scope, facts, *_sums(facts)))).one()
    return _totals(row)


async def weeks(connection: AsyncConnection, scope: Scope) -> list[Week]:
    """Those with calls, oldest first."""
    facts = call_facts()
    # Day 1 of the calendar was a Monday.
    week = (digests.c.day - 1) // DAYS_OF_A_WEEK
    statement = in_sight(scope, facts, week.label("week"), *_sums(facts))
    found = await connection.execute(statement.group_by(week).order_by(week))
    return [Week(date.fromordinal(row.week * DAYS_OF_A_WEEK + 1), _totals(row)) for row in found]


async def outcomes_by_stage(connection: AsyncConnection, scope: Scope) -> list[StageOutcomes]:
    """In the order a call takes; calls without a stage last."""
    facts = call_facts()
    columns = (facts.c.stage_reached, facts.c.outcome)
    statement = in_sight(scope, facts, *columns, func.count().label("calls")).group_by(*columns)
    found: dict[Stage | None, dict[Outcome, int]] = defaultdict(dict)
    for row in await connection.execute(statement):
        if row.outcome is not None:
            stage = None if row.stage_reached is None else Stage(row.stage_reached)
            found[stage][Outcome(row.outcome)] = row.calls
    return [StageOutcomes(stage, found[stage]) for stage in (*Stage, None) if stage in found]


async def replies(connection: AsyncConnection, scope: Scope) -> list[Reply]:
    """By type of objection and what it was answered with."""
    facts = call_facts()
    keys = (counted_objections.c.type, digests.c.playbook_id, counted_objections.c.script_id)
    handling = counted_objections.c.handling
    statement = (
        in_sight(scope, facts, *keys, handling, func.count().label("times"))
        .join(counted_objections, counted_objections.c.call_id == digests.c.call_id)
        .group_by(*keys, handling)
    )
    found: dict[tuple[str, str, str | None], dict[Handling, int]] = defaultdict(dict)
    for row in await connection.execute(statement):
        found[row.type, row.playbook_id, row.script_id][row.handling] = row.times
    return [Reply(*key, handlings) for key, handlings in found.items()]


async def calls_with_objection(connection: AsyncConnection, scope: Scope) -> Mapping[str, int]:
    """Type of objection -> in how many calls it came."""
    facts = call_facts()
    statement = (
        in_sight(
            scope,
            facts,
            counted_objections.c.type,
            func.count(counted_objections.c.call_id.distinct()).label("calls"),
        )
        .join(counted_objections, counted_objections.c.call_id == digests.c.call_id)
        .group_by(counted_objections.c.type)
    )
    return {row.type: row.calls for row in await connection.execute(statement)}


async def lines(connection: AsyncConnection, scope: Scope) -> list[LineCount]:
    """Every script that was shown or said."""
    facts = call_facts()
    keys = (digests.c.playbook_id, counted_lines.c.script_id, counted_lines.c.reaction)
    statement = (
        in_sight(
            scope,
            facts,
            *keys,
            func.max(counted_lines.c.name).label("name"),
            func.sum(counted_lines.c.shown).label("cards"),
            func.sum(case((counted_lines.c.shown > 0, 1), else_=0)).label("shown_calls"),
            func.count().label("calls"),
            _good(facts).label("good"),
        )
        .join(counted_lines, counted_lines.c.call_id == digests.c.call_id)
        .group_by(*keys)
    )
    found: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in await connection.execute(statement):
        found[row.playbook_id, row.script_id].append(row)
    return [_line(key, rows) for key, rows in found.items()]


async def playbooks(connection: AsyncConnection) -> Mapping[str, int]:
    """Id of a playbook -> how many calls count."""
    statement = (
        select(digests.c.playbook_id, func.count().label("calls"))
        .where(digests.c.counts)
        .group_by(digests.c.playbook_id)
    )
    return {row.playbook_id: row.calls for row in await connection.execute(statement)}


def in_sight(scope: Scope, facts: Subquery, *columns: ColumnElement[Any]) -> Select[Any]:
    """``columns`` of the calls that count and that ``scope`` takes in."""
    statement = (
        select(*columns)
        .select_from(digests)
        .join(facts, facts.c.id == digests.c.call_id)
        .where(digests.c.counts)
    )
    if scope.since is not None:
        statement = statement.where(digests.c.day >= scope.since.toordinal())
    if scope.until is not None:
        statement = statement.where(digests.c.day <= scope.until.toordinal())
    if scope.playbooks:
        statement = statement.where(digests.c.playbook_id.in_(scope.playbooks))
    return statement


def _sums(facts: Subquery) -> list[ColumnElement[Any]]:
    columns: list[ColumnElement[Any]] = [func.count().label("calls"), _good(facts).label("good")]
    for name in _FIGURES:
        figure = facts.c.score if name == "score" else digests.c[name]
        columns += [
            func.count(figure).label(f"{name}_n"),
            func.sum(figure * 1.0).label(f"{name}_total"),
            func.sum(figure * 1.0 * figure).label(f"{name}_squares"),
        ]
    return columns


def _good(facts: Subquery) -> ColumnElement[int]:
    wanted = [outcome.value for outcome in GOOD]
    return func.sum(case((facts.c.outcome.in_(wanted), 1), else_=0))


def _totals(row: Row[Any]) -> Totals:
    told = row._mapping
    sums = {
        name: Sums(told[f"{name}_n"], told[f"{name}_total"] or 0.0, told[f"{name}_squares"] or 0.0)
        for name in _FIGURES
    }
    return Totals(calls=row.calls, good=row.good or 0, **sums)


def _line(key: tuple[str, str], rows: Sequence[Row[Any]]) -> LineCount:
    said = [row for row in rows if row.reaction is not None]
    return LineCount(
        *key,
        name=rows[0].name,
        cards=sum(row.cards for row in rows),
        shown_calls=sum(row.shown_calls for row in rows),
        reactions={Reaction(row.reaction): row.calls for row in said},
        good=sum(row.good for row in said),
    )
