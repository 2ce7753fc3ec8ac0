"""What other rooms ask about calls that have ended: theirs to take up, nothing is written here."""

from datetime import datetime

from salescoach.infra.database import Database
from salescoach.rooms.calls.store import ended


class EndedCalls:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, moment: datetime | None) -> list[tuple[str, datetime]]:
        """Ids of the calls that ended at ``moment`` or later with when they did, oldest first; all
        for None. Raises ``StorageTrouble``."""
        async with self._database.read() as connection:
            return await ended.ended_since(connection, moment)

    async def until(self, moment: datetime) -> list[str]:
        """Ids of the calls that had ended by ``moment``, oldest first. Raises
        ``StorageTrouble``."""
        async with self._database.read() as connection:
            return await ended.ended_until(connection, moment)
