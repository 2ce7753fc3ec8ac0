"""A chosen model writes the review once the counted one is there."""

from dataclasses import replace

import pytest

from salescoach.domain.review import Review
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.llm.engines.scripted import Line
from salescoach.llm.faults import Fault
from salescoach.llm.shelf import LiveModel
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.review import store
from salescoach.rooms.review.refiner import TRIES, Progress
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.spending import reviews_since
from tests.pipeline.analyst.drafts import Reviewed, insight, whole
from tests.rooms.review.conftest import EndedCall
from tests.rooms.review.reviewing import Reviewing

FOUND = whole(key_insights=[insight(1, "twenty calls a week", "They miss twenty calls a week.")])


class Shelf:
    """``model`` None: the embedded coach alone."""

    def __init__(self, model: LiveModel | None = None) -> None:
        self.model = model

    async def for_call(self) -> LiveModel | None:
        return self.model


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(Reviewed(FOUND).model)


@pytest.fixture
def reviewing(
    database: Database, calls: CallService, clock: ManualClock, shelf: Shelf
) -> Reviewing:
    return Reviewing(database, calls, clock, shelf)


async def review_of(service: ReviewService, call_id: str = "c1") -> Review:
    stored = (await service.analysis(call_id)).stored
    assert stored is not None
    return stored.review


async def test_the_counted_review_is_there_while_a_model_reads(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    assert (await service.analysis("c1")).job.state == "refining"
    assert (await review_of(service)).source == "local"

    await reviewing.refiner.work_off()
    review = await review_of(service)
    assert ((await service.analysis("c1")).job.state, review.source) == ("done", "claude")
    assert [point.text for point in review.insights] == ["They miss twenty calls a week."]
    assert reviewing.refiner.progress("c1") is None


async def test_the_same_call_scores_the_same_whoever_writes(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, shelf: Shelf
) -> None:
    await a_call("c1")
    await a_call("c2")
    await reviewing.worker.work_off()
    scored = reviewing.scored
    await reviewing.refiner.work_off()
    await reviewing.worker.work_off()
    shelf.model = None
    await service.analyze("c2")
    await reviewing.worker.work_off()

    assert reviewing.scored == scored
    assert scored["c1"] == scored["c2"]
    assert (await review_of(service)).parts == (await review_of(service, "c2")).parts


async def test_a_model_that_fails_leaves_the_counted_review_and_says_why(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, shelf: Shelf
) -> None:
    shelf.model = Reviewed(Line(fault=Fault.UNAUTHORIZED)).model
    await a_call("c1")
    await reviewing.worker.work_off()
    await reviewing.refiner.work_off()

    analysis, review = await service.analysis("c1"), await review_of(service)
    assert (analysis.job.state, analysis.job.error) == ("done", "model_unauthorized")
    assert review.source == "local"
    assert review.writing is not None
    assert "key" in review.writing.message

    shelf.model = Reviewed(FOUND).model
    await service.analyze("c1")
    await reviewing.worker.work_off()
    await reviewing.refiner.work_off()
    assert (await review_of(service)).source == "claude"


async def test_a_second_try_that_fails_takes_nothing_away(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, shelf: Shelf
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    await reviewing.refiner.work_off()
    shelf.model = Reviewed(Line(fault=Fault.REFUSED)).model
    await service.analyze("c1")
    await reviewing.worker.work_off()
    assert (await review_of(service)).source == "claude"
    await reviewing.refiner.work_off()

    assert (await review_of(service)).source == "claude"
    assert (await service.analysis("c1")).job.error == "model_refused"
    await reviewing.worker.work_off()
    assert reviewing.told["c1"][0] == await review_of(service)


async def test_what_a_crash_cut_off_is_taken_up_again_and_not_for_ever(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, database: Database
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    for crashes, error in ((1, None), (TRIES, "interrupted")):
        job = (await service.analysis("c1")).job
        async with database.write() as connection:
            await store.put_job(connection, replace(job, state="refining", attempts=crashes))
        await reviewing.refiner.work_off()
        found = await service.analysis("c1")
        assert (found.job.state, found.job.error) == ("done", error)


async def test_how_far_it_is_can_be_seen(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, shelf: Shelf
) -> None:
    seen: list[Progress | None] = []
    model = Reviewed(FOUND).model

    def mask(text: str) -> str:
        seen.append(reviewing.refiner.progress("c1"))
        return text

    shelf.model = LiveModel(model.guarded, mask)
    await a_call("c1")
    await reviewing.worker.work_off()
    await reviewing.refiner.work_off()
    assert seen[0] == Progress(0, 1)


async def test_what_it_cost_counts_towards_the_day(
    database: Database,
    reviewing: Reviewing,
    a_call: EndedCall,
    clock: ManualClock,
    calls: CallService,
) -> None:
    await a_call("c1")
    began = clock.utc()
    await reviewing.worker.work_off()
    await reviewing.refiner.work_off()

    spent = await reviews_since(database, began)
    assert spent.requests == 1
    assert spent.usage.prompt > 100
    await calls.delete("c1")
    assert (await reviews_since(database, began)).requests == 0


async def test_a_call_that_is_deleted_meanwhile_is_let_go(
    reviewing: Reviewing, a_call: EndedCall, calls: CallService
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    await calls.delete("c1")
    await reviewing.refiner.work_off()


async def test_without_a_model_nothing_is_refined(
    service: ReviewService, reviewing: Reviewing, a_call: EndedCall, shelf: Shelf
) -> None:
    shelf.model = None
    await a_call("c1")
    await reviewing.worker.work_off()
    assert (await service.analysis("c1")).job.state == "done"
    assert (await review_of(service)).writing is None
