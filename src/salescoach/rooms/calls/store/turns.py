"""Turns and the figures of a call's row: a fold of its events, kept up in the transaction that
writes the events, so that lists and pages never need to read a log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Row, Select, and_, case, delete, func, insert, or_, select, update

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallDated,
    CallEnded,
    CallEvent,
    CustomerNamed,
    Gap,
    MomentMarked,
    NoteAdded,
    Paused,
    SpeakersSwapped,
    Transcription,
    TurnCorrected,
    Unpaused,
)
from salescoach.domain.turn import Turn
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store import corrections
from salescoach.rooms.calls.store.calls import move, name, utc
from salescoach.rooms.calls.store.log import events_after
from salescoach.rooms.calls.store.tables import TURNS_OF_A_CALL, calls, turns


@dataclass(frozen=True, slots=True)
class TurnPlace:
    """Where a turn stands in its call. Without ``turn_id``: before every turn of that moment."""

    start_ms: int
    turn_id: str = ""


async def project(
    connection: Statements, call_id: str, events: Sequence[CallEvent], now: datetime
) -> None:
    """Fold ``events``, which follow those folded before, into the call's turns and row."""
    changed: dict[str, Transcription] = {}
    touched = False
    reached_ms = 0
    closing: CallEnded | None = None
    for event in events:
        reached_ms = max(reached_ms, _reaches(event))
        match event:
            case Transcription():
                changed[event.turn_id] = event
                touched = True
            case SpeakersSwapped():
                await _put_turns(connection, call_id, changed)
                changed = {}
                await _swap_turns(connection, call_id)
            case TurnCorrected():
                await _put_turns(connection, call_id, changed)
                changed = {}
                await corrections.apply(connection, event)
            case CallDated():
                await move(connection, call_id, utc(event.started_at))
            case CustomerNamed():
                await name(connection, call_id, event.customer)
            case CallEnded():
                closing = event
            case _:
                pass
    await _put_turns(connection, call_id, changed)
    values: dict[str, Any] = {}
    if reached_ms:
        values["duration_ms"] = case(
            (calls.c.duration_ms < reached_ms, reached_ms), else_=calls.c.duration_ms
        )
    if touched:
        values["turn_count"] = (
            select(func.count()).where(turns.c.call_id == call_id).scalar_subquery()
        )
    if closing is not None:
        values |= {
            "status": "ended",
            "ended_at": now,
            "duration_ms": round(closing.duration_s * 1000),
        }
    if values:
        await connection.execute(update(calls).where(calls.c.id == call_id).values(values))


async def project_anew(connection: Statements, call_id: str, now: datetime) -> None:
    """The same fold over the whole log, for a call whose events came out of order."""
    await connection.execute(delete(turns).where(turns.c.call_id == call_id))
    await project(connection, call_id, await events_after(connection, call_id), now)


async def all_turns(connection: Statements, call_id: str) -> list[Turn]:
    """In the order they began."""
    statement = _turns_of(call_id).order_by(turns.c.start_ms, turns.c.turn_id)
    return [_turn(row) for row in await connection.execute(statement)]


async def turn(connection: Statements, call_id: str, turn_id: str) -> Turn | None:
    statement = _turns_of(call_id).where(turns.c.turn_id == turn_id)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _turn(row)


async def turns_before(
    connection: Statements, call_id: str, place: TurnPlace | None, limit: int
) -> list[Turn]:
    """The last ``limit`` turns before ``place``, in the order they began."""
    statement = _turns_of(call_id)
    if place is not None:
        statement = statement.where(
            or_(
                turns.c.start_ms < place.start_ms,
                and_(turns.c.start_ms == place.start_ms, turns.c.turn_id < place.turn_id),
            )
        )
    statement = statement.order_by(turns.c.start_ms.desc(), turns.c.turn_id.desc()).limit(limit)
    found = [_turn(row) for row in await connection.execute(statement)]
    return found[::-1]


def _reaches(event: CallEvent) -> int:
    """Call time, in milliseconds, that the event proves to have passed."""
    match event:
        case Transcription():
            return max(event.end_ms, event.committed_ms)
        case Gap():
            return event.end_ms
        case Paused() | Unpaused() | MomentMarked() | NoteAdded():
            return event.call_ms
        case _:
            return 0


async def _put_turns(
    connection: Statements, call_id: str, changed: dict[str, Transcription]
) -> None:
    """A turn without text has vanished."""
    if not changed:
        return
    removed = await connection.execute(
        delete(turns)
        .where(turns.c.call_id == call_id, turns.c.turn_id.in_(list(changed)))
        .returning(turns.c.turn_id, turns.c.number)
    )
    numbers = {row.turn_id: row.number for row in removed}
    spoken = [event for event in changed.values() if event.text.strip()]
    if spoken:
        free = max(await _last_number(connection, call_id), *numbers.values(), 0) + 1
        fresh = [event.turn_id for event in spoken if event.turn_id not in numbers]
        numbers |= dict(zip(fresh, count(free), strict=False))
        await connection.execute(
            insert(turns),
            [
                {
                    "call_id": call_id,
                    "turn_id": event.turn_id,
                    "speaker": event.speaker.value,
                    "text": event.text,
                    "start_ms": event.start_ms,
                    "end_ms": event.end_ms,
                    "confidence": event.confidence,
                    "last_seq": event.seq,
                    "number": numbers[event.turn_id],
                }
                for event in spoken
            ],
        )


async def _last_number(connection: Statements, call_id: str) -> int:
    """Of the call's turns, or the one before its first."""
    own = calls.c.number * TURNS_OF_A_CALL
    last = (
        select(func.max(turns.c.number))
        .where(turns.c.number.between(own, own + TURNS_OF_A_CALL - 1))
        .correlate(calls)
        .scalar_subquery()
    )
    found = await connection.execute(select(func.coalesce(last, own)).where(calls.c.id == call_id))
    number: int = found.scalar_one()
    return number


async def _swap_turns(connection: Statements, call_id: str) -> None:
    salesperson, customer = Speaker.SALESPERSON.value, Speaker.CUSTOMER.value
    for column in (turns.c.speaker, turns.c.heard_speaker):
        await connection.execute(
            update(turns)
            .where(turns.c.call_id == call_id, column.in_([salesperson, customer]))
            .values({column: case((column == salesperson, customer), else_=salesperson)})
        )


def _turns_of(call_id: str) -> Select[Any]:
    return select(
        turns.c.turn_id,
        turns.c.speaker,
        turns.c.text,
        turns.c.start_ms,
        turns.c.end_ms,
        turns.c.confidence,
    ).where(turns.c.call_id == call_id)


def _turn(row: Row[Any]) -> Turn:
    return Turn(
        row.turn_id, Speaker(row.speaker), row.text, row.start_ms, row.end_ms, row.confidence
    )
