"""What language models have cost today, as the logs of the calls tell: a restart of the server
gives nobody a second budget. Calls that were deleted have taken their cost along."""

from datetime import UTC, datetime, time

from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.llm.budget import Ledger, Spend
from salescoach.pipeline.spending import spend_of
from salescoach.rooms.calls.store.spent import model_requests_since


async def ledger_of_today(database: Database, clock: Clock) -> Ledger:
    """Of the day as UTC has it. No call has an account in it yet. Raises ``StorageTrouble``."""
    day = clock.utc().date()
    async with database.read() as connection:
        used = await model_requests_since(connection, datetime.combine(day, time(), UTC))
    return Ledger(day, sum(map(spend_of, used), start=Spend()))
