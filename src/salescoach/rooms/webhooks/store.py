"""The webhook and its deliveries: the only place of this room that knows SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.infra.database import UtcDateTime, metadata

Content = Literal["everything", "review"]
DeliveryState = Literal["pending", "delivered", "given_up", "cancelled"]
"""``cancelled``: the address changed, or was deleted, before the call was taken."""
KNOWN_AT_ONCE = 500

webhooks = Table(
    "webhooks",
    metadata,
    Column("owner", String(60), primary_key=True),
    Column("url", Text, nullable=False),
    Column("content", String(20), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("since", UtcDateTime),
    Column("saved_at", UtcDateTime, nullable=False),
)
deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime),
    Column("status", Integer),
    Column("answer", Text),
)
Index(None, deliveries.c.call_id, unique=True)
Index(None, deliveries.c.state, deliveries.c.not_before)


@dataclass(frozen=True, slots=True)
class Webhook:
    """``sealed``: the secret. ``since``: calls that were reviewed then or later are sent; None
    while it is switched off."""

    url: str
    content: Content
    sealed: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """``status`` and ``answer`` are the receiver's last, None before the first attempt and where
    there was none."""

    id: str
    call_id: str
    state: DeliveryState
    attempts: int
    queued_at: datetime
    not_before: datetime
    last_at: datetime | None = None
    status: int | None = None
    answer: str | None = None


async def webhook(connection: AsyncConnection, owner: str) -> Webhook | None:
    statement = select(webhooks).where(webhooks.c.owner == owner)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else Webhook(row.url, row.content, row.sealed, row.since)


async def put_webhook(
    connection: AsyncConnection, owner: str, changed: Webhook, now: datetime
) -> None:
    """What waits was meant for the address of before: with another one it is cancelled."""
    before = await webhook(connection, owner)
    if before is None or before.url != changed.url:
        await _cancel_waiting(connection)
    await connection.execute(delete(webhooks).where(webhooks.c.owner == owner))
    await connection.execute(
        insert(webhooks).values(
            owner=owner,
            url=changed.url,
            content=changed.content,
            sealed=changed.sealed,
            since=changed.since,
            saved_at=now,
        )
    )


async def delete_webhook(connection: AsyncConnection, owner: str) -> None:
    """What waits is cancelled with it."""
    await _cancel_waiting(connection)
    await connection.execute(delete(webhooks).where(webhooks.c.owner == owner))


async def _cancel_waiting(connection: AsyncConnection) -> None:
    waiting = update(deliveries).where(deliveries.c.state == "pending")
    await connection.execute(waiting.values(state="cancelled"))


async def not_queued(connection: AsyncConnection, call_ids: Sequence[str]) -> list[str]:
    """Those of ``call_ids`` that have no delivery, in their order."""
    known: set[str] = set()
    for start in range(0, len(call_ids), KNOWN_AT_ONCE):
        part = call_ids[start : start + KNOWN_AT_ONCE]
        statement = select(deliveries.c.call_id).where(deliveries.c.call_id.in_(part))
        known.update((await connection.execute(statement)).scalars())
    return [call_id for call_id in call_ids if call_id not in known]


async def add_delivery(connection: AsyncConnection, added: Delivery) -> bool:
    """False when the call is no more."""
    try:
        await connection.execute(insert(deliveries).values(_values(added)))
    except IntegrityError:
        return False
    return True


async def put_delivery(
    connection: AsyncConnection, changed: Delivery, *, was: DeliveryState = "pending"
) -> bool:
    """False when it is not ``was`` any more: its call was deleted, or it was cancelled."""
    result = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == changed.id, deliveries.c.state == was)
        .values(_values(changed))
    )
    return result.rowcount == 1


async def delivery(connection: AsyncConnection, delivery_id: str) -> Delivery | None:
    statement = select(deliveries).where(deliveries.c.id == delivery_id)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _delivery(row)


async def next_delivery(connection: AsyncConnection, now: datetime) -> Delivery | None:
    """What has waited longest of what is due."""
    statement = (
        select(deliveries)
        .where(deliveries.c.state == "pending", deliveries.c.not_before <= now)
        .order_by(deliveries.c.not_before, deliveries.c.id)
        .limit(1)
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _delivery(row)


async def newest_deliveries(connection: AsyncConnection, limit: int) -> list[Delivery]:
    statement = (
        select(deliveries)
        .order_by(deliveries.c.queued_at.desc(), deliveries.c.id.desc())
        .limit(limit)
    )
    return [_delivery(row) for row in await connection.execute(statement)]


def _values(each: Delivery) -> dict[str, Any]:
    return {
        "id": each.id,
        "call_id": each.call_id,
        "state": each.state,
        "attempts": each.attempts,
        "queued_at": each.queued_at,
        "not_before": each.not_before,
        "last_at": each.last_at,
        "status": each.status,
        "answer": each.answer,
    }


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        row.id,
        row.call_id,
        row.state,
        row.attempts,
        row.queued_at,
        row.not_before,
        row.last_at,
        row.status,
        row.answer,
    )
