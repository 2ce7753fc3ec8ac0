"""A call that was written down elsewhere: its log is folded as a live call's is, its row is closed
as it was.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy import insert, update

from salescoach.domain.call import CallRecord
from salescoach.domain.events import CallStarted
from salescoach.domain.history import CallLabels
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.calls import call
from salescoach.rooms.calls.store.commit import Opening, write
from salescoach.rooms.calls.store.tables import call_tags, calls
from salescoach.rooms.calls.store.turns import all_turns

EVENTS_AT_ONCE = 500

Beside = Callable[[Statements], Awaitable[None]]
"""Puts down what another room keeps of the call, in the same transaction."""


async def put(
    connection: Statements, record: CallRecord, labels: CallLabels, token_hash: str
) -> bool:
    """False, and nothing written, when there is a call of that id."""
    told = record.call
    opened = await write(connection, [Opening(_begun(record), token_hash)], {}, told.started_at)
    if not opened.new[0]:
        return False
    over_at = told.ended_at or told.started_at
    reached: dict[str, int] = {}
    for place in range(0, len(record.events), EVENTS_AT_ONCE):
        events = record.events[place : place + EVENTS_AT_ONCE]
        reached |= (await write(connection, events, reached, over_at)).reached
    await connection.execute(
        update(calls)
        .where(calls.c.id == told.id)
        .values(
            status=told.status,
            ended_at=told.ended_at,
            duration_ms=told.duration_ms,
            outcome=None if labels.outcome is None else labels.outcome.value,
            outcome_by=labels.outcome_by,
        )
    )
    if labels.tags:
        await connection.execute(
            insert(call_tags),
            [{"call_id": told.id, "key": tag.casefold(), "tag": tag} for tag in labels.tags],
        )
    return True


async def is_as(connection: Statements, record: CallRecord) -> bool:
    """Whether what was folded is what was written down."""
    found = await call(connection, record.call.id)
    return found == record.call and await all_turns(connection, found.id) == list(record.turns)


def _begun(record: CallRecord) -> CallStarted:
    """What the row is made of: the log's own beginning, when it has one."""
    told = record.call
    for event in record.events:
        if isinstance(event, CallStarted):
            return replace(event, seq=None)
    return CallStarted(
        call_id=told.id,
        channels=(),
        playbook_id=told.playbook_id,
        customer=told.customer,
        consent=told.consent,
        record_audio=told.record_audio,
        started_at=told.started_at.isoformat(),
    )
