"""From stored calls to insights, and what happens to them when calls change or go."""

import csv
import io
from datetime import date

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.domain.events import LineSaid
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType
from salescoach.rooms.insights.api import insights_router
from salescoach.rooms.insights.counted import Scope
from tests.pipeline.review.talk import SCRIPT, C, S, Talk, evidence, good_call
from tests.rooms.insights.told import Told


def lost_call() -> Talk:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    first = talk.objects("I have to ask my partner about that.", ObjectionType.AUTHORITY)
    said = talk.says(S, SCRIPT)
    talk.events.append(LineSaid(what="script", id="ask_other", evidence=evidence(said)))
    talk.objects("As I said, my partner decides on it.", ObjectionType.AUTHORITY)
    talk.says(S, "Fine, have a good day then.")
    assert first.id == "t2"
    return talk


def http(told: Told) -> httpx.AsyncClient:
    app = FastAPI()
    add_error_handlers(app)
    app.include_router(insights_router(told.insights))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_what_reviewed_calls_tell_together(told: Told) -> None:
    await told.call(good_call(), "c1", "2026-03-02T10:00:00+00:00")
    await told.call(lost_call(), "c2", "2026-03-03T10:00:00+00:00")
    await told.call(lost_call(), "c3", "2026-03-17T10:00:00+00:00")
    assert await told.counted() == 3

    found = await told.insights.insights(Scope(), date(2026, 3, 17))
    assert (found.calls, found.good, found.waiting) == (3, 1, 0)
    assert [(week.starts_on.day, week.totals.calls) for week in found.weeks] == [
        (2, 2),
        (9, 0),
        (16, 1),
    ]
    outcomes = {kind: n for each in found.stages for kind, n in each.outcomes.items()}
    assert outcomes[Outcome.NEXT_STEP] == 1
    authority = next(each for each in found.objections if each.type == "authority")
    assert (authority.calls, authority.settled.of) == (2, 4)
    [line] = found.ledger
    assert (line.count.script_id, line.count.said, line.standing) == ("ask_other", 2, "too_few")
    assert line.text == SCRIPT
    assert [each.call.call_id for each in found.best] == ["c1"]
    assert {each.call.call_id for each in found.worst} == {"c2", "c3"}
    week = next(each for each in found.compared if each.figure == "score")
    assert (week.week.n, week.before.n, week.difference) == (1, 2, None)


async def test_days_and_playbooks_narrow_it_down(told: Told) -> None:
    await told.call(good_call(), "c1", "2026-03-02T10:00:00+00:00")
    await told.call(lost_call(), "c2", "2026-03-10T10:00:00+00:00")
    await told.counted()
    first = Scope(date(2026, 3, 2), date(2026, 3, 2))
    assert (await told.insights.insights(first)).calls == 1
    assert (await told.insights.insights(Scope(until=date(2026, 3, 1)))).calls == 0
    assert (await told.insights.insights(Scope(playbooks=("p",)))).calls == 2
    assert (await told.insights.insights(Scope(playbooks=("other",)))).calls == 0


async def test_a_call_is_counted_once_and_again_when_its_review_is_made_again(told: Told) -> None:
    await told.call(good_call(), "c1")
    assert await told.counted() == 1
    assert await told.counted() == 0
    told.clock.advance(60_000)
    await told.reviews.analyze("c1")
    await told.reviewed()
    assert await told.counter.work_off() == 1
    assert (await told.insights.insights(Scope())).calls == 1


async def test_a_deleted_call_leaves_nothing(told: Told) -> None:
    await told.call(lost_call(), "c1")
    await told.counted()
    await told.calls.history.delete(["c1"])
    found = await told.insights.insights(Scope())
    assert (found.calls, found.ledger, found.objections, found.worst) == (0, (), (), ())


async def test_the_users_word_on_the_outcome_counts_at_once(told: Told) -> None:
    await told.call(lost_call(), "c1")
    await told.counted()
    await told.calls.history.set_outcome(["c1"], Outcome.WON)
    assert (await told.insights.insights(Scope())).good == 1


async def test_every_figure_leads_to_its_moments(told: Told) -> None:
    await told.call(lost_call(), "c1")
    await told.counted()
    [said] = await told.insights.of_script(Scope(), "p", "ask_other")
    assert (said.call.call_id, said.spot.text, said.verdict) == ("c1", SCRIPT, "objected")
    assert said.then is not None
    assert said.then.text == "As I said, my partner decides on it."

    all_of_them = await told.insights.of_objection(Scope(), "authority")
    assert [each.spot.turn_id for each in all_of_them] == ["t2", "t4"]
    [met] = await told.insights.of_objection(Scope(), "authority", "ask_other")
    assert met.then is not None
    assert (met.verdict, met.then.text) == ("came_back", SCRIPT)


async def test_over_http_with_a_part_as_csv(told: Told) -> None:
    talk = lost_call()
    talk.says(C, "=cmd is what they said.")
    await told.call(talk, "c1")
    await told.counted()
    async with http(told) as client:
        page = (await client.get("/insights", params={"since": "2026-03-01"})).json()
        assert (page["calls"], page["ledger"][0]["said"]) == (1, 1)
        assert page["ledger"][0]["worked"] == {"count": 0, "of": 1, "low": 0.0, "high": 0.7935}
        line = {"playbook_id": "p", "script_id": "ask_other"}
        moments = (await client.get("/insights/line", params=line)).json()["occurrences"]
        assert [each["verdict"] for each in moments] == ["objected"]
        answered = await client.get("/insights/export", params={"part": "lines"})
        assert (
            answered.headers["content-disposition"] == 'attachment; filename="insights-lines.csv"'
        )
        [row] = csv.DictReader(io.StringIO(answered.text.removeprefix("\ufeff")))
        assert (row["script"], row["said_calls"], row["objected"]) == ("Other", "1", "1")


@pytest.mark.parametrize("part", ["weeks", "stages", "objections", "lines", "moments"])
async def test_every_part_has_as_many_cells_as_names(told: Told, part: str) -> None:
    await told.call(good_call(), "c1")
    await told.call(lost_call(), "c2")
    await told.counted()
    async with http(told) as client:
        text = (await client.get("/insights/export", params={"part": part})).text
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert rows
    assert {len(row) for row in rows} == {len(head)}


async def test_a_range_that_ends_before_it_begins_is_refused(told: Told) -> None:
    async with http(told) as client:
        answer = await client.get(
            "/insights", params={"since": "2026-03-02", "until": "2026-03-01"}
        )
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_range")
