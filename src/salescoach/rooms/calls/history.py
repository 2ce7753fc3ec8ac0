"""Past calls as a list: found by what was said, filtered, tagged and deleted, many at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from loguru import logger

from salescoach.domain.history import (
    CallLabels,
    CallQuery,
    DeletedCall,
    FilterChoices,
    FoundCall,
    KeptCall,
)
from salescoach.domain.review import Outcome, Review
from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.rooms.calls.cursors import cursor_of, place_of
from salescoach.rooms.calls.errors import call_not_found
from salescoach.rooms.calls.store import listing, outline, search, tags

MAX_TAG = 40
_SWEEP_EVERY_S = 0.02
DeleteCall = Callable[[str], Awaitable[DeletedCall]]


@dataclass(frozen=True, slots=True)
class FoundCalls:
    """``next_cursor`` leads on in the same order; None at the end."""

    calls: tuple[FoundCall, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Deletion:
    deleted: tuple[DeletedCall, ...]
    kept: tuple[KeptCall, ...]


class History:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, database: Database, delete: DeleteCall) -> None:
        self._database = database
        self._delete = delete
        self._sweeping: asyncio.Task[None] | None = None
        self._sweep_again = False

    async def find(self, query: CallQuery, limit: int, cursor: str | None = None) -> FoundCalls:
        """Calls that come or go meanwhile make none repeat and hide none. Nothing that can be
        typed as ``query.text`` is an error. Raises ``InvalidInput`` (``invalid_cursor``)."""
        after = None if cursor is None else place_of(query.sort, cursor)
        async with self._database.read() as connection:
            listed = await listing.calls_that_fit(connection, query, after, limit + 1)
        page = listed[:limit]
        more = len(listed) > limit
        return FoundCalls(
            tuple(each.found for each in page),
            cursor_of(query.sort, page[-1].place) if more else None,
        )

    async def labels(self, call_id: str) -> CallLabels:
        """Raises ``NotFound`` (``call_not_found``)."""
        async with self._database.read() as connection:
            found = await listing.labels(connection, call_id)
        if found is None:
            raise call_not_found(call_id)
        return found

    async def filter_choices(self) -> FilterChoices:
        async with self._database.read() as connection:
            return await listing.filter_choices(connection)

    async def tag(
        self, ids: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> int:
        """How many of ``ids`` are calls; others are passed over. Raises ``InvalidInput``
        (``invalid_tag``)."""
        added, removed = [check_tag(each) for each in add], [check_tag(each) for each in remove]
        async with self._database.write() as connection:
            known = await tags.known(connection, ids)
            await tags.remove(connection, known, removed)
            await tags.add(connection, known, added)
        return len(known)

    async def set_outcome(self, ids: Sequence[str], outcome: Outcome | None) -> int:
        """What the user says became of the calls; None takes it back. How many are calls."""
        async with self._database.write() as connection:
            known = await tags.known(connection, ids)
            await tags.set_outcome(connection, known, outcome, "user")
        return len(known)

    async def note_review(self, call_id: str, review: Review, score: float | None) -> None:
        """What a review makes of the call, for the list: what it calls an objection is one here.
        The user's own word on the outcome stays. Raises ``NotFound`` (``call_not_found``)."""
        async with self._database.write() as connection:
            if not await tags.known(connection, [call_id]):
                raise call_not_found(call_id)
            await tags.set_outcome(connection, [call_id], review.outcome, "review")
            await tags.set_score(connection, call_id, score)
            await outline.set_objections(connection, call_id, review.objections)

    async def delete(self, ids: Sequence[str]) -> Deletion:
        """Each call for itself: one that cannot be deleted keeps none of the others."""
        deleted: list[DeletedCall] = []
        kept: list[KeptCall] = []
        for call_id in dict.fromkeys(ids):
            try:
                deleted.append(await self._delete(call_id))
            except (NotFound, Conflict) as reason:
                kept.append(KeptCall(call_id, reason.code, reason.message))
            except OSError:
                message = "Its sound could not be removed, so nothing of it was."
                kept.append(KeptCall(call_id, "audio_not_removed", message))
        if deleted:
            self.sweep_soon()
        return Deletion(tuple(deleted), tuple(kept))

    def sweep_soon(self) -> None:
        """Words of deleted calls leave the file, bit by bit, so that a live call waits for none."""
        self._sweep_again = True
        if self._sweeping is None or self._sweeping.done():
            self._sweeping = asyncio.create_task(self._sweep(), name="search index sweep")

    async def swept(self) -> None:
        """Returns once nothing is left of what was deleted."""
        if self._sweeping is not None:
            await self._sweeping

    async def _sweep(self) -> None:
        while self._sweep_again:
            self._sweep_again = False
            begin = left = True
            while left:
                try:
                    async with self._database.write() as connection:
                        left = await search.sweep(connection, begin=begin)
                except StorageTrouble:
                    logger.info("The search index is swept after the next deletion")
                    return
                begin = False
                await asyncio.sleep(_SWEEP_EVERY_S)


def check_tag(text: str) -> str:
    """As it is kept. Raises ``InvalidInput`` (``invalid_tag``)."""
    tag = " ".join(text.split())
    if not 0 < len(tag) <= MAX_TAG or not tag.isprintable():
        raise InvalidInput(f"A tag has 1 to {MAX_TAG} characters.", code="invalid_tag")
    return tag
