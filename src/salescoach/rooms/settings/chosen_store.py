"""The rows of what was chosen and of sealed keys: SQL, and nothing that could open a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import Column, String, Table, Text, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.privacy import Privacy
from salescoach.domain.retention import Retention
from salescoach.infra.database import UtcDateTime, metadata

chosen_settings = Table(
    "chosen_settings",
    metadata,
    Column("owner", String(60), primary_key=True),
    Column("topic", String(20), primary_key=True),
    Column("content", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)
engine_keys = Table(
    "engine_keys",
    metadata,
    Column("owner", String(60), primary_key=True),
    Column("engine", String(30), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("last_four", String(4), nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)

Values = Mapping[str, str | int | float | bool]
"""Setting by its name, only those that were chosen."""

_Topic = Literal["engines", "privacy", "retention"]
_values: TypeAdapter[dict[str, str | int | float | bool]] = TypeAdapter(
    dict[str, str | int | float | bool]
)
_privacy = TypeAdapter(Privacy)
_retention = TypeAdapter(Retention)


@dataclass(frozen=True, slots=True)
class SealedKey:
    """``last_four`` of its characters, to know it by."""

    sealed: str
    last_four: str


async def values(connection: AsyncConnection, owner: str) -> Values:
    content = await _content(connection, owner, "engines")
    return {} if content is None else _values.validate_json(content)


async def save_values(
    connection: AsyncConnection, owner: str, chosen: Values, now: datetime
) -> None:
    await _save(connection, owner, "engines", _values.dump_json(dict(chosen)).decode(), now)


async def privacy(connection: AsyncConnection, owner: str) -> Privacy:
    """As it comes when nothing was saved."""
    content = await _content(connection, owner, "privacy")
    return Privacy() if content is None else _privacy.validate_json(content)


async def save_privacy(
    connection: AsyncConnection, owner: str, chosen: Privacy, now: datetime
) -> None:
    await _save(connection, owner, "privacy", _privacy.dump_json(chosen).decode(), now)


async def retention(connection: AsyncConnection, owner: str) -> Retention:
    """As it comes when nothing was saved."""
    content = await _content(connection, owner, "retention")
    return Retention() if content is None else _retention.validate_json(content)


async def save_retention(
    connection: AsyncConnection, owner: str, chosen: Retention, now: datetime
) -> None:
    await _save(connection, owner, "retention", _retention.dump_json(chosen).decode(), now)


async def keys(connection: AsyncConnection, owner: str) -> dict[str, SealedKey]:
    """By the engine's name."""
    columns = engine_keys.c
    statement = select(columns.engine, columns.sealed, columns.last_four)
    rows = await connection.execute(statement.where(columns.owner == owner))
    return {row.engine: SealedKey(row.sealed, row.last_four) for row in rows}


async def save_key(
    connection: AsyncConnection, owner: str, engine: str, key: SealedKey, now: datetime
) -> None:
    await delete_key(connection, owner, engine)
    await connection.execute(
        insert(engine_keys).values(
            owner=owner, engine=engine, sealed=key.sealed, last_four=key.last_four, saved_at=now
        )
    )


async def delete_key(connection: AsyncConnection, owner: str, engine: str) -> None:
    columns = engine_keys.c
    await connection.execute(
        delete(engine_keys).where(columns.owner == owner, columns.engine == engine)
    )


async def _content(connection: AsyncConnection, owner: str, topic: _Topic) -> Any:
    columns = chosen_settings.c
    statement = select(columns.content).where(columns.owner == owner, columns.topic == topic)
    return (await connection.execute(statement)).scalar()


async def _save(
    connection: AsyncConnection, owner: str, topic: _Topic, content: str, now: datetime
) -> None:
    columns = chosen_settings.c
    await connection.execute(
        delete(chosen_settings).where(columns.owner == owner, columns.topic == topic)
    )
    await connection.execute(
        insert(chosen_settings).values(owner=owner, topic=topic, content=content, saved_at=now)
    )
