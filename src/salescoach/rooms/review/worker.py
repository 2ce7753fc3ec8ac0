"""Reviews ended calls in the background. The queue is the database: an ended call without a job is
taken up, a job that was left by a crash is begun again, and what fails is tried again.

Live calls go first: while there are any, long rests lie between two reviews.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from loguru import logger

from salescoach.domain.call import CallRecord
from salescoach.domain.playbook import Playbook
from salescoach.domain.review import Review
from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.kit.errors import NotFound, SalesCoachError
from salescoach.kit.ids import new_id
from salescoach.pipeline.review.rubric import score
from salescoach.pipeline.review.write import write_review
from salescoach.rooms.review import store
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.refiner import Refiner
from salescoach.rooms.review.service import OWNER
from salescoach.rooms.review.store import Job, Rubric, StoredReview

TRIES = 3
TRY_AGAIN_S = 2.0
"""Twice as long after each failure."""
LOOK_EVERY_S = 2.0
REST_BESIDE_CALLS = 5.0
"""In times of what a review took."""
OVERLAP = timedelta(seconds=30)
"""Calls may be stored in another order than they ended."""
RESCORED_AT_ONCE = 100

NoteReview = Callable[[str, Review, float | None], Awaitable[None]]
"""Tells the history how a call went and scored. Raises ``NotFound`` when it is no more."""
Write = Callable[[CallRecord, Playbook], Review]


class Ended(Protocol):
    async def since(self, moment: datetime | None) -> Sequence[tuple[str, datetime]]: ...


class ReviewWorker:
    def __init__(
        self,
        database: Database,
        ended: Ended,
        material: Material,
        clock: Clock,
        note: NoteReview,
        *,
        beside_calls: Callable[[], bool] = lambda: False,
        write: Write = write_review,
        refiner: Refiner | None = None,
    ) -> None:
        self._database = database
        self._ended = ended
        self._material = material
        self._clock = clock
        self._note = note
        self._beside_calls = beside_calls
        self._write = write
        self._refiner = refiner
        self._awake = asyncio.Event()
        self._seen_until: datetime | None = None
        self.on_reviewed: Callable[[], None] = lambda: None
        """Told after each review."""

    def wake(self) -> None:
        """There is something new to do."""
        self._awake.set()

    async def run(self) -> None:
        """Never returns."""
        left: str | None = "interrupted"
        while True:
            self._awake.clear()
            try:
                if left is not None:
                    await self.recover(left)
                    left = None
                await self.work_off()
            except StorageTrouble as trouble:
                logger.warning("Reviews wait for storage: {}", trouble.reason)
                left = trouble.code
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._awake.wait()
            except TimeoutError:
                pass

    async def by_state(self) -> dict[str, int]:
        """Reviews that are not done. Raises ``StorageTrouble``."""
        async with self._database.read() as connection:
            return await store.jobs_by_state(connection)

    async def recover(self, why: str = "interrupted") -> None:
        """What was being reviewed when the server stopped, or storage failed, is pending again.
        A call that brought the server down three times is left alone."""
        async with self._database.write() as connection:
            for job in await store.left_running(connection):
                await store.put_job(connection, self._again(job, why))

    async def work_off(self) -> None:
        """Everything that can be done now."""
        await self._take_up()
        await self._rescore()
        while True:
            async with self._database.read() as connection:
                job = await store.next_job(connection, self._clock.utc())
            if job is None:
                return
            began = time.monotonic()
            await self._review(job)
            took = time.monotonic() - began
            await asyncio.sleep(took * REST_BESIDE_CALLS if self._beside_calls() else 0)

    async def work_on(self, call_id: str) -> None:
        """What is pending of this call and no other; cut off, it is pending again."""
        async with self._database.read() as connection:
            job = await store.job_of(connection, call_id)
        if job is None or job.state != "pending" or job.not_before > self._clock.utc():
            return
        try:
            await self._review(job)
        except asyncio.CancelledError:
            async with self._database.write() as connection:
                now = await store.job_of(connection, call_id)
                if now is not None and now.state == "running":
                    await store.put_job(connection, job)
            raise

    async def _take_up(self) -> None:
        """Every ended call that nobody asked for has a job from now on."""
        since = None if self._seen_until is None else self._seen_until - OVERLAP
        ended = await self._ended.since(since)
        if not ended:
            return
        async with self._database.read() as connection:
            fresh = await store.without_job(connection, [call_id for call_id, _ in ended])
        if fresh:
            now = self._clock.utc()
            async with self._database.write() as connection:
                for call_id in fresh:
                    job = Job(call_id, new_id("job"), "pending", False, 0, now, now)
                    await store.put_job(connection, job)
        # A call that ends later than now, as a moved clock or a file has it, hides none before it.
        self._seen_until = min(ended[-1][1], self._clock.utc())

    async def _rescore(self) -> None:
        """New weights give every call a new score, and what the history has to know by now it is
        told of every review."""
        async with self._database.read() as connection:
            rubric = await store.rubric(connection, OWNER)
        while True:
            async with self._database.read() as connection:
                found = await store.scored_otherwise(connection, rubric.version, RESCORED_AT_ONCE)
            if not found:
                return
            await self._tell(found, rubric)

    async def _review(self, job: Job) -> None:
        running = replace(job, state="running", attempts=job.attempts + 1)
        async with self._database.write() as connection:
            await store.put_job(connection, running)
        try:
            record, playbook = await self._material.of(job.call_id)
            # A long call takes a good part of a second: live calls need the loop.
            review = await asyncio.to_thread(self._write, record, playbook)
            stored = StoredReview(job.call_id, review, self._clock.utc(), store.UNTOLD)
            if not await self._keep(running, stored):
                return
            async with self._database.read() as connection:
                rubric = await store.rubric(connection, OWNER)
                kept = await store.reviews_of(connection, [job.call_id])
            await self._tell(list(kept.values()), rubric)
            logger.info("Call {} reviewed", job.call_id)
            self.on_reviewed()
        except StorageTrouble:
            raise
        except NotFound:
            # Deleted meanwhile; its job went with it.
            return
        except Exception as error:  # noqa: BLE001 - one call's trouble must not stop the others
            code = error.code if isinstance(error, SalesCoachError) else type(error).__name__
            logger.opt(exception=error).error("Call {} could not be reviewed", job.call_id)
            async with self._database.write() as connection:
                await store.put_job(connection, self._again(running, code[:60]))

    async def _keep(self, running: Job, stored: StoredReview) -> bool:
        """False when the call is no more. What a model is about to write again stays until then."""
        refiner = self._refiner
        refined = refiner is not None and await refiner.wants(stored.review)
        next_ = replace(running, state="refining", attempts=0, error=None)
        if not refined:
            next_ = replace(running, state="done", finished_at=self._clock.utc(), error=None)
        async with self._database.write() as connection:
            if not await store.put_job(connection, next_):
                return False
            before = await store.review_of(connection, running.call_id) if refined else None
            if before is None or before.review.source == "local":
                await store.save_review(connection, stored)
        if refiner is not None and refined:
            refiner.wake()
        return True

    async def _tell(self, found: Sequence[StoredReview], rubric: Rubric) -> None:
        """What is stored, and nothing else, is what the history knows."""
        for each in found:
            try:
                points = score(each.review.parts, rubric.weights)
                await self._note(each.call_id, each.review, points)
            except NotFound:
                continue
        async with self._database.write() as connection:
            await store.note_told(connection, found, rubric.version)

    def _again(self, job: Job, code: str) -> Job:
        now = self._clock.utc()
        if job.attempts >= TRIES:
            return replace(job, state="failed", finished_at=now, error=code)
        wait = timedelta(seconds=TRY_AGAIN_S * 2**job.attempts)
        return replace(job, state="pending", not_before=now + wait, error=code)
