"""How far a call came and what was objected: a fold of its events, kept up as they are written, so
that the history can be filtered without reading logs.
"""

from collections.abc import Sequence

from sqlalchemy import case, delete, insert, or_, update

from salescoach.domain.events import CallEvent, SignalHeard, StageChanged
from salescoach.domain.signal import SignalKind, Stage
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.log import events_after
from salescoach.rooms.calls.store.tables import call_objections, calls

_PLACES = {stage.value: place for place, stage in enumerate(Stage)}


async def project(connection: Statements, call_id: str, events: Sequence[CallEvent]) -> None:
    """Fold ``events``, which follow those folded before, into the call's outline."""
    stages = [event.current for event in events if isinstance(event, StageChanged)]
    if stages:
        await _reach(connection, call_id, max(stages, key=lambda stage: _PLACES[stage.value]))
    raised: dict[tuple[str, str], SignalHeard] = {}
    for event in events:
        if (
            isinstance(event, SignalHeard)
            and event.kind is SignalKind.OBJECTION
            and event.objection_type is not None
        ):
            raised[event.evidence.turn_id, event.objection_type.value] = event
    if raised:
        await _raise(connection, call_id, raised)


async def project_anew(connection: Statements, call_id: str) -> None:
    """The same fold over the whole log, for a call whose events came out of order."""
    await connection.execute(delete(call_objections).where(call_objections.c.call_id == call_id))
    await connection.execute(update(calls).where(calls.c.id == call_id).values(stage_reached=None))
    await project(connection, call_id, await events_after(connection, call_id))


async def _reach(connection: Statements, call_id: str, stage: Stage) -> None:
    place = case(_PLACES, value=calls.c.stage_reached, else_=-1)
    await connection.execute(
        update(calls)
        .where(
            calls.c.id == call_id,
            or_(calls.c.stage_reached.is_(None), place < _PLACES[stage.value]),
        )
        .values(stage_reached=stage.value)
    )


async def _raise(
    connection: Statements, call_id: str, raised: dict[tuple[str, str], SignalHeard]
) -> None:
    """What was said last of a turn and a type counts."""
    for turn_id, kind in raised:
        await connection.execute(
            delete(call_objections).where(
                call_objections.c.call_id == call_id,
                call_objections.c.turn_id == turn_id,
                call_objections.c.type == kind,
            )
        )
    rows = [
        {
            "call_id": call_id,
            "turn_id": turn_id,
            "type": kind,
            "start_ms": event.evidence.start_ms,
        }
        for (turn_id, kind), event in raised.items()
        if not event.withdrawn
    ]
    if rows:
        await connection.execute(insert(call_objections), rows)
