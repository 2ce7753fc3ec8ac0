"""Lets the chosen language model write what it can better, once the counted review is there.

It works beside the worker: a model takes minutes over a long call, and the counted reviews of other
calls need not wait for it. What it has to do stands in the database.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from loguru import logger

from salescoach.domain.review import Outcome, Review
from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.kit.errors import NotFound, SalesCoachError
from salescoach.llm.shelf import ModelShelf
from salescoach.pipeline.analyst.analyst import Analyst
from salescoach.pipeline.review.write import write_review
from salescoach.rooms.review import store
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.spent_store import book
from salescoach.rooms.review.store import Job, StoredReview

LOOK_EVERY_S = 2.0
TRIES = 3
"""So often a review that a crash cut off is taken up again."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Requests to the model that are done, of how many there will be."""

    done: int
    total: int


def _nobody_waits() -> None:
    return


class Refiner:
    """``told`` is called after each review that was changed."""

    def __init__(
        self,
        database: Database,
        material: Material,
        shelf: ModelShelf,
        clock: Clock,
    ) -> None:
        self._database = database
        self._material = material
        self._shelf = shelf
        self._clock = clock
        self.told: Callable[[], None] = _nobody_waits
        self._awake = asyncio.Event()
        self._progress: dict[str, Progress] = {}

    def wake(self) -> None:
        """There is something new to do."""
        self._awake.set()

    def progress(self, call_id: str) -> Progress | None:
        """None while the model is not at this call."""
        return self._progress.get(call_id)

    @property
    def at_work(self) -> bool:
        """Whether a model is asked just now."""
        return bool(self._progress)

    async def wants(self, review: Review) -> bool:
        """Whether a model is chosen and has something to read."""
        return (
            review.outcome is not Outcome.NO_CONVERSATION
            and await self._shelf.for_call() is not None
        )

    async def run(self) -> None:
        """Never returns."""
        while True:
            self._awake.clear()
            try:
                await self.work_off()
            except StorageTrouble as trouble:
                logger.warning("Reviews by a model wait for storage: {}", trouble.reason)
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._awake.wait()
            except TimeoutError:
                pass

    async def work_off(self) -> None:
        """Everything that can be done now, one call after the other."""
        while True:
            async with self._database.read() as connection:
                job = await store.next_to_refine(connection)
            if job is None:
                return
            await self._refine(job)

    async def work_on(self, call_id: str) -> None:
        """What is to be done of this call and no other."""
        async with self._database.read() as connection:
            job = await store.job_of(connection, call_id)
        if job is not None and job.state == "refining":
            await self._refine(job)

    async def _refine(self, job: Job) -> None:
        job = replace(job, attempts=job.attempts + 1)
        async with self._database.write() as connection:
            if not await store.put_job(connection, job):
                return
        review: Review | None = None
        error = "interrupted"
        try:
            if job.attempts <= TRIES:
                review, error = await self._written(job.call_id)
        except StorageTrouble:
            raise
        except NotFound:
            # Deleted meanwhile; its job went with it.
            return
        except Exception as failure:  # noqa: BLE001 - one call's trouble must not stop the others
            logger.opt(exception=failure).error("Call {} could not be refined", job.call_id)
            code = failure.code if isinstance(failure, SalesCoachError) else type(failure).__name__
            error = code[:60]
        finally:
            self._progress.pop(job.call_id, None)
        await self._keep(job, review, error)

    async def _written(self, call_id: str) -> tuple[Review, str]:
        """The review, and the code of what failed; empty for nothing."""
        record, playbook = await self._material.of(call_id)
        counted = await asyncio.to_thread(write_review, record, playbook)
        model = await self._shelf.for_call()
        if model is None:
            return counted, ""

        def tell(done: int, total: int) -> None:
            self._progress[call_id] = Progress(done, total)

        tell(0, 1)
        review = await Analyst(model, record, playbook, counted, tell).review()
        fault = review.writing.fault if review.writing is not None else None
        return review, "" if fault is None else f"model_{fault}"

    async def _keep(self, job: Job, review: Review | None, error: str) -> None:
        now = self._clock.utc()
        done = replace(job, state="done", finished_at=now, error=error or None)
        async with self._database.write() as connection:
            if not await store.put_job(connection, done):
                return
            before = await store.review_of(connection, job.call_id)
            if review is not None:
                if review.writing is not None:
                    await book(connection, job.id, job.call_id, now, review.writing)
                if before is None or not _is_worth_less(review, before.review):
                    stored = StoredReview(job.call_id, review, now, store.UNTOLD)
                    await store.save_review(connection, stored)
        logger.info("Call {} read by a model ({})", job.call_id, error or "ok")
        self.told()


def _is_worth_less(review: Review, before: Review) -> bool:
    """A try that failed takes nothing away: what a model wrote of these very words stays."""
    return (
        review.source == "local"
        and before.source != "local"
        and before.read_until >= review.read_until
    )
