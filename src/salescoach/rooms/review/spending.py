"""What reviews by language models have cost. Deleted calls have taken their cost along."""

from datetime import datetime

from salescoach.infra.database import Database
from salescoach.llm.budget import Spend
from salescoach.rooms.review.spent_store import spent_since


async def reviews_since(database: Database, moment: datetime) -> Spend:
    """Raises ``StorageTrouble``."""
    async with database.read() as connection:
        return await spent_since(connection, moment)
