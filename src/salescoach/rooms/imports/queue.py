"""What waits is looked at, worked on and taken into the history, the oldest first, a few at a time.

The queue is the table: what a stopped server was at is begun again. While somebody talks nothing is
begun and what goes on rests, for a live call needs the machine.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from loguru import logger

from salescoach.infra.database import Database, StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.kit.errors import InvalidInput, SalesCoachError, Unavailable
from salescoach.rooms.imports import store
from salescoach.rooms.imports.errors import disk_full, is_disk_full
from salescoach.rooms.imports.job import NEEDS_NO_FILE, ImportJob, failed
from salescoach.rooms.imports.landing import Landing
from salescoach.rooms.imports.leavings import OUTCOME, Leavings, staged_sound, tried_again
from salescoach.rooms.imports.looking import Looking
from salescoach.rooms.imports.looks import Looks
from salescoach.rooms.imports.order import order_of
from salescoach.rooms.imports.uploads import Uploads
from salescoach.rooms.imports.worker import Work

LOOK_EVERY_S = 60.0
SOON_S = 1.0
LOOK_AGAIN_S = 10.0
"""After a look whose outcome storage did not take: it costs as much again."""
_STOPPED = "The work on this file stopped halfway."


@dataclass(slots=True)
class _Running:
    may_go_on: asyncio.Event
    progress: float = 0.0
    called_off: bool = False
    task: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class _Ended:
    """How work ended that made no call; ``useless``: its file would fail again."""

    job: ImportJob
    useless: bool = False


class ImportQueue:
    """``talking``: a call is live. ``at_once``: how many files are worked on side by side.
    ``beside``: a command has files of its own among the uploads."""

    def __init__(
        self,
        database: Database,
        uploads: Uploads,
        clock: Clock,
        looking: Looking,
        work: Work,
        landing: Landing,
        *,
        talking: Callable[[], bool] = lambda: False,
        at_once: int = 1,
        beside: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._uploads = uploads
        self._clock = clock
        self._looks = Looks(database, uploads, clock, looking)
        self._work = work
        self._landing = landing
        self._talking = talking
        self._talked = False
        self._at_once = at_once
        self._leavings = Leavings(database, uploads, clock, landing, beside)
        self._running: dict[str, _Running] = {}
        self._ended: dict[str, _Ended] = {}
        self._look_task: asyncio.Task[None] | None = None
        self._look_again = False
        """Something may have come that the look which goes on does not see."""
        self._awake = asyncio.Event()

    @property
    def resting(self) -> bool:
        """Whether everything waits for a live call to end."""
        return self._talking()

    def progress(self, import_id: str) -> float | None:
        """How far the work on an import is, 0-1; None when it is not worked on."""
        running = self._running.get(import_id)
        return None if running is None else running.progress

    def wake(self) -> None:
        self._awake.set()

    def stop(self, import_id: str) -> None:
        """Ends the work on an import that was called off."""
        running = self._running.get(import_id)
        if running is not None and running.task is not None:
            running.called_off = True
            running.task.cancel()

    async def run(self) -> None:
        """Until it is cancelled; then it leaves no process behind."""
        recovered = False
        try:
            while True:
                self._awake.clear()
                try:
                    if not recovered:
                        await self.recover()
                        recovered = True
                    await self.step()
                except StorageTrouble as trouble:
                    logger.warning("Imports wait for storage: {}", trouble.reason)
                    await self._woken(SOON_S)
                else:
                    await self._woken(LOOK_EVERY_S)
        finally:
            await self.aclose()

    async def _woken(self, within_s: float) -> None:
        """Returns when there is something to do, somebody begins to talk or no longer does, or
        after so long: then the table is looked at in case that nobody told."""
        for _ in range(round(within_s / SOON_S)):
            try:
                async with asyncio.timeout(SOON_S):
                    await self._awake.wait()
                return
            except TimeoutError:
                if self._talking() is not self._talked:
                    return

    async def aclose(self) -> None:
        tasks = self._tasks()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def recover(self) -> None:
        """What a server that is no more was at waits again."""
        await self._leavings.recover()

    async def step(self) -> None:
        """Everything that can be begun or finished now. What is looked at meanwhile is begun the
        next time."""
        talking = self._talked = self._talking()
        for running in self._running.values():
            if talking:
                running.may_go_on.clear()
            else:
                running.may_go_on.set()
        await self._write_down()
        await self._leavings.clear_again()
        await self.settle()
        if talking:
            return
        self._look_again = self._look_task is not None and not self._look_task.done()
        if not self._look_again:
            # Beside the rest: a large file takes a while, and a call may begin meanwhile.
            self._look_task = asyncio.create_task(self._look(), name="import-look")
            self._look_task.add_done_callback(self._has_looked)
        free = self._at_once - len(self._running)
        if free <= 0:
            return
        async with self._database.read() as connection:
            waiting = await store.in_states(connection, ["queued"], free)
        for job in waiting:
            if job.id not in self._running:
                await self._begin(job)

    async def looked(self) -> None:
        """Returns when nothing is looked at."""
        if self._look_task is not None:
            await self._look_task

    async def idle(self) -> None:
        """Returns when nothing is looked at or worked on."""
        await self.looked()
        while self._running:
            await asyncio.gather(*self._tasks(), return_exceptions=True)

    async def _look(self) -> None:
        try:
            await self._looks.step(self._talking, self._awake.set)
        except StorageTrouble as trouble:
            logger.warning("Imports wait for storage: {}", trouble.reason)
            asyncio.get_running_loop().call_later(LOOK_AGAIN_S, self.wake)

    def _has_looked(self, _: asyncio.Task[None]) -> None:
        if self._look_again:
            self.wake()

    async def _begin(self, job: ImportJob) -> None:
        async with self._database.write() as connection:
            waiting = await store.find(connection, job.id)
            if waiting is None:
                return
            working = replace(
                waiting,
                state="working",
                attempts=waiting.attempts + 1,
                changed_at=self._clock.utc(),
            )
            if not await store.change(connection, working, ["state", "attempts"], ["queued"]):
                return
        running = self._running[job.id] = _Running(asyncio.Event())
        running.may_go_on.set()
        running.task = asyncio.create_task(self._carry_out(working, running), name="import")
        running.task.add_done_callback(lambda _: self._done(job.id))

    def _tasks(self) -> list[asyncio.Task[None]]:
        tasks = [*(each.task for each in self._running.values()), self._look_task]
        return [task for task in tasks if task is not None]

    def _done(self, import_id: str) -> None:
        self._running.pop(import_id, None)
        self._awake.set()

    async def _carry_out(self, job: ImportJob, running: _Running) -> None:
        def note(progress: float) -> None:
            running.progress = progress

        try:
            await staged_sound(self._uploads, job.id).clear()
            figures = await self._work(order_of(job, self._uploads), note, running.may_go_on)
            await running.may_go_on.wait()
            landed = replace(
                job,
                state="reviewing",
                progress=1.0,
                figures=figures,
                error=None,
                message=None,
                changed_at=self._clock.utc(),
            )
            journal, sound = self._uploads.journal(job.id), staged_sound(self._uploads, job.id)
            await self._landing.land(landed, journal, sound)
            await self.clear(job.id)
        except asyncio.CancelledError:
            if running.called_off:
                # The worker was still writing when its file was removed.
                await self._uploads.remove(job.id)
            raise
        except InvalidInput as refused:
            refusal = failed(job, refused.code, refused.message, self._clock.utc())
            self._ended[job.id] = _Ended(refusal, useless=True)
        except SalesCoachError as error:
            logger.warning("Import {} failed: {}", job.id, error.code)
            self._ended[job.id] = _Ended(self._again(job, error.code, error.message))
        except Exception as error:  # noqa: BLE001 - one file must not stop the others
            logger.opt(exception=error).error("Import {} failed", job.id)
            told = (
                disk_full() if is_disk_full(error) else Unavailable(_STOPPED, code="import_failed")
            )
            self._ended[job.id] = _Ended(self._again(job, told.code, told.message))

    async def _write_down(self) -> None:
        """How work ended, again and again until storage takes it. Only of what is still worked on:
        when the answer to a landing is lost, its call is in the history all the same."""
        for ended in list(self._ended.values()):
            async with self._database.write() as connection:
                noted = await store.change(connection, ended.job, OUTCOME, ["working"])
                now = await store.find(connection, ended.job.id)
            if (ended.useless and noted) or now is None or now.state in NEEDS_NO_FILE:
                await self.clear(ended.job.id)
            del self._ended[ended.job.id]

    async def clear(self, import_id: str) -> bool:
        """Nobody needs its file any more. False while the sound of its call is in it and cannot be
        put away; that is tried again."""
        return await self._leavings.clear(import_id)

    async def settle(self) -> None:
        """Notes which calls have been reviewed meanwhile."""
        async with self._database.read() as connection:
            waiting = await store.in_states(connection, ["reviewing"])
        for job in waiting:
            if job.call_id is None or await self._landing.is_reviewed(job.call_id):
                done = replace(job, state="done", changed_at=self._clock.utc())
                async with self._database.write() as connection:
                    await store.change(connection, done, ["state"], ["reviewing"])

    async def keep(self, job: ImportJob) -> None:
        """Writes down an import that was done elsewhere."""
        async with self._database.write() as connection:
            await store.add(connection, job)

    def _again(self, job: ImportJob, code: str, message: str) -> ImportJob:
        return tried_again(job, code, message, self._clock.utc())
