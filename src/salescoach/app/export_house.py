"""What takes calls elsewhere: files, tables of many, and the webhook when a call has ended."""

from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter

from salescoach.app.background import Background
from salescoach.infra.config import Settings
from salescoach.infra.database import Database
from salescoach.infra.secrets import open_vault
from salescoach.kit.clock import SystemClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.api import export_router
from salescoach.rooms.export.service import ExportService
from salescoach.rooms.export.tables import TableService
from salescoach.rooms.export.tables_api import tables_router
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.settled import SettledReviews
from salescoach.rooms.webhooks.api import webhook_router
from salescoach.rooms.webhooks.service import WebhookService
from salescoach.rooms.webhooks.worker import WebhookWorker


@dataclass(frozen=True, slots=True)
class ExportHouse:
    routers: tuple[APIRouter, ...]
    worker: WebhookWorker

    def start(self, background: Background) -> None:
        """Goes on as long as the server does."""
        background.start(self.worker.run(), "webhook")


def export_house(settings: Settings, database: Database, calls: CallService) -> ExportHouse:
    clock = SystemClock()
    exports = ExportService(calls, ReviewService(database, calls, clock), clock)
    webhooks = WebhookService(
        database, partial(open_vault, settings), clock, settings.webhook_hosts
    )
    settled = SettledReviews(database)
    worker = WebhookWorker(database, settled, exports, webhooks, clock)
    webhooks.wake = worker.wake
    routers = (
        export_router(exports),
        tables_router(TableService(calls, settled), clock),
        webhook_router(webhooks),
    )
    return ExportHouse(routers, worker)
