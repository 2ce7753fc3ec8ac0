"""Requests to language models, over all calls."""

from datetime import datetime, timedelta

from sqlalchemy import select

from salescoach.domain.events import ModelUsed
from salescoach.infra.codec import decode_event
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.tables import call_events, calls

LONGEST_CALL = timedelta(days=1)

_TYPE = "model_used"


async def model_requests_since(connection: Statements, moment: datetime) -> tuple[ModelUsed, ...]:
    """Those that were over at ``moment`` or later."""
    statement = (
        select(calls.c.started_at, call_events.c.at_ms, call_events.c.payload)
        .join(calls, calls.c.id == call_events.c.call_id)
        .where(
            calls.c.started_at >= moment - LONGEST_CALL,
            call_events.c.type == _TYPE,
        )
    )
    found = [
        decode_event(row.payload)
        for row in await connection.execute(statement)
        if row.started_at + timedelta(milliseconds=row.at_ms) >= moment
    ]
    return tuple(event for event in found if isinstance(event, ModelUsed))
