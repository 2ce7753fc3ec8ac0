"""`GET /status`: what somebody wants to know who looks after the server, in one answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from salescoach.app.health import CheckBody, EnginesBody, EnginesNow, Health, told_engines
from salescoach.app.observe.state_figures import Disk, Standing
from salescoach.app.version import version
from salescoach.infra.backup.shelf import made_until
from salescoach.infra.config import Settings
from salescoach.infra.database import newest_revision


class StatusPart(BaseModel):
    model_config = ConfigDict(frozen=True)


class BackupBody(StatusPart):
    """``made_at`` None: there is none yet. ``every_hours`` 0: none is made by the server."""

    every_hours: int
    keep: int
    made_at: datetime | None
    bytes: int | None
    failed: str | None


class StorageBody(StatusPart):
    """``trouble``: why events cannot be stored just now."""

    database_bytes: int
    free_bytes: int
    revision: str
    trouble: str | None
    waiting_events: int


class CallsBody(StatusPart):
    live: int
    worst_lag_ms: int
    reviews: Annotated[dict[str, int], Field(description="Reviews that are not done, by state")]


class StatusBody(StatusPart):
    """``engines``: what the next call begins with, None while storage cannot be asked."""

    version: str
    started_at: datetime
    uptime_s: int
    checks: dict[str, CheckBody]
    engines: EnginesBody | None
    calls: CallsBody
    storage: StorageBody
    backup: BackupBody


BackupFailed = Callable[[], str | None]
Standings = Callable[[], Awaitable[Standing]]


class Status:
    """Of the server that made it."""

    def __init__(
        self,
        settings: Settings,
        health: Health,
        engines: EnginesNow,
        stand: Standings,
        backup_failed: BackupFailed = lambda: None,
    ) -> None:
        self._settings = settings
        self._health = health
        self._engines = engines
        self._stand = stand
        self._backup_failed = backup_failed
        self._started_at = datetime.now(UTC)
        self._started = time.monotonic()

    async def ask(self) -> StatusBody:
        now = await self._stand()
        storage, backup = await asyncio.to_thread(self._of_the_disk, now)
        return StatusBody(
            version=version(),
            started_at=self._started_at,
            uptime_s=int(time.monotonic() - self._started),
            checks=await self._health.ask(),
            engines=await told_engines(self._engines),
            calls=CallsBody(
                live=now.live_calls, worst_lag_ms=now.worst_lag_ms, reviews=now.reviews
            ),
            storage=storage,
            backup=backup,
        )

    def _of_the_disk(self, now: Standing) -> tuple[StorageBody, BackupBody]:
        disk = disk_of(self._settings)
        newest = made_until(datetime.now(UTC), disk.backups)[:1]
        storage = StorageBody(
            database_bytes=disk.database_bytes(),
            free_bytes=disk.free_bytes(),
            revision=newest_revision(),
            trouble=now.storage_trouble,
            waiting_events=now.waiting_events,
        )
        backup = BackupBody(
            every_hours=self._settings.backup_every_hours,
            keep=self._settings.backup_keep,
            made_at=newest[0].made_at if newest else None,
            bytes=newest[0].path.stat().st_size if newest else None,
            failed=self._backup_failed(),
        )
        return storage, backup


def disk_of(settings: Settings) -> Disk:
    return Disk(settings.data_dir, settings.database_file, settings.backups_dir)


def status_router(status: Status) -> APIRouter:
    router = APIRouter(tags=["status"])

    @router.get("/status", response_model=StatusBody)
    async def get_status(response: Response) -> StatusBody:
        """Calls, storage and backups of this server."""
        response.headers["Cache-Control"] = "no-store"
        return await status.ask()

    return router
