"""What reviews by language models cost: a row for each job that asked one."""

from datetime import datetime

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.review import Writing
from salescoach.infra.database import UtcDateTime, metadata
from salescoach.llm.budget import Spend
from salescoach.llm.model import Usage

review_spending = Table(
    "review_spending",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("spent_at", UtcDateTime, nullable=False, index=True),
    Column("model", String(200), nullable=False),
    Column("requests", Integer, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("usd", Float, nullable=False),
)


async def book(
    connection: AsyncConnection, job_id: str, call_id: str, now: datetime, writing: Writing
) -> None:
    """Once a job. Raises ``IntegrityError`` when the call is no more."""
    if not writing.requests:
        return
    await connection.execute(
        insert(review_spending).values(
            job_id=job_id,
            call_id=call_id,
            spent_at=now,
            model=writing.model[:200],
            requests=writing.requests,
            prompt_tokens=writing.prompt_tokens,
            cached_tokens=writing.cached_tokens,
            output_tokens=writing.output_tokens,
            estimated=writing.estimated,
            usd=writing.usd,
        )
    )


async def spent_since(connection: AsyncConnection, moment: datetime) -> Spend:
    statement = select(review_spending).where(review_spending.c.spent_at >= moment)
    total = Spend()
    for row in await connection.execute(statement):
        usage = Usage(
            input=row.prompt_tokens - row.cached_tokens,
            cache_read=row.cached_tokens,
            output=row.output_tokens,
            estimated=row.estimated,
        )
        total += Spend(row.requests, usage, row.usd)
    return total
