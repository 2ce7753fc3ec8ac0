"""The row of a user's coaching preferences: the only place of this room that knows SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, String, Table, Text, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.cue import CueKind, CueRule
from salescoach.domain.events import CoachingMode
from salescoach.infra.database import UtcDateTime, metadata

coaching_preferences = Table(
    "coaching_preferences",
    metadata,
    Column("owner", String(60), primary_key=True),
    Column("content", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The user's own word on a script, which goes before what was learned until ``at``."""

    playbook_id: str
    script_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Preferences:
    """Only what the user changed: a cue that is not there is as it comes."""

    mode: CoachingMode | None = None
    early_cards: bool = True
    cues: tuple[tuple[CueKind, CueRule], ...] = ()
    muted: tuple[Decision, ...] = ()
    unmuted: tuple[Decision, ...] = ()


_content = TypeAdapter(Preferences)


async def preferences(connection: AsyncConnection, owner: str) -> Preferences:
    """As they come when nothing was saved."""
    statement = select(coaching_preferences.c.content).where(coaching_preferences.c.owner == owner)
    content: Any = (await connection.execute(statement)).scalar()
    return Preferences() if content is None else _content.validate_json(content)


async def save(
    connection: AsyncConnection, owner: str, changed: Preferences, now: datetime
) -> None:
    await connection.execute(
        delete(coaching_preferences).where(coaching_preferences.c.owner == owner)
    )
    await connection.execute(
        insert(coaching_preferences).values(
            owner=owner, content=_content.dump_json(changed).decode(), saved_at=now
        )
    )
