"""What other rooms ask about reviews that are finished: nothing is written here."""

from datetime import datetime

from salescoach.infra.database import Database
from salescoach.rooms.review import store


class SettledReviews:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, moment: datetime) -> list[tuple[str, datetime]]:
        """Ids of the calls whose review was finished at ``moment`` or later, or given up, with when
        that was, oldest first. Raises ``StorageTrouble``."""
        async with self._database.read() as connection:
            return await store.settled_since(connection, moment)
