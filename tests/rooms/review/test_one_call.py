"""A command at the review of one call: it leaves the others alone, and nothing running behind."""

import asyncio

import pytest

from salescoach.domain.call import CallRecord
from salescoach.domain.playbook import Playbook
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.ended import EndedCalls
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.worker import ReviewWorker
from tests.rooms.review.conftest import EndedCall
from tests.rooms.review.reviewing import OnePlaybook, Reviewing


class Endless(Material):
    def __init__(self, calls: CallService) -> None:
        super().__init__(calls, OnePlaybook())
        self.reached = asyncio.Event()

    async def of(self, call_id: str) -> tuple[CallRecord, Playbook]:
        self.reached.set()
        await asyncio.Event().wait()
        return await super().of(call_id)


async def test_other_calls_are_left_alone(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall
) -> None:
    for call_id in ("c1", "c2"):
        await a_call(call_id)
        await service.analyze(call_id)
    await reviewing.worker.work_on("c1")
    await reviewing.worker.work_on("c1")
    assert reviewing.reviewed == ["c1"]


async def test_what_is_cut_off_is_pending_again(
    service: ReviewService,
    database: Database,
    calls: CallService,
    clock: ManualClock,
    a_call: EndedCall,
) -> None:
    async def note(*told: object) -> None:
        return

    await a_call("c1")
    asked = await service.analyze("c1")
    material = Endless(calls)
    worker = ReviewWorker(database, EndedCalls(database), material, clock, note)
    work = asyncio.create_task(worker.work_on("c1"))
    await material.reached.wait()
    assert (await service.analysis("c1")).job.state == "running"
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert (await service.analysis("c1")).job == asked
