"""Reviews, what is pending of them and the rubric: the only place of this room that knows SQL."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.review import Review, Weights
from salescoach.infra.database import UtcDateTime, metadata
from salescoach.pipeline.review.rubric import DEFAULT_WEIGHTS

JobState = Literal["pending", "running", "refining", "done", "failed"]
"""``refining``: the counted review is there, and a language model reads the call."""
AT_WORK: frozenset[JobState] = frozenset({"pending", "running", "refining"})
KNOWN_AT_ONCE = 500
TOLD_LAYOUT = 1
"""Of what the history is told of a review; a higher number has it told of every one anew."""
UNTOLD = -1
"""The rubric version of a review that the history has not been told of."""

reviews = Table(
    "reviews",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("rubric_version", Integer, nullable=False),
    Column("told_layout", Integer, nullable=False, server_default="0"),
)
Index(None, reviews.c.rubric_version, reviews.c.told_layout, reviews.c.call_id)
review_jobs = Table(
    "review_jobs",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("by_user", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("error", String(60)),
)
review_rubric = Table(
    "review_rubric",
    metadata,
    Column("owner", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Job:
    """``by_user``: somebody asked for it. ``attempts``: of what its state says. ``error``: the code
    of its last failure."""

    call_id: str
    id: str
    state: JobState
    by_user: bool
    attempts: int
    asked_at: datetime
    not_before: datetime
    finished_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class StoredReview:
    """``rubric_version``: the weights that the call's score in the history was made with."""

    call_id: str
    review: Review
    made_at: datetime
    rubric_version: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """``version`` 0: as it comes."""

    version: int = 0
    weights: Weights = field(default_factory=lambda: DEFAULT_WEIGHTS)


_review = TypeAdapter(Review)


async def review_of(connection: AsyncConnection, call_id: str) -> StoredReview | None:
    statement = select(reviews).where(reviews.c.call_id == call_id)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _stored(row)


async def reviews_of(
    connection: AsyncConnection, call_ids: Sequence[str]
) -> dict[str, StoredReview]:
    """By the call's id, those that there are."""
    statement = select(reviews).where(reviews.c.call_id.in_(call_ids))
    return {row.call_id: _stored(row) for row in await connection.execute(statement)}


async def save_review(connection: AsyncConnection, stored: StoredReview) -> None:
    """In the place of an earlier one. Raises ``IntegrityError`` when the call is no more."""
    await connection.execute(delete(reviews).where(reviews.c.call_id == stored.call_id))
    await connection.execute(
        insert(reviews).values(
            call_id=stored.call_id,
            content=_review.dump_json(stored.review).decode(),
            made_at=stored.made_at,
            rubric_version=stored.rubric_version,
        )
    )


async def put_beside(connection: AsyncConnection, *, stored: StoredReview | None, job: Job) -> None:
    """What belongs to a call that is put down in the same transaction."""
    await put_job(connection, job)
    if stored is not None:
        await save_review(connection, stored)


async def scored_otherwise(
    connection: AsyncConnection, version: int, limit: int
) -> list[StoredReview]:
    """Reviews whose score was made with other weights than those of ``version``, or of which the
    history knows less than it asks for by now."""
    columns = reviews.c
    stale = or_(columns.rubric_version != version, columns.told_layout != TOLD_LAYOUT)
    # An index alone tells which: reviews are long, and this is asked every few seconds.
    known = select(columns.call_id).where(stale).limit(limit)
    statement = select(reviews).where(columns.call_id.in_(known))
    return [_stored(row) for row in await connection.execute(statement)]


async def note_told(
    connection: AsyncConnection, told: Sequence[StoredReview], version: int
) -> None:
    """The history was told of ``told``, scored with the weights of ``version``. A review that has
    taken the place of one of them meanwhile is to be told anew, for what it was told came last."""
    if not told:
        return
    is_told = reviews.c.made_at == bindparam("told_at")
    await connection.execute(
        update(reviews)
        .where(reviews.c.call_id == bindparam("told_id"))
        .values(rubric_version=case((is_told, version), else_=UNTOLD), told_layout=TOLD_LAYOUT),
        [{"told_id": each.call_id, "told_at": each.made_at} for each in told],
    )


async def job_of(connection: AsyncConnection, call_id: str) -> Job | None:
    statement = select(review_jobs).where(review_jobs.c.call_id == call_id)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _job(row)


async def put_job(connection: AsyncConnection, job: Job) -> bool:
    """In the place of the call's earlier job. False when the call is no more."""
    try:
        # A savepoint: what fails inside must not end the transaction it stands in.
        async with connection.begin_nested():
            await connection.execute(
                delete(review_jobs).where(review_jobs.c.call_id == job.call_id)
            )
            await connection.execute(
                insert(review_jobs).values(
                    call_id=job.call_id,
                    job_id=job.id,
                    state=job.state,
                    by_user=job.by_user,
                    attempts=job.attempts,
                    asked_at=job.asked_at,
                    not_before=job.not_before,
                    finished_at=job.finished_at,
                    error=job.error,
                )
            )
    except IntegrityError:
        return False
    return True


async def without_job(connection: AsyncConnection, call_ids: Sequence[str]) -> list[str]:
    """Those of ``call_ids`` nobody has asked for yet, in their order."""
    known: set[str] = set()
    for start in range(0, len(call_ids), KNOWN_AT_ONCE):
        part = call_ids[start : start + KNOWN_AT_ONCE]
        statement = select(review_jobs.c.call_id).where(review_jobs.c.call_id.in_(part))
        known.update((await connection.execute(statement)).scalars())
    return [call_id for call_id in call_ids if call_id not in known]


async def jobs_by_state(connection: AsyncConnection) -> dict[str, int]:
    """How many are not done, by their state."""
    statement = (
        select(review_jobs.c.state, func.count().label("number"))
        .where(review_jobs.c.state != "done")
        .group_by(review_jobs.c.state)
    )
    return {row.state: row.number for row in await connection.execute(statement)}


async def next_job(connection: AsyncConnection, now: datetime) -> Job | None:
    """What somebody asked for first, then the newest call."""
    statement = (
        select(review_jobs)
        .where(review_jobs.c.state == "pending", review_jobs.c.not_before <= now)
        .order_by(review_jobs.c.by_user.desc(), review_jobs.c.call_id.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _job(row)


async def next_to_refine(connection: AsyncConnection) -> Job | None:
    """In the order of ``next_job``."""
    statement = (
        select(review_jobs)
        .where(review_jobs.c.state == "refining")
        .order_by(review_jobs.c.by_user.desc(), review_jobs.c.call_id.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _job(row)


async def settled_since(
    connection: AsyncConnection, moment: datetime
) -> list[tuple[str, datetime]]:
    """Calls whose job is over, with when that was, oldest first."""
    columns = review_jobs.c
    statement = (
        select(columns.call_id, columns.finished_at)
        .where(columns.state.in_(["done", "failed"]), columns.finished_at >= moment)
        .order_by(columns.finished_at, columns.call_id)
    )
    return [(row.call_id, row.finished_at) for row in await connection.execute(statement)]


async def left_running(connection: AsyncConnection) -> list[Job]:
    """Jobs that a server which is no more was at."""
    statement = select(review_jobs).where(review_jobs.c.state == "running")
    return [_job(row) for row in await connection.execute(statement)]


async def rubric(connection: AsyncConnection, owner: str) -> Rubric:
    statement = select(review_rubric).where(review_rubric.c.owner == owner)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return Rubric()
    return Rubric(row.version, {**DEFAULT_WEIGHTS, **json.loads(row.content)})


async def save_rubric(
    connection: AsyncConnection, owner: str, weights: Weights, now: datetime
) -> Rubric:
    before = await rubric(connection, owner)
    changed = replace(before, version=before.version + 1, weights=weights)
    await connection.execute(delete(review_rubric).where(review_rubric.c.owner == owner))
    await connection.execute(
        insert(review_rubric).values(
            owner=owner,
            version=changed.version,
            content=json.dumps(dict(weights)),
            saved_at=now,
        )
    )
    return changed


def _stored(row: Row[Any]) -> StoredReview:
    return StoredReview(
        row.call_id, _review.validate_json(row.content), row.made_at, row.rubric_version
    )


def _job(row: Row[Any]) -> Job:
    return Job(
        row.call_id,
        row.job_id,
        row.state,
        row.by_user,
        row.attempts,
        row.asked_at,
        row.not_before,
        row.finished_at,
        row.error,
    )
