"""How far a call came, a fold of its events kept up as they are written, and what was objected, as
its review tells: so that the history can be filtered without reading logs.
"""

from collections.abc import Sequence

from sqlalchemy import case, delete, insert, or_, update

from salescoach.domain.events import CallEvent, StageChanged
from salescoach.domain.review import HandledObjection
from salescoach.domain.signal import Stage
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.log import events_after
from salescoach.rooms.calls.store.tables import call_objections, calls

_PLACES = {stage.value: place for place, stage in enumerate(Stage)}


async def project(connection: Statements, call_id: str, events: Sequence[CallEvent]) -> None:
    """Fold ``events``, which follow those folded before, into the call's outline."""
    stages = [event.current for event in events if isinstance(event, StageChanged)]
    if stages:
        await _reach(connection, call_id, max(stages, key=lambda stage: _PLACES[stage.value]))


async def project_anew(connection: Statements, call_id: str) -> None:
    """The same fold over the whole log, for a call whose events came out of order."""
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


async def set_objections(
    connection: Statements, call_id: str, objections: Sequence[HandledObjection]
) -> None:
    """In the place of those of an earlier review."""
    await connection.execute(delete(call_objections).where(call_objections.c.call_id == call_id))
    rows = {
        (each.evidence.turn_id, each.type): {
            "call_id": call_id,
            "turn_id": each.evidence.turn_id,
            "type": each.type.value,
            "start_ms": each.evidence.start_ms,
        }
        for each in objections
    }
    if rows:
        await connection.execute(insert(call_objections), list(rows.values()))
