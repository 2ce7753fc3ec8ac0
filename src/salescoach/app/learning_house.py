"""What a user learns from past calls: insights over many, the brief before the next, and drills.

The counter behind the insights works in the background.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from salescoach.infra.database import Database
from salescoach.kit.clock import Clock, SystemClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.customers.api import customers_router
from salescoach.rooms.customers.erasure import (
    CustomerErasure,
    EraseImports,
    WaitingImports,
    nothing_waits,
)
from salescoach.rooms.customers.erasure_api import erasure_router
from salescoach.rooms.customers.service import CustomerService
from salescoach.rooms.insights.api import insights_router
from salescoach.rooms.insights.counter import Counter
from salescoach.rooms.insights.service import InsightsService
from salescoach.rooms.live.rehearing import Rehearing
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.trial import Learn
from salescoach.rooms.practice.api import practice_router
from salescoach.rooms.practice.hearing import Hearing
from salescoach.rooms.practice.service import PracticeService
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.service import ReviewService
from salescoach.speech.transcriber import Transcriber


@dataclass(frozen=True, slots=True)
class LearningHouse:
    """``counter.run()`` goes on as long as the server does; ``counter.wake`` tells it that a call
    was reviewed."""

    routers: tuple[APIRouter, ...]
    counter: Counter


def learning_house(
    database: Database,
    calls: CallService,
    playbooks: PlaybookService,
    learn: Learn,
    transcriber: Transcriber | None = None,
    beside_calls: Callable[[], bool] = lambda: False,
    clock: Clock | None = None,
    erase_imports: EraseImports | None = None,
    waiting_imports: WaitingImports = nothing_waits,
) -> LearningHouse:
    """``transcriber`` hears what is answered in a drill; None for a house that is only
    described. ``erase_imports`` of a customer who is to be forgotten, as ``waiting_imports``
    tells of them."""
    clock = clock or SystemClock()
    reviews = ReviewService(database, calls, clock)
    material = Material(calls, playbooks, Rehearing(learn).hear)
    counter = Counter(database, material, reviews, beside_calls)
    insights = InsightsService(database, playbooks, clock)
    customers = CustomerService(database, reviews, clock)
    erasure = CustomerErasure(database, calls.history.delete, erase_imports, waiting_imports)
    practice = PracticeService(database, calls, reviews, playbooks, learn, clock)
    routers = (
        insights_router(insights),
        customers_router(customers),
        erasure_router(erasure),
        practice_router(practice, Hearing(transcriber)),
    )
    return LearningHouse(routers, counter)
