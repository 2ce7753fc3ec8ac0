"""The brief on a customer, and promises that are done with."""

from dataclasses import dataclass
from datetime import date

from salescoach.domain.review import Review
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.errors import NotFound
from salescoach.pipeline.time_zones import zone_of
from salescoach.rooms.calls.errors import call_not_found
from salescoach.rooms.customers import store
from salescoach.rooms.customers.brief import Brief, Choice, PastCall, brief_of, same_customer
from salescoach.rooms.customers.names import person_key
from salescoach.rooms.review.service import ReviewService

LAST_CALLS = 5
"""Promises and objections of earlier calls have had their time."""


@dataclass(frozen=True, slots=True)
class Known:
    """``brief`` None: nobody of that name was called, or it may be one of ``choices``."""

    brief: Brief | None
    choices: tuple[Choice, ...]
    today: date


class CustomerService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, database: Database, reviews: ReviewService, clock: Clock) -> None:
        self._database = database
        self._reviews = reviews
        self._clock = clock

    async def known(
        self, name: str, company: str | None = None, time_zone: str | None = None
    ) -> Known:
        """``time_zone``: where the salesperson is, as an IANA name, so that a promise is overdue
        by their day; the machine's own for one that nobody knows."""
        today = self._clock.utc().astimezone(zone_of(time_zone)).date()
        words = person_key(name).split()
        if not words:
            return Known(None, (), today)
        async with self._database.read() as connection:
            found = await store.calls_with_words(connection, words)
        calls, choices = same_customer(found, name, company)
        if not calls:
            return Known(None, choices, today)
        last = calls[:LAST_CALLS]
        async with self._database.read() as connection:
            kept = await store.kept(connection, [call.call_id for call in last])
        return Known(brief_of(calls, await self._reviewed(last), kept), (), today)

    async def set_kept(self, call_id: str, promise: str, *, kept: bool) -> None:
        """Raises ``NotFound`` (``call_not_found``)."""
        async with self._database.write() as connection:
            if not kept:
                await store.let_go(connection, call_id, promise)
            elif not await store.keep(connection, call_id, promise, self._clock.utc()):
                raise call_not_found(call_id)

    async def _reviewed(self, calls: tuple[PastCall, ...]) -> list[tuple[PastCall, Review]]:
        found: list[tuple[PastCall, Review]] = []
        for call in calls:
            try:
                analysis = await self._reviews.made(call.call_id)
            except NotFound:
                # Deleted meanwhile.
                continue
            if analysis is not None and analysis.stored is not None:
                found.append((call, analysis.stored.review))
        return found
