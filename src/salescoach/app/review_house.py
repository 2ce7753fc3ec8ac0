"""What reviews ended calls and hands them out: the routes, and what works behind them."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from salescoach.app.background import Background
from salescoach.infra.database import Database
from salescoach.kit.clock import SystemClock
from salescoach.llm.shelf import EmbeddedOnly, ModelShelf
from salescoach.rooms.calls.ended import EndedCalls
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.live.comparisons import ExpertiseOf
from salescoach.rooms.live.rehearing import Rehearing
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.review.api import review_router
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.refiner import Refiner
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.worker import ReviewWorker


@dataclass(frozen=True, slots=True)
class ReviewHouse:
    router: APIRouter
    worker: ReviewWorker
    refiner: Refiner

    def start(self, background: Background) -> None:
        """Both go on as long as the server does."""
        background.start(self.worker.run(), "reviews")
        background.start(self.refiner.run(), "reviews by a model")


def review_house(
    database: Database,
    calls: CallService,
    playbooks: PlaybookService,
    beside_calls: Callable[[], bool] = lambda: False,
    models: ModelShelf | None = None,
    learn: ExpertiseOf | None = None,
) -> ReviewHouse:
    """``models`` None: the embedded coach reviews alone. ``learn`` lets corrected calls be heard
    anew."""
    clock = SystemClock()
    material = Material(calls, playbooks)
    if learn is not None:
        material = Material(calls, playbooks, Rehearing(learn).hear)
    refiner = Refiner(database, material, models or EmbeddedOnly(), clock)
    worker = ReviewWorker(
        database,
        EndedCalls(database),
        material,
        clock,
        calls.history.note_review,
        beside_calls=beside_calls,
        refiner=refiner,
    )
    refiner.told = worker.wake
    service = ReviewService(database, calls, clock, wake=worker.wake, progress=refiner.progress)
    return ReviewHouse(review_router(service), worker, refiner)
