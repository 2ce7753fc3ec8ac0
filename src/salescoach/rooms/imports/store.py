"""Files on their way into the history: the only place of this room that knows SQL."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.infra.database import UtcDateTime, metadata
from salescoach.infra.one_go import Statements
from salescoach.kit.errors import Conflict
from salescoach.rooms.imports.job import FINAL, Figures, FoundFile, ImportJob, ImportState, Wishes

imports = Table(
    "imports",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("modified_at", UtcDateTime),
    Column("received", BigInteger, nullable=False),
    Column("progress", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("wishes", Text, nullable=False),
    Column("found", Text),
    Column("figures", Text),
    Column("digest", String(64), index=True),
    Column("call_id", String(64), index=True),
    Column("error", String(60)),
    Column("message", Text),
)

_LANDED = ("state", "progress", "figures", "call_id", "error", "message")
_wishes = TypeAdapter(Wishes)
_found = TypeAdapter(FoundFile)
_figures = TypeAdapter(Figures)


async def add(connection: Statements, job: ImportJob) -> None:
    await connection.execute(insert(imports).values(id=job.id, **_columns(job)))


async def change(
    connection: Statements,
    job: ImportJob,
    columns: Collection[str],
    within: Collection[ImportState],
) -> bool:
    """Writes ``columns`` of ``job``, and when it was changed: what others wrote into the rest since
    it was read stays. False, and nothing written, when it is gone or in none of the states
    ``within``."""
    values = _columns(job)
    statement = update(imports).where(imports.c.id == job.id, imports.c.state.in_(within))
    written = {name: values[name] for name in (*columns, "changed_at")}
    return (await connection.execute(statement.values(**written))).rowcount > 0


def landing(job: ImportJob, *, new: bool = False) -> Callable[[Statements], Awaitable[None]]:
    """Puts down ``job`` in the transaction that keeps its call; ``new``: nobody wrote it down yet.
    Raises ``Conflict`` (``import_called_off``), and nothing is kept, when it is not worked on any
    more."""

    async def put(connection: Statements) -> None:
        if new:
            await add(connection, job)
        elif not await change(connection, job, _LANDED, ["working"]):
            raise Conflict("The import was called off.", code="import_called_off")

    return put


async def find(connection: Statements, import_id: str) -> ImportJob | None:
    row = (await connection.execute(select(imports).where(imports.c.id == import_id))).one_or_none()
    return None if row is None else _job(row)


async def newest(connection: AsyncConnection, limit: int) -> list[ImportJob]:
    statement = select(imports).order_by(imports.c.created_at.desc(), imports.c.id).limit(limit)
    return [_job(row) for row in await connection.execute(statement)]


async def in_states(
    connection: AsyncConnection, states: Sequence[ImportState], limit: int | None = None
) -> list[ImportJob]:
    """The oldest first."""
    statement = (
        select(imports)
        .where(imports.c.state.in_(states))
        .order_by(imports.c.created_at, imports.c.id)
        .limit(limit)
    )
    return [_job(row) for row in await connection.execute(statement)]


async def count_unfinished(connection: AsyncConnection) -> int:
    statement = select(func.count()).where(imports.c.state.not_in(FINAL))
    number: int = (await connection.execute(statement)).scalar_one()
    return number


async def same_content(
    connection: AsyncConnection, digest: str, besides: str | None = None
) -> list[ImportJob]:
    """Of the same bytes, whatever became of them, the oldest first; ``besides`` is left out."""
    statement = (
        select(imports)
        .where(imports.c.digest == digest, imports.c.id != (besides or ""))
        .order_by(imports.c.created_at, imports.c.id)
    )
    return [_job(row) for row in await connection.execute(statement)]


async def remove_left(
    connection: AsyncConnection, states: Sequence[ImportState], before: datetime
) -> None:
    """Those that nothing has happened to since then."""
    await connection.execute(
        delete(imports).where(imports.c.state.in_(states), imports.c.changed_at < before)
    )


async def remove(
    connection: AsyncConnection, import_id: str, within: Collection[ImportState]
) -> bool:
    """False, and nothing removed, when it is gone or in none of the states ``within``."""
    statement = delete(imports).where(imports.c.id == import_id, imports.c.state.in_(within))
    return (await connection.execute(statement)).rowcount > 0


def _columns(job: ImportJob) -> dict[str, Any]:
    return {
        "name": job.name,
        "size": job.size,
        "state": job.state,
        "created_at": job.created_at,
        "changed_at": job.changed_at,
        "modified_at": job.modified_at,
        "received": job.received,
        "progress": job.progress,
        "attempts": job.attempts,
        "wishes": _wishes.dump_json(job.wishes).decode(),
        "found": None if job.found is None else _found.dump_json(job.found).decode(),
        "figures": None if job.figures is None else _figures.dump_json(job.figures).decode(),
        "digest": job.digest,
        "call_id": job.call_id,
        "error": job.error,
        "message": job.message,
    }


def _job(row: Row[Any]) -> ImportJob:
    return ImportJob(
        id=row.id,
        name=row.name,
        size=row.size,
        state=row.state,
        created_at=row.created_at,
        changed_at=row.changed_at,
        modified_at=row.modified_at,
        received=row.received,
        progress=row.progress,
        attempts=row.attempts,
        wishes=_wishes.validate_json(row.wishes),
        found=None if row.found is None else _found.validate_json(row.found),
        figures=None if row.figures is None else _figures.validate_json(row.figures),
        digest=row.digest,
        call_id=row.call_id,
        error=row.error,
        message=row.message,
    )
