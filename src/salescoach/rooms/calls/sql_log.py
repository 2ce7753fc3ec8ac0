"""The event log on the database: one writer task, many events a commit.

A commit holds whatever came in while the one before it ran, so a quiet call waits for nothing and
a busy server shares the cost. Events leave the queue only once they are settled: a locked or full
database delays them, and never loses or reorders them.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from loguru import logger

from salescoach.domain.events import CallEvent, CallStarted, is_durable
from salescoach.infra.bus.bus import Bus, call_topic
from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.clock import Clock, SystemClock
from salescoach.kit.errors import Unavailable
from salescoach.rooms.calls.errors import call_exists, call_has_ended, call_not_found
from salescoach.rooms.calls.log import DRAIN_WITHIN_S, OnTrouble, check_event
from salescoach.rooms.calls.store import calls, log
from salescoach.rooms.calls.store.commit import Opening, write

BATCH = 500
"""Events of one commit."""

BACKLOG = 100_000
"""Events held while storage is in trouble; about 60 MB, hours of a dozen calls."""

FIRST_RETRY_S = 0.05
SLOWEST_RETRY_S = 2.0
OPEN_WITHIN_S = 5.0


@dataclass(slots=True, eq=False)
class _Item:
    """One thing to write. ``fresh``: its ``seq`` is above every one seen before, so it cannot be
    a repetition and may be shown ahead of its commit."""

    work: CallEvent | Opening
    done: asyncio.Future[None]
    fresh: bool = False
    shown: bool = False
    give_up_at_ms: float | None = None

    @property
    def call_id(self) -> str:
        work = self.work
        return work.start.call_id if isinstance(work, Opening) else work.call_id


@dataclass(slots=True)
class _Known:
    """The highest ``seq`` of each live call: appended, and committed."""

    appended: dict[str, int] = field(default_factory=dict)
    committed: dict[str, int] = field(default_factory=dict)

    def forget(self, call_id: str) -> None:
        self.appended.pop(call_id, None)
        self.committed.pop(call_id, None)


class SqlEventLog:
    """``on_trouble`` is called with the reason when storage fails, and with None when everything
    that waited is stored."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        *,
        on_trouble: OnTrouble = lambda reason: None,
        clock: Clock | None = None,
        backlog: int = BACKLOG,
        close_within_s: float = DRAIN_WITHIN_S,
    ) -> None:
        self._database = database
        self._bus = bus
        self._on_trouble = on_trouble
        self._clock = clock or SystemClock()
        self._backlog = backlog
        self._close_within_s = close_within_s
        self._queue: deque[_Item] = deque()
        self._known = _Known()
        self._reason: str | None = None
        self._alone = 0
        """Events still to be written one by one."""
        self._closing = False
        self._changed = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    async def open_call(self, start: CallStarted, resume_token_hash: str) -> None:
        give_up = self._clock.now_ms() + OPEN_WITHIN_S * 1000
        await self._put(Opening(start, resume_token_hash), give_up_at_ms=give_up)
        if start.seq is not None:
            self.append(start)

    def append(self, event: CallEvent) -> asyncio.Future[None]:
        check_event(event)
        if event.seq is None or not is_durable(event):
            self._bus.publish(call_topic(event.call_id), event)
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            done.set_result(None)
            return done
        fresh = event.seq > self._known.appended.get(event.call_id, 0)
        if fresh:
            self._known.appended[event.call_id] = event.seq
        return self._put(event, fresh=fresh)

    async def read(
        self, call_id: str, after_seq: int = 0, limit: int | None = None
    ) -> list[CallEvent]:
        # Taken before the query, so an event that is committed meanwhile is in one of the two.
        waiting = [
            item.work
            for item in self._queue
            if item.shown and not isinstance(item.work, Opening) and item.work.call_id == call_id
        ]
        async with self._database.read() as connection:
            stored = await log.events_after(connection, call_id, after_seq, limit)
        last = stored[-1].seq or 0 if stored else after_seq
        later = {event.seq: event for event in waiting if event.seq and event.seq > last}
        return [*stored, *(later[seq] for seq in sorted(later))][:limit]

    async def committed_seq(self, call_id: str) -> int:
        known = self._known.committed.get(call_id)
        if known is not None:
            return known
        async with self._database.read() as connection:
            return await log.last_seq(connection, call_id)

    async def resume_token_hash(self, call_id: str) -> str:
        async with self._database.read() as connection:
            found = await calls.resume_token_hash_of(connection, call_id)
        if found is None:
            raise call_not_found(call_id)
        return found

    async def reopen(self, call_id: str) -> None:
        async with self._database.write() as connection:
            await calls.reopen(connection, call_id)
            call = await calls.call(connection, call_id)
        if call is None:
            raise call_not_found(call_id)
        if call.status == "ended":
            raise call_has_ended()

    @property
    def trouble(self) -> str | None:
        return self._reason

    @property
    def waiting(self) -> int:
        """Events that are not stored yet."""
        return len(self._queue)

    async def drain(self, within_s: float = DRAIN_WITHIN_S) -> bool:
        waiting = [item.done for item in self._queue]
        if not waiting:
            return True
        _, left = await asyncio.wait(waiting, timeout=within_s)
        return not left

    async def aclose(self) -> None:
        self._closing = True
        self._changed.set()
        if self._writer is None:
            return
        finished, _ = await asyncio.wait({self._writer}, timeout=self._close_within_s)
        if not finished:
            self._writer.cancel()
            await asyncio.wait({self._writer})
        if self._queue:
            logger.error("{} events could not be stored before the end", len(self._queue))
        while self._queue:
            error = Unavailable("The event log was closed.", code="storage_closed")
            _fail(self._queue.popleft(), error)

    def _put(
        self, work: CallEvent | Opening, *, fresh: bool = False, give_up_at_ms: float | None = None
    ) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        item = _Item(work, done, fresh=fresh, give_up_at_ms=give_up_at_ms)
        if self._closing:
            _fail(item, Unavailable("The event log is closed.", code="storage_closed"))
            return done
        if self._reason is not None and fresh:
            self._show(item)
        if len(self._queue) >= self._backlog:
            message = "Storage has been in trouble for too long; the event is not kept."
            _fail(item, Unavailable(message, code="storage_backlog_full"))
            return done
        self._queue.append(item)
        self._changed.set()
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_on(), name="event log writer")
        return done

    async def _write_on(self) -> None:
        retry_s = FIRST_RETRY_S
        while self._queue or not self._closing:
            if not self._queue:
                self._changed.clear()
                await self._changed.wait()
                continue
            self._give_up_openings()
            batch = list(islice(self._queue, 1 if self._alone else BATCH))
            try:
                await self._commit(batch)
                retry_s = FIRST_RETRY_S
            except StorageTrouble as trouble:
                self._enter_trouble(trouble.reason)
                await asyncio.sleep(retry_s)
                retry_s = min(retry_s * 2, SLOWEST_RETRY_S)
            except Exception as error:  # noqa: BLE001 - whatever it is, the writer has to go on
                self._refuse(batch, error)

    async def _commit(self, batch: Sequence[_Item]) -> None:
        committed = self._known.committed
        written = await self._database.write_in_one_go(
            partial(
                write,
                work=[item.work for item in batch],
                committed=dict(committed),
                now=self._clock.utc(),
            )
        )
        committed |= written.reached
        self._alone = max(0, self._alone - len(batch))
        for item, new in zip(batch, written.new, strict=True):
            self._queue.popleft()
            self._settle(item, new)
        if self._reason is not None and not self._queue:
            self._leave_trouble()

    def _settle(self, item: _Item, new: bool) -> None:
        if isinstance(item.work, Opening):
            if not new:
                _fail(item, call_exists())
        else:
            if new:
                self._show(item)
            if item.work.type == "call_ended":
                self._known.forget(item.call_id)
        if not item.done.done():
            item.done.set_result(None)

    def _refuse(self, batch: Sequence[_Item], error: Exception) -> None:
        """One event that cannot be stored must not hold up the others: find it by writing each
        alone, and let go of it."""
        for item in batch:
            self._known.committed.pop(item.call_id, None)
        if len(batch) > 1:
            self._alone = len(batch)
            return
        self._alone = max(0, self._alone - 1)
        item = self._queue.popleft()
        self._known.forget(item.call_id)
        logger.error("call {}: an event was refused ({})", item.call_id, type(error).__name__)
        _fail(item, error)

    def _give_up_openings(self) -> None:
        """A start is answered in time, also while storage is in trouble."""
        now = self._clock.now_ms()
        for item in [item for item in self._queue if item.give_up_at_ms is not None]:
            assert item.give_up_at_ms is not None
            if item.give_up_at_ms < now:
                self._queue.remove(item)
                message = "The call cannot be kept just now; try again in a moment."
                _fail(item, Unavailable(message, code="storage_unavailable"))

    def _enter_trouble(self, reason: str) -> None:
        if reason == self._reason:
            return
        logger.warning("storage is in trouble ({}), {} events wait", reason, len(self._queue))
        self._reason = reason
        for item in self._queue:
            if item.fresh:
                self._show(item)
        self._tell(reason)

    def _leave_trouble(self) -> None:
        logger.info("storage has recovered")
        self._reason = None
        self._tell(None)

    def _tell(self, reason: str | None) -> None:
        try:
            self._on_trouble(reason)
        except Exception as error:  # noqa: BLE001 - a listener's fault may not stop the writer
            logger.error("the listener to storage trouble failed ({})", type(error).__name__)

    def _show(self, item: _Item) -> None:
        if not item.shown and not isinstance(item.work, Opening):
            item.shown = True
            self._bus.publish(call_topic(item.work.call_id), item.work)


def _fail(item: _Item, error: Exception) -> None:
    """Whoever waits is told; nobody has to."""
    if not item.done.done():
        item.done.set_exception(error)
        item.done.exception()
