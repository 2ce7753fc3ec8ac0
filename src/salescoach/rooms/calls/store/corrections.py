"""Corrected turns: the row holds what is to be read, and beside it what was heard."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from salescoach.domain.audio import Speaker
from salescoach.domain.events import TurnCorrected
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.tables import call_events, turns

_CORRECTIONS = ("turn_corrected", "speakers_swapped", "call_dated", "customer_named")
_END = "call_ended"


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn as the engine had it."""

    text: str
    speaker: Speaker


async def apply(connection: Statements, event: TurnCorrected) -> None:
    """A turn that is no more stays so."""
    this = (turns.c.call_id == event.call_id) & (turns.c.turn_id == event.turn_id)
    row = (await connection.execute(select(turns).where(this))).one_or_none()
    if row is None:
        return
    heard = Heard(row.heard_text or row.text, Speaker(row.heard_speaker or row.speaker))
    now = Heard(event.text or heard.text, event.speaker or heard.speaker)
    kept = None if now == heard else heard
    await connection.execute(
        update(turns)
        .where(this)
        .values(
            text=now.text,
            speaker=now.speaker.value,
            heard_text=None if kept is None else kept.text,
            heard_speaker=None if kept is None else kept.speaker.value,
        )
    )


async def heard_of(connection: Statements, call_id: str) -> dict[str, Heard]:
    """Id of each corrected turn -> what was heard."""
    statement = select(turns.c.turn_id, turns.c.heard_text, turns.c.heard_speaker).where(
        turns.c.call_id == call_id, turns.c.heard_text.is_not(None)
    )
    return {
        row.turn_id: Heard(row.heard_text, Speaker(row.heard_speaker))
        for row in await connection.execute(statement)
    }


async def corrected_until(connection: Statements, call_id: str) -> int:
    """``seq`` of the last correction after the call's end, 0 without any."""
    of_call = call_events.c.call_id == call_id
    end = select(func.max(call_events.c.seq)).where(of_call, call_events.c.type == _END)
    statement = select(func.max(call_events.c.seq)).where(
        of_call, call_events.c.type.in_(_CORRECTIONS), call_events.c.seq > end.scalar_subquery()
    )
    return (await connection.execute(statement)).scalar() or 0
