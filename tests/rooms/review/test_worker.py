from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from salescoach.domain.events import CallDated
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import NotFound
from salescoach.pipeline.review.rubric import RUBRIC
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.review import store
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.store import JobState
from tests.rooms.calls.events import started
from tests.rooms.review.conftest import EndedCall
from tests.rooms.review.reviewing import Reviewing


async def state(service: ReviewService, call_id: str) -> JobState:
    return (await service.analysis(call_id)).job.state


async def test_an_ended_call_without_a_review_is_the_queue(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, log: SqlEventLog
) -> None:
    await a_call("c1")
    await a_call("c2")
    await log.open_call(started("c3"), "hash")

    await reviewing.worker.work_off()
    await reviewing.worker.work_off()

    assert reviewing.reviewed == ["c2", "c1"]
    found = await service.analysis("c1")
    assert found.job.state == "done"
    assert found.stored is not None
    assert [turn.evidence.turn_id for turn in found.stored.review.summary] == ["t1", "t1"]


async def test_a_call_that_ends_later_is_taken_up(reviewing: Reviewing, a_call: EndedCall) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    await a_call("c2")
    await reviewing.worker.work_off()

    assert reviewing.reviewed == ["c1", "c2"]


async def test_a_call_that_ends_ahead_of_now_hides_no_other(
    reviewing: Reviewing, a_call: EndedCall, log: SqlEventLog
) -> None:
    await a_call("c1")
    ahead = CallDated(call_id="c1", seq=4, started_at="2150-01-01T10:00:00+00:00")
    await log.append(ahead)
    await reviewing.worker.work_off()
    await a_call("c2")
    await reviewing.worker.work_off()

    assert reviewing.reviewed == ["c1", "c2"]


async def test_what_somebody_asked_for_comes_first(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall
) -> None:
    for call_id in ("c1", "c2", "c3"):
        await a_call(call_id)
    await service.analyze("c1")

    await reviewing.worker.work_off()

    assert reviewing.reviewed == ["c1", "c3", "c2"]


async def test_a_failure_is_tried_again_and_then_given_up(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, clock: ManualClock
) -> None:
    await a_call("c1")
    reviewing.failures = 3

    await reviewing.worker.work_off()
    await reviewing.worker.work_off()
    assert (reviewing.reviewed, await state(service, "c1")) == (["c1"], "pending")
    clock.advance(60_000)
    await reviewing.worker.work_off()
    clock.advance(60_000)
    await reviewing.worker.work_off()
    clock.advance(600_000)
    await reviewing.worker.work_off()

    job = (await service.analysis("c1")).job
    assert (len(reviewing.reviewed), job.state, job.error) == (3, "failed", "ValueError")
    await service.analyze("c1")
    await reviewing.worker.work_off()
    assert await state(service, "c1") == "done"


async def test_one_that_fails_keeps_none_of_the_others(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall
) -> None:
    await a_call("c1")
    await a_call("c2")
    reviewing.failures = 1

    await reviewing.worker.work_off()

    assert (await state(service, "c2"), await state(service, "c1")) == ("pending", "done")


async def test_a_job_left_by_a_crash_is_begun_again_and_not_for_ever(
    service: ReviewService,
    reviewing: Reviewing,
    a_call: EndedCall,
    database: Database,
    clock: ManualClock,
) -> None:
    await a_call("c1")
    job = await service.analyze("c1")
    for attempts, left in ((1, "pending"), (3, "failed")):
        crashed = replace(job, state="running", attempts=attempts)
        async with database.write() as connection:
            await store.put_job(connection, crashed)
        await reviewing.another().recover()
        assert await state(service, "c1") == left

    await service.analyze("c1")
    await reviewing.another().work_off()
    assert await state(service, "c1") == "done"


async def test_new_weights_score_what_was_reviewed_before(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    before = reviewing.scored["c1"]

    await service.put_rubric({**dict.fromkeys(RUBRIC, 0), "objectives": 10})
    await reviewing.worker.work_off()

    assert len(reviewing.reviewed) == 1
    assert reviewing.scored["c1"][0] == before[0]
    assert reviewing.scored["c1"][1] == 0.0 != before[1]


async def test_what_was_reviewed_before_is_told_to_a_history_that_asks_for_more(
    database: Database, reviewing: Reviewing, a_call: EndedCall
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    [known] = reviewing.told.values()
    reviewing.told.clear()
    await reviewing.worker.work_off()
    assert reviewing.told == {}
    async with database.write() as connection:
        await connection.execute(update(store.reviews).values(told_layout=0))

    await reviewing.worker.work_off()

    assert reviewing.told == {"c1": known}
    assert reviewing.reviewed == ["c1"]


async def test_a_review_that_was_replaced_while_it_was_told_is_told_anew(
    database: Database, reviewing: Reviewing, a_call: EndedCall
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    [(first, _)] = reviewing.told.values()
    async with database.write() as connection:
        [told] = (await store.reviews_of(connection, ["c1"])).values()
        later = told.made_at + timedelta(seconds=1)
        newer = replace(told, review=replace(first, tips=()), made_at=later)
        await store.save_review(connection, newer)
        await store.note_told(connection, [newer], newer.rubric_version)
        # Whoever was slower told the history last.
        await store.note_told(connection, [told], told.rubric_version)

    await reviewing.worker.work_off()

    assert reviewing.told["c1"][0] == newer.review


async def test_a_deleted_call_takes_its_review_along(
    service: ReviewService,
    reviewing: Reviewing,
    a_call: EndedCall,
    calls: CallService,
    database: Database,
) -> None:
    await a_call("c1")
    await a_call("c2")
    await reviewing.worker.work_off()
    await service.analyze("c2")
    await calls.delete("c1")
    await calls.delete("c2")

    await reviewing.worker.work_off()

    with pytest.raises(NotFound):
        await service.analysis("c1")
    async with database.read() as connection:
        assert await store.review_of(connection, "c1") is None
        assert await store.job_of(connection, "c2") is None
