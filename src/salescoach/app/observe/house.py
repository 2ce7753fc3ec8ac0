"""What is told about a running server: figures, traces, errors and its status."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from salescoach.app.daily_backup import DailyBackup
from salescoach.app.health import EnginesNow, Health
from salescoach.app.observe.call_figures import CallFigures
from salescoach.app.observe.error_reports import report_errors
from salescoach.app.observe.state_figures import Standing, StateFigures
from salescoach.app.observe.status_api import Status, disk_of
from salescoach.app.observe.traces import open_traces
from salescoach.app.version import version
from salescoach.infra.bus.bus import Bus
from salescoach.infra.bus.watched import WatchedBus, Watcher
from salescoach.infra.config import Settings
from salescoach.infra.metrics import CONTENT_TYPE, Metrics
from salescoach.kit.errors import Unavailable
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.live.desk import CallDesk

ByState = Callable[[], Awaitable[dict[str, int]]]


@dataclass(slots=True)
class Observation:
    """One without ``stand`` tells of a server where nothing goes on."""

    metrics: Metrics = field(default_factory=Metrics)
    watchers: list[Watcher] = field(default_factory=list)
    stand: Callable[[], Awaitable[Standing]] | None = None
    latest: Standing = field(default_factory=Standing)
    backup_failed: Callable[[], str | None] = lambda: None

    def watch(self, bus: Bus) -> Bus:
        return WatchedBus(bus, self.watchers)

    def attend(
        self, desk: CallDesk, log: SqlEventLog, reviews: ByState, backups: DailyBackup
    ) -> None:
        """From now on the parts of this server are asked."""

        async def stand() -> Standing:
            try:
                at_work = await reviews()
            except Unavailable:
                at_work = {}
            return Standing(
                live_calls=desk.live_calls,
                worst_lag_ms=desk.worst_lag_ms,
                late_ms=desk.lateness_ms(),
                waiting_events=log.waiting,
                storage_trouble=log.trouble,
                reviews=at_work,
            )

        self.stand = stand
        self.backup_failed = lambda: backups.failed
        desk.on_acknowledged = lambda ms: self.metrics.ack_latency.observe(ms / 1000)

    async def standing(self) -> Standing:
        if self.stand is not None:
            self.latest = await self.stand()
        return self.latest

    def status(self, settings: Settings, health: Health, engines: EnginesNow) -> Status:
        return Status(settings, health, engines, self.standing, lambda: self.backup_failed())


def observe(settings: Settings, opening: AsyncExitStack) -> Observation:
    """``opening`` ends it."""
    made = Observation()
    made.metrics.build.labels(version()).set(1)
    made.metrics.add(StateFigures(lambda: made.latest, disk_of(settings)))
    made.watchers.append(CallFigures(made.metrics))
    if (ending := report_errors(settings, version())) is not None:
        opening.callback(ending)
    if (traces := open_traces(settings, version())) is not None:
        watcher, closing = traces
        made.watchers.append(watcher)
        opening.callback(closing)
    return made


def metrics_router(observation: Observation) -> APIRouter:
    router = APIRouter()

    @router.get("/metrics", include_in_schema=False)
    async def get_metrics() -> Response:
        """All figures as Prometheus reads them."""
        await observation.standing()
        text = await run_in_threadpool(observation.metrics.text)
        return Response(text, media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

    return router
