"""Events to rows and back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, insert, select

from salescoach.domain.events import CallEvent
from salescoach.infra.codec import decode_event, encode_event
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.tables import call_events


async def last_seq(connection: Statements, call_id: str) -> int:
    statement = select(func.max(call_events.c.seq)).where(call_events.c.call_id == call_id)
    return (await connection.execute(statement)).scalar() or 0


async def stored_seqs(connection: Statements, call_id: str, seqs: Iterable[int]) -> frozenset[int]:
    statement = select(call_events.c.seq).where(
        call_events.c.call_id == call_id, call_events.c.seq.in_(list(seqs))
    )
    return frozenset((await connection.execute(statement)).scalars())


async def insert_events(connection: Statements, events: Sequence[CallEvent]) -> None:
    """Raises ``IntegrityError`` when a call is unknown or a ``seq`` is taken."""
    await connection.execute(
        insert(call_events),
        [
            {
                "call_id": event.call_id,
                "seq": event.seq,
                "at_ms": event.at_ms,
                "type": event.type,
                "payload": encode_event(event).decode(),
            }
            for event in events
        ],
    )


async def events_after(
    connection: Statements, call_id: str, after_seq: int = 0, limit: int | None = None
) -> list[CallEvent]:
    statement = (
        select(call_events.c.payload)
        .where(call_events.c.call_id == call_id, call_events.c.seq > after_seq)
        .order_by(call_events.c.seq)
        .limit(limit)
    )
    return [decode_event(payload) for payload in (await connection.execute(statement)).scalars()]


async def gaps(connection: Statements, call_id: str) -> list[CallEvent]:
    """In the order they were noted."""
    statement = (
        select(call_events.c.payload)
        .where(call_events.c.call_id == call_id, call_events.c.type == "gap")
        .order_by(call_events.c.seq)
    )
    return [decode_event(payload) for payload in (await connection.execute(statement)).scalars()]
