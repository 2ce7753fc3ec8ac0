"""The history of calls: list, open, page back, delete."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from salescoach.domain.call import Call, CallRecord, JudgedCard
from salescoach.domain.events import CallEvent
from salescoach.domain.history import CallQuery, DeletedCall
from salescoach.domain.missing import Missing, missing_of
from salescoach.domain.turn import Turn
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock, SystemClock
from salescoach.rooms.calls.corrections import Corrections, Heard
from salescoach.rooms.calls.cursors import invalid_cursor
from salescoach.rooms.calls.errors import call_is_live, call_not_found
from salescoach.rooms.calls.history import History
from salescoach.rooms.calls.store import calls, cards, log, search, turns
from salescoach.rooms.calls.store.corrections import heard_of
from salescoach.rooms.calls.store.turns import TurnPlace

JUDGED_CARDS = 2_000
"""Older judgements teach nothing new, and a call must not wait for them."""

OnDelete = Callable[[str], Awaitable[int]]
"""Removes what a call keeps outside the database, and says how many bytes it was. It may be called
again for the same call."""


@dataclass(frozen=True, slots=True)
class CallPage:
    """``next_cursor`` leads to older calls; None when there are none."""

    calls: tuple[Call, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CallTranscript:
    """``turns`` and ``missing`` in the order they began. ``heard``: id of each corrected turn ->
    what was heard."""

    call: Call
    turns: tuple[Turn, ...]
    missing: tuple[Missing, ...] = ()
    heard: Mapping[str, Heard] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TurnPage:
    """``turns`` in the order they began; ``before`` leads to earlier ones, None at the start.
    ``missing``: what nobody heard that began between the first turn here and the one after the
    last; those of all pages together are the call's, each once. ``heard``: id of each corrected
    turn of the call -> what was heard."""

    turns: tuple[Turn, ...]
    before: str | None
    missing: tuple[Missing, ...] = ()
    heard: Mapping[str, Heard] = field(default_factory=dict)


EndLeft = Callable[[str], Awaitable[None]]
"""Ends a live call whose page is gone. Raises ``Conflict`` when it is not."""


async def _nothing_outside(call_id: str) -> int:
    return 0


async def _nobody_ends(call_id: str) -> None:
    raise call_is_live()


class CallService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now, and those
    that name a call ``NotFound`` (``call_not_found``). ``end_left`` is how calls that nobody
    attends are ended; without it, those that are live stay."""

    def __init__(
        self,
        database: Database,
        on_delete: OnDelete = _nothing_outside,
        end_left: EndLeft = _nobody_ends,
        clock: Clock | None = None,
    ) -> None:
        self._database = database
        self._on_delete = on_delete
        self.end_left = end_left
        self.history = History(database, self._remove)
        self.corrections = Corrections(database, clock or SystemClock())

    async def list(self, limit: int, cursor: str | None = None) -> CallPage:
        """Newest first; calls that begin meanwhile neither repeat nor hide any. Raises
        ``InvalidInput`` (``invalid_cursor``)."""
        found = await self.history.find(CallQuery(), limit, cursor)
        return CallPage(tuple(each.call for each in found.calls), found.next_cursor)

    async def get(self, call_id: str) -> Call:
        async with self._database.read() as connection:
            found = await calls.call(connection, call_id)
        if found is None:
            raise call_not_found(call_id)
        return found

    async def transcript(self, call_id: str) -> CallTranscript:
        """The call and all its turns, in one consistent view."""
        async with self._database.read() as connection:
            found = await calls.call(connection, call_id)
            if found is None:
                raise call_not_found(call_id)
            said = tuple(await turns.all_turns(connection, call_id))
            missing = missing_of(await log.gaps(connection, call_id))
            heard = await heard_of(connection, call_id)
        return CallTranscript(found, said, tuple(missing), heard)

    async def turns(self, call_id: str, limit: int, before: str | None = None) -> TurnPage:
        """The last ``limit`` turns, or the last before ``before``: a start in milliseconds of call
        time, or a start and a turn id as ``TurnPage.before`` gives them. Raises ``InvalidInput``
        (``invalid_cursor``)."""
        place = None if before is None else _turn_place(before)
        async with self._database.read() as connection:
            if await calls.call(connection, call_id) is None:
                raise call_not_found(call_id)
            found = await turns.turns_before(connection, call_id, place, limit + 1)
            missing = missing_of(await log.gaps(connection, call_id))
            heard = await heard_of(connection, call_id)
        page = tuple(found[-limit:])
        earlier = _turn_cursor(page[0]) if len(found) > limit else None
        first_ms = page[0].start_ms if earlier else 0
        here = (
            each
            for each in missing
            if first_ms <= each.start_ms and (place is None or each.start_ms < place.start_ms)
        )
        return TurnPage(page, earlier, tuple(here), heard)

    async def events(self, call_id: str, after_seq: int, limit: int) -> tuple[CallEvent, ...]:
        """At most ``limit`` stored events with a ``seq`` above ``after_seq``, in order."""
        async with self._database.read() as connection:
            if await calls.call(connection, call_id) is None:
                raise call_not_found(call_id)
            return tuple(await log.events_after(connection, call_id, after_seq, limit))

    async def record(self, call_id: str) -> CallRecord:
        """The whole call, in one consistent view."""
        async with self._database.read() as connection:
            found = await calls.call(connection, call_id)
            if found is None:
                raise call_not_found(call_id)
            return CallRecord(
                found,
                tuple(await turns.all_turns(connection, call_id)),
                tuple(await log.events_after(connection, call_id)),
            )

    async def judged_cards(
        self, playbook_id: str | None = None, limit: int = JUDGED_CARDS
    ) -> tuple[JudgedCard, ...]:
        """The last cards of scripts that were used, dismissed or voted on, of one playbook or of
        all, oldest first."""
        async with self._database.read() as connection:
            return tuple(await cards.judged_cards(connection, playbook_id, limit))

    async def end(self, call_id: str) -> None:
        """Ends a call that was left; one that has ended is left alone. Raises ``Conflict``
        (``call_is_attended``) while a page serves it."""
        if (await self.get(call_id)).status != "ended":
            await self.end_left(call_id)

    async def delete(self, call_id: str) -> DeletedCall:
        """Everything of the call, files first: when they cannot be removed the call stays and can
        be deleted again. A live call that was left is ended first; raises ``Conflict``
        (``call_is_attended``, ``call_is_live``) for one that was not. Says what was there."""
        deleted = await self._remove(call_id)
        self.history.sweep_soon()
        return deleted

    async def _remove(self, call_id: str) -> DeletedCall:
        if (await self.get(call_id)).status == "live":
            await self.end_left(call_id)
        async with self._database.write() as connection:
            found = await calls.call(connection, call_id)
            if found is None:
                raise call_not_found(call_id)
            if found.status == "live":
                raise call_is_live()
            await search.erase_for_good(connection)
            said, shown = await calls.delete_call(connection, call_id)
            audio_bytes = await self._on_delete(call_id)
        return DeletedCall(call_id, said, shown, audio_bytes)

    async def live_ids(self) -> frozenset[str]:
        async with self._database.read() as connection:
            return frozenset(await calls.live_ids(connection))

    async def mark_interrupted(self) -> tuple[str, ...]:
        """At start, before any call is opened: what is still marked live was cut off by a crash.
        Returns the ids of those calls."""
        async with self._database.write() as connection:
            return tuple(await calls.mark_interrupted(connection))


def _turn_cursor(turn: Turn) -> str:
    return f"{turn.start_ms}:{turn.id}"


def _turn_place(cursor: str) -> TurnPlace:
    start, _, turn_id = cursor.partition(":")
    if not (start.isascii() and start.isdigit() and len(start) <= 12):
        raise invalid_cursor("before", "before")
    return TurnPlace(int(start), turn_id)
