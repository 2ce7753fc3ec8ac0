"""What one commit of the event log holds: calls opened, events stored, and what is kept up from
them (turns, cards, outline) brought up to date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from salescoach.domain.events import CallEvent, CallStarted
from salescoach.infra.one_go import Statements
from salescoach.rooms.calls.errors import call_not_found
from salescoach.rooms.calls.store import calls, cards, log, outline, turns


@dataclass(frozen=True, slots=True)
class Opening:
    """A call to be created."""

    start: CallStarted
    resume_token_hash: str


@dataclass(frozen=True, slots=True)
class Written:
    """``new`` tells of each piece of work whether it was stored just now or known before;
    ``reached`` is the highest ``seq`` of every call touched."""

    new: tuple[bool, ...]
    reached: dict[str, int]


async def write(
    connection: Statements,
    work: Sequence[CallEvent | Opening],
    committed: Mapping[str, int],
    now: datetime,
) -> Written:
    """``committed`` holds the highest stored ``seq`` of calls for which it is known.

    Raises ``NotFound`` when a call is unknown, and SQLAlchemy's ``IntegrityError`` when
    ``committed`` is not what the database holds.
    """
    opened: dict[int, bool] = {}
    by_call: dict[str, dict[int, CallEvent]] = {}
    for place, piece in enumerate(work):
        if isinstance(piece, Opening):
            opened[place] = await calls.insert_call(
                connection, piece.start, piece.resume_token_hash
            )
        else:
            by_call.setdefault(piece.call_id, {})[place] = piece
    reached: dict[str, int] = {}
    stored: set[int] = set()
    for call_id, events in by_call.items():
        before = committed.get(call_id)
        if before is None:
            if await calls.call(connection, call_id) is None:
                raise call_not_found(call_id)
            before = await log.last_seq(connection, call_id)
        new = await _new(connection, call_id, events, before)
        if new:
            await _store(connection, call_id, list(new.values()), before, now)
        stored.update(new)
        reached[call_id] = max(before, *(event.seq or 0 for event in events.values()))
    return Written(tuple(opened.get(place, place in stored) for place in range(len(work))), reached)


async def _new(
    connection: Statements, call_id: str, events: Mapping[int, CallEvent], before: int
) -> dict[int, CallEvent]:
    """Those of ``events`` whose ``seq`` is not stored yet, each ``seq`` once."""
    doubtful = [event.seq for event in events.values() if event.seq and event.seq <= before]
    known = set(await log.stored_seqs(connection, call_id, doubtful)) if doubtful else set()
    new: dict[int, CallEvent] = {}
    for place, event in events.items():
        if event.seq is not None and event.seq not in known:
            known.add(event.seq)
            new[place] = event
    return new


async def _store(
    connection: Statements,
    call_id: str,
    events: Sequence[CallEvent],
    before: int,
    now: datetime,
) -> None:
    await log.insert_events(connection, events)
    seqs = [before, *(event.seq or 0 for event in events)]
    if all(earlier < later for earlier, later in pairwise(seqs)):
        await turns.project(connection, call_id, events, now)
        await cards.project(connection, call_id, events)
        await outline.project(connection, call_id, events)
    else:
        await turns.project_anew(connection, call_id, now)
        await cards.project_anew(connection, call_id)
        await outline.project_anew(connection, call_id)
