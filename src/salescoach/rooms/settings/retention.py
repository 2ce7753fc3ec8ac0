"""How long calls and their sound are kept, as chosen."""

from salescoach.domain.retention import MOST_DAYS, Retention
from salescoach.infra.changeable import WrongSetting
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.rooms.settings import chosen_store
from salescoach.rooms.settings.service import OWNER


class RetentionService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self) -> Retention:
        async with self._database.read() as connection:
            return await chosen_store.retention(connection, OWNER)

    async def put(self, chosen: Retention) -> Retention:
        """Raises ``WrongSetting``."""
        for name, days in (("sound_days", chosen.sound_days), ("call_days", chosen.call_days)):
            if days is not None and not 1 <= days <= MOST_DAYS:
                raise WrongSetting(name, f"Between 1 and {MOST_DAYS:,} days, or none for ever.")
        async with self._database.write() as connection:
            await chosen_store.save_retention(connection, OWNER, chosen, self._clock.utc())
        return chosen
