"""What other rooms ask about reviews that are finished: nothing is written here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from salescoach.infra.database import Database
from salescoach.rooms.review import store
from salescoach.rooms.review.store import StoredReview


class SettledReviews:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, moment: datetime) -> list[tuple[str, datetime]]:
        """Ids of the calls whose review was finished at ``moment`` or later, or given up, with when
        that was, oldest first. Raises ``StorageTrouble``."""
        async with self._database.read() as connection:
            return await store.settled_since(connection, moment)

    async def stored(self, call_ids: Sequence[str]) -> Mapping[str, StoredReview]:
        """By the call's id; calls without a review are left out. Raises ``StorageTrouble``."""
        async with self._database.read() as connection:
            return await store.reviews_of(connection, call_ids)
