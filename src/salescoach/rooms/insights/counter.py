"""Counts reviewed calls in the background: those reviewed just now, and once all that were before.

The queue is the database: a reviewed call without a digest of that review. Live calls go first.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from loguru import logger

from salescoach.domain.call import CallRecord
from salescoach.domain.insight import CallDigest
from salescoach.domain.playbook import Playbook
from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.errors import NotFound
from salescoach.pipeline.insights.digest import digest
from salescoach.rooms.insights.store import keeping
from salescoach.rooms.review.service import Analysis
from salescoach.rooms.review.store import StoredReview

AT_ONCE = 50
AGAIN_AFTER_S = 60.0
"""A call that could not be counted is looked at again no sooner than the next one is reviewed, or
then."""
REST_BESIDE_CALLS = 5.0
"""In times of what a call took."""


class Reviewed(Protocol):
    """The call and its playbook as the review had them: a corrected call is heard anew."""

    async def of(self, call_id: str) -> tuple[CallRecord, Playbook]: ...


class Reviews(Protocol):
    async def made(self, call_id: str) -> Analysis | None: ...


class Counter:
    def __init__(
        self,
        database: Database,
        material: Reviewed,
        reviews: Reviews,
        beside_calls: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._material = material
        self._reviews = reviews
        self._beside_calls = beside_calls
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """A call was reviewed."""
        self._awake.set()

    async def run(self) -> None:
        """Never returns."""
        while True:
            self._awake.clear()
            try:
                await self.work_off()
            except StorageTrouble as trouble:
                logger.warning("Insights wait for storage: {}", trouble.reason)
            try:
                async with asyncio.timeout(AGAIN_AFTER_S):
                    await self._awake.wait()
            except TimeoutError:
                pass

    async def work_off(self) -> int:
        """Counts everything that waits; how many calls that were. One that cannot be counted keeps
        none of the others."""
        counted = 0
        failed: set[str] = set()
        while True:
            async with self._database.read() as connection:
                waiting = await keeping.uncounted(connection, AT_ONCE + len(failed))
            due = [call_id for call_id in waiting if call_id not in failed]
            if not due:
                return counted
            for call_id in due:
                began = time.monotonic()
                if await self._count(call_id):
                    counted += 1
                else:
                    failed.add(call_id)
                took = time.monotonic() - began
                await asyncio.sleep(took * REST_BESIDE_CALLS if self._beside_calls() else 0)

    async def _count(self, call_id: str) -> bool:
        """False also when the call was reviewed anew meanwhile: that review asks for itself."""
        try:
            analysis = await self._reviews.made(call_id)
            if analysis is None or analysis.stored is None:
                return False
            counted = await self._digest(analysis.stored)
            async with self._database.write() as connection:
                return await keeping.put_digest(connection, counted, analysis.stored.made_at)
        except StorageTrouble:
            raise
        except NotFound:
            return False
        except Exception as error:  # noqa: BLE001 - one call's trouble must not stop the others
            logger.opt(exception=error).error("Call {} could not be counted", call_id)
            return False

    async def _digest(self, stored: StoredReview) -> CallDigest:
        record, playbook = await self._material.of(stored.call_id)
        return await asyncio.to_thread(digest, record, stored.review, playbook)
