"""What reviews ended calls and hands them out: the routes, and the worker behind them."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from salescoach.infra.database import Database
from salescoach.kit.clock import SystemClock
from salescoach.rooms.calls.ended import EndedCalls
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.api import export_router
from salescoach.rooms.export.service import ExportService
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.review.api import review_router
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.worker import ReviewWorker


@dataclass(frozen=True, slots=True)
class ReviewHouse:
    """``worker.run()`` goes on as long as the server does."""

    router: APIRouter
    exports: APIRouter
    worker: ReviewWorker


def review_house(
    database: Database,
    calls: CallService,
    playbooks: PlaybookService,
    beside_calls: Callable[[], bool] = lambda: False,
) -> ReviewHouse:
    worker = ReviewWorker(
        database,
        EndedCalls(database),
        calls,
        playbooks,
        SystemClock(),
        calls.history.note_review,
        beside_calls=beside_calls,
    )
    service = ReviewService(database, calls, SystemClock(), wake=worker.wake)
    exports = export_router(ExportService(calls, service, SystemClock()))
    return ReviewHouse(review_router(service), exports, worker)
