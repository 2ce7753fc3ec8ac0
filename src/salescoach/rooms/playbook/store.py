"""The rows of playbooks and their versions: the only place of this room that knows SQL.

A version is written once and never changed. A deleted playbook keeps its versions, since calls name
them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, ForeignKey, Integer, Row, String, Table, Text, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.playbook import Playbook
from salescoach.infra.database import UtcDateTime, metadata

playbooks = Table(
    "playbooks",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("latest", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
)

playbook_versions = Table(
    "playbook_versions",
    metadata,
    Column("playbook_id", ForeignKey(playbooks.c.id, ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("note", Text),
    Column("restored_from", Integer),
    Column("content", Text, nullable=False),
)

playbook_choice = Table(
    "playbook_choice",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("default_id", String(60)),
    Column("under_setting", Text, nullable=False),
    Column("first_run_skipped_at", UtcDateTime),
)

_ONLY = 1
_content = TypeAdapter(Playbook)


@dataclass(frozen=True, slots=True)
class Stored:
    """``saved_at`` is when its latest version was saved."""

    id: str
    latest: int
    saved_at: datetime
    deleted: bool


@dataclass(frozen=True, slots=True)
class Version:
    """``restored_from`` is the version whose content this one took up again."""

    playbook_id: str
    version: int
    saved_at: datetime
    note: str | None
    restored_from: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """``under_setting`` is what the setting PLAYBOOK said when ``default_id`` was chosen."""

    default_id: str | None = None
    under_setting: str = ""
    first_run_skipped_at: datetime | None = None


async def all_playbooks(connection: AsyncConnection) -> list[Stored]:
    """Deleted ones too, in the order they were created."""
    rows = await connection.execute(_stored().order_by(playbooks.c.created_at, playbooks.c.id))
    return [_as_stored(row) for row in rows]


async def playbook(connection: AsyncConnection, playbook_id: str) -> Stored | None:
    rows = await connection.execute(_stored().where(playbooks.c.id == playbook_id))
    row = rows.one_or_none()
    return None if row is None else _as_stored(row)


async def insert_playbook(
    connection: AsyncConnection, content: Playbook, now: datetime, note: str | None
) -> None:
    """``content`` is its first version, under its own ``id`` and ``version``. Raises SQLAlchemy's
    ``IntegrityError`` when the id is taken."""
    await connection.execute(
        insert(playbooks).values(id=content.id, latest=content.version, created_at=now)
    )
    await _insert_version(connection, content, now, note, None)


async def append_version(
    connection: AsyncConnection,
    content: Playbook,
    now: datetime,
    note: str | None,
    restored_from: int | None = None,
) -> bool:
    """``content.version`` follows the latest one. False, and nothing written, when it does not any
    more, or the playbook is gone."""
    moved = await connection.execute(
        update(playbooks)
        .where(
            playbooks.c.id == content.id,
            playbooks.c.latest == content.version - 1,
            playbooks.c.deleted_at.is_(None),
        )
        .values(latest=content.version)
    )
    if moved.rowcount != 1:
        return False
    await _insert_version(connection, content, now, note, restored_from)
    return True


async def versions(connection: AsyncConnection, playbook_id: str) -> list[Version]:
    """Newest first."""
    table = playbook_versions.c
    rows = await connection.execute(
        select(table.playbook_id, table.version, table.saved_at, table.note, table.restored_from)
        .where(table.playbook_id == playbook_id)
        .order_by(table.version.desc())
    )
    return [Version(*row) for row in rows]


async def content(connection: AsyncConnection, playbook_id: str, version: int) -> Playbook | None:
    """Also of a playbook that was deleted."""
    text = await connection.execute(
        select(playbook_versions.c.content).where(
            playbook_versions.c.playbook_id == playbook_id, playbook_versions.c.version == version
        )
    )
    found = text.scalar()
    return None if found is None else _content.validate_json(found)


async def set_deleted(
    connection: AsyncConnection, playbook_id: str, deleted_at: datetime | None
) -> None:
    await connection.execute(
        update(playbooks).where(playbooks.c.id == playbook_id).values(deleted_at=deleted_at)
    )


async def choice(connection: AsyncConnection) -> Choice:
    table = playbook_choice.c
    found = await connection.execute(
        select(table.default_id, table.under_setting, table.first_run_skipped_at).where(
            table.id == _ONLY
        )
    )
    row = found.one_or_none()
    return Choice() if row is None else Choice(*row)


async def set_choice(connection: AsyncConnection, chosen: Choice) -> None:
    values = {
        "default_id": chosen.default_id,
        "under_setting": chosen.under_setting,
        "first_run_skipped_at": chosen.first_run_skipped_at,
    }
    changed = await connection.execute(
        update(playbook_choice).where(playbook_choice.c.id == _ONLY).values(values)
    )
    if changed.rowcount == 0:
        await connection.execute(insert(playbook_choice).values(id=_ONLY, **values))


async def _insert_version(
    connection: AsyncConnection,
    content: Playbook,
    now: datetime,
    note: str | None,
    restored_from: int | None,
) -> None:
    await connection.execute(
        insert(playbook_versions).values(
            playbook_id=content.id,
            version=content.version,
            saved_at=now,
            note=note,
            restored_from=restored_from,
            content=_content.dump_json(content).decode(),
        )
    )


def _stored() -> Any:
    latest = playbook_versions
    return select(
        playbooks.c.id, playbooks.c.latest, latest.c.saved_at, playbooks.c.deleted_at
    ).join(
        latest,
        (latest.c.playbook_id == playbooks.c.id) & (latest.c.version == playbooks.c.latest),
    )


def _as_stored(row: Row[Any]) -> Stored:
    return Stored(row.id, row.latest, row.saved_at, row.deleted_at is not None)
