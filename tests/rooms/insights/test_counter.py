"""A call is counted from what its review was made of."""

from datetime import UTC, date, datetime

from salescoach.domain.events import TurnCorrected
from salescoach.rooms.insights.counted import Scope
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
