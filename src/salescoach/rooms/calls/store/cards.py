"""Cards and what the user made of them: a fold of the calls' events, kept up as they are written,
so that nobody has to read the logs of all calls to learn which cards are liked.

A card names its script only while it shows the script's own words: what a language model wrote in
their place teaches nothing about the script.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from salescoach.domain.call import JudgedCard
from salescoach.domain.events import (
    CallEvent,
    SuggestionDismissed,
    SuggestionShown,
    SuggestionUpdated,
    SuggestionUsed,
    SuggestionVoted,
)
from salescoach.domain.suggestion import Source
from salescoach.infra.codec import decode_event
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.store.log import events_after
from salescoach.rooms.calls.store.tables import call_events, calls, cards


async def project(connection: Statements, call_id: str, events: Sequence[CallEvent]) -> None:
    """Fold ``events``, which follow those folded before, into the call's cards."""
    shown = [event for event in events if isinstance(event, SuggestionShown)]
    if shown:
        await _put(connection, call_id, shown)
    for event in events:
        match event:
            case SuggestionUpdated():
                await _reword(connection, call_id, event)
            case SuggestionUsed():
                await _judge(connection, call_id, event.id, used=True)
            case SuggestionDismissed():
                await _judge(connection, call_id, event.id, dismissed=True)
            case SuggestionVoted():
                await _vote(connection, call_id, event)
            case _:
                pass


async def project_anew(connection: Statements, call_id: str) -> None:
    """The same fold over the whole log, for a call whose events came out of order."""
    await connection.execute(delete(cards).where(cards.c.call_id == call_id))
    await project(connection, call_id, await events_after(connection, call_id))


async def judged_cards(
    connection: Statements, playbook_id: str | None, limit: int
) -> list[JudgedCard]:
    """The last ``limit`` judged cards of scripts, of one playbook or of all, oldest first."""
    statement = select(cards).where(cards.c.judged.is_(True), cards.c.script_id.is_not(None))
    if playbook_id is not None:
        statement = statement.where(cards.c.playbook_id == playbook_id)
    statement = statement.order_by(cards.c.shown_at.desc(), cards.c.card_id.desc()).limit(limit)
    found = [
        JudgedCard(row.playbook_id, row.script_id, row.shown_at, row.used, row.dismissed, row.vote)
        for row in await connection.execute(statement)
    ]
    return found[::-1]


async def _put(connection: Statements, call_id: str, shown: Sequence[SuggestionShown]) -> None:
    """The last card of an id counts, as it does to whoever folds the log."""
    call = (
        await connection.execute(
            select(calls.c.playbook_id, calls.c.started_at).where(calls.c.id == call_id)
        )
    ).one()
    newest = {event.id: event for event in shown}
    await connection.execute(
        delete(cards).where(cards.c.call_id == call_id, cards.c.card_id.in_(list(newest)))
    )
    await connection.execute(
        insert(cards), [_row(event, call.playbook_id, call.started_at) for event in newest.values()]
    )


def _row(event: SuggestionShown, playbook_id: str, started_at: datetime) -> dict[str, Any]:
    return {
        "call_id": event.call_id,
        "card_id": event.id,
        "playbook_id": playbook_id,
        "script_id": event.script_id if event.source is Source.LOCAL else None,
        "shown_at": started_at.astimezone(UTC) + timedelta(milliseconds=event.at_ms),
        "judged": False,
        "used": False,
        "dismissed": False,
        "vote": None,
    }


async def _reword(connection: Statements, call_id: str, event: SuggestionUpdated) -> None:
    if event.primary_suggestion is None:
        return
    card = await _as_shown(connection, call_id, event.id)
    if card is None or card.source is not Source.LOCAL or card.script_id is None:
        return
    of_script = event.primary_suggestion.text == card.primary_suggestion.text
    await connection.execute(
        update(cards)
        .where(cards.c.call_id == call_id, cards.c.card_id == event.id)
        .values(script_id=card.script_id if of_script else None)
    )


async def _as_shown(connection: Statements, call_id: str, card_id: str) -> SuggestionShown | None:
    """The card as it first stood on the page."""
    payloads = await connection.execute(
        select(call_events.c.payload)
        .where(call_events.c.call_id == call_id, call_events.c.type == "suggestion")
        .order_by(call_events.c.seq.desc())
    )
    for payload in payloads.scalars():
        event = decode_event(payload)
        if isinstance(event, SuggestionShown) and event.id == card_id:
            return event
    return None


async def _vote(connection: Statements, call_id: str, event: SuggestionVoted) -> None:
    if event.vote is not None:
        await _judge(connection, call_id, event.id, vote=event.vote)
        return
    await connection.execute(
        update(cards)
        .where(cards.c.call_id == call_id, cards.c.card_id == event.id)
        .values(vote=None, judged=or_(cards.c.used, cards.c.dismissed))
    )


async def _judge(connection: Statements, call_id: str, card_id: str, **judgement: Any) -> None:
    await connection.execute(
        update(cards)
        .where(cards.c.call_id == call_id, cards.c.card_id == card_id)
        .values(judged=True, **judgement)
    )
