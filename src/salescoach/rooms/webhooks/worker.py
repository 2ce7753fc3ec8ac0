"""Sends each call once it has ended and its review is settled. The queue is a table: a restart goes
on where it stood, what fails is tried again with growing waits, and given up after about a day.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from loguru import logger

from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.kit.errors import SalesCoachError
from salescoach.kit.ids import new_id
from salescoach.rooms.export.service import WholeCall
from salescoach.rooms.webhooks import store
from salescoach.rooms.webhooks.message import CALL_REVIEWED, call_message
from salescoach.rooms.webhooks.sender import Answer
from salescoach.rooms.webhooks.service import OWNER, WebhookService
from salescoach.rooms.webhooks.store import Delivery, Webhook

WAITS_S = (10, 60, 300, 1_800, 7_200, 21_600, 50_400)
"""After each failure; together about 22 hours, then it is given up."""
LOOK_EVERY_S = 2.0
LOOK_BACK = timedelta(days=7)
"""A review that was settled longer ago is not sent any more."""
OVERLAP = timedelta(seconds=30)


class Settled(Protocol):
    async def since(self, moment: datetime) -> Sequence[tuple[str, datetime]]: ...


class Calls(Protocol):
    async def whole(self, call_id: str) -> WholeCall: ...


class WebhookWorker:
    def __init__(
        self,
        database: Database,
        settled: Settled,
        calls: Calls,
        service: WebhookService,
        clock: Clock,
    ) -> None:
        self._database = database
        self._settled = settled
        self._calls = calls
        self._service = service
        self._clock = clock
        self._awake = asyncio.Event()
        self._seen_until: datetime | None = None

    def wake(self) -> None:
        self._awake.set()

    async def run(self) -> None:
        """Never returns."""
        while True:
            self._awake.clear()
            try:
                await self.work_off()
            except StorageTrouble as trouble:
                logger.warning("Webhooks wait for storage: {}", trouble.reason)
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._awake.wait()
            except TimeoutError:
                pass

    async def work_off(self) -> None:
        """Everything that is due. Nothing while there is no webhook or it is switched off: what
        waits stays."""
        while True:
            webhook = await self._service.get()
            if webhook is None or webhook.since is None:
                self._seen_until = None
                return
            await self._queue(webhook, webhook.since)
            async with self._database.read() as connection:
                due = await store.next_delivery(connection, self._clock.utc())
            if due is None:
                return
            await self._deliver(webhook, due)

    async def _queue(self, webhook: Webhook, since: datetime) -> None:
        now = self._clock.utc()
        seen = since if self._seen_until is None else self._seen_until - OVERLAP
        settled = await self._settled.since(max(since, now - LOOK_BACK, seen))
        if not settled:
            return
        async with self._database.read() as connection:
            fresh = await store.not_queued(connection, [call_id for call_id, _ in settled])
        for call_id in fresh:
            async with self._database.write() as connection:
                current = await store.webhook(connection, OWNER)
                # Another address was saved meanwhile: this call was not meant for it.
                if current is None or current.url != webhook.url:
                    return
                added = Delivery(new_id("msg"), call_id, "pending", 0, now, now)
                await store.add_delivery(connection, added)
        self._seen_until = settled[-1][1]

    async def _deliver(self, webhook: Webhook, due: Delivery) -> None:
        trying = replace(due, attempts=due.attempts + 1, last_at=self._clock.utc())
        # A server that is stopped while it sends has tried.
        if not await self._put(self._later(trying)):
            return
        try:
            whole = await self._calls.whole(due.call_id)
            now = self._clock.utc()
            body = await asyncio.to_thread(call_message, whole, webhook.content, now)
            answer = await self._service.send(webhook, due.id, CALL_REVIEWED, body)
        except StorageTrouble:
            raise
        except SalesCoachError as error:
            answer = Answer(None, error.message)
        logger.info("Call {} sent: {}", due.call_id, answer.status or "no answer")
        await self._put(self._after(trying, answer))

    def _after(self, tried: Delivery, answer: Answer) -> Delivery:
        told = replace(tried, status=answer.status, answer=answer.text)
        if answer.taken:
            return replace(told, state="delivered")
        return replace(told, state="given_up") if answer.unwanted else self._later(told)

    def _later(self, tried: Delivery) -> Delivery:
        if tried.attempts > len(WAITS_S):
            return replace(tried, state="given_up")
        wait = timedelta(seconds=WAITS_S[tried.attempts - 1])
        return replace(tried, not_before=self._clock.utc() + wait)

    async def _put(self, changed: Delivery) -> bool:
        async with self._database.write() as connection:
            return await store.put_delivery(connection, changed)
