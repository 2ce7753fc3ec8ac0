"""What language models have cost today, live and for reviews: a restart of the server gives nobody
a second budget."""

from dataclasses import replace
from datetime import UTC, datetime, time

from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.llm.budget import Ledger
from salescoach.rooms.calls.spending import ledger_of_today
from salescoach.rooms.review.spending import reviews_since


async def spent_today(database: Database, clock: Clock) -> Ledger:
    """Of the day as UTC has it. Raises ``StorageTrouble``."""
    ledger = await ledger_of_today(database, clock)
    on_reviews = await reviews_since(database, datetime.combine(ledger.day, time(), UTC))
    return replace(ledger, today=ledger.today + on_reviews)
