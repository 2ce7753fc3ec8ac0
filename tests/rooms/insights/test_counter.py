"""A call is counted from what its review was made of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from salescoach.domain.call import CallRecord
from salescoach.domain.events import TurnCorrected
from salescoach.domain.playbook import Playbook
from salescoach.rooms.insights.counted import Scope
from salescoach.rooms.insights.counter import Counter
from salescoach.rooms.review import store
from salescoach.rooms.review.material import Material
from tests.rooms.insights.test_insights import lost_call
from tests.rooms.insights.told import Told


async def test_a_corrected_call_is_counted_as_it_was_heard_anew(told: Told) -> None:
    await told.call(lost_call(), "c1")
    await told.call(lost_call(), "c2")
    events = (await told.calls.record("c1")).events
    seq = max(each.seq or 0 for each in events) + 1
    words = "Who else would look at it with you?"
    await told.log.append(TurnCorrected(call_id="c1", seq=seq, turn_id="t3", text=words))

    assert await told.counted() == 2

    assert told.heard_anew == ["c1"]
    [line] = (await told.insights.insights(Scope())).ledger
    assert (line.count.script_id, line.count.said) == ("ask_other", 1)


async def test_a_call_that_is_dated_otherwise_is_counted_on_its_day(told: Told) -> None:
    await told.call(lost_call(), "c1", "2026-03-02T10:00:00+00:00")
    await told.call(lost_call(), "c2", "2026-03-02T10:00:00+00:00")
    await told.counted()
    march = Scope(since=date(2026, 3, 1))
    assert (await told.insights.insights(march)).calls == 2

    await told.calls.corrections.date("c1", datetime(2026, 1, 5, 9, 30, tzinfo=UTC))

    assert await told.counter.work_off() == 1
    assert (await told.insights.insights(march)).calls == 1
    assert (await told.insights.insights(Scope(until=date(2026, 1, 31)))).calls == 1
    assert await told.counter.work_off() == 0


class _ReviewedAnew:
    """While a call is read for the count, its review is replaced."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._material = Material(told.calls, told.playbooks)

    async def of(self, call_id: str) -> tuple[CallRecord, Playbook]:
        async with self._told.database.write() as connection:
            before = await store.review_of(connection, call_id)
            assert before is not None
            newer = replace(before, made_at=before.made_at + timedelta(seconds=1))
            await store.save_review(connection, newer)
        return await self._material.of(call_id)


async def test_what_was_counted_of_a_review_that_is_no_more_is_not_kept(told: Told) -> None:
    await told.call(lost_call(), "c1")
    await told.reviewed()
    late = Counter(told.database, _ReviewedAnew(told), told.reviews)

    assert await late.work_off() == 0
    assert (await told.insights.insights(Scope())).calls == 0

    assert await told.counter.work_off() == 1
    assert (await told.insights.insights(Scope())).calls == 1
