"""From stored calls to insights, and what happens to them when calls change or go."""

import csv
import io
from dataclasses import replace
from datetime import date

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from salescoach.app.errors import add_error_handlers
from salescoach.domain.events import LineSaid, SignalHeard
from salescoach.domain.history import CallQuery, RaisedObjection
from salescoach.domain.insight import Reaction
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType
from salescoach.rooms.customers.service import CustomerService
from salescoach.rooms.insights.api import insights_router
from salescoach.rooms.insights.counted import Scope
from salescoach.rooms.insights.report import Insights
from salescoach.rooms.insights.service import InsightsService
from salescoach.rooms.insights.spreadsheet import insights_csv
from salescoach.rooms.insights.store.tables import counted_lines
from tests.pipeline.review.talk import SCRIPT, C, S, Talk, evidence, good_call
from tests.rooms.calls.test_history import reviewed
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


async def test_what_is_told_over_years_is_one_sum(told: Told) -> None:
    for number, day in enumerate(("2025-01-06", "2025-06-02", "2026-03-02", "2026-03-03")):
        talk = good_call() if number == 1 else lost_call()
        await told.call(talk, f"c{number}", f"{day}T10:00:00+00:00")
    assert await told.counted() == 4

    def plain(found: Insights) -> object:
        lines = [(line.count.script_id, line.count.reactions, line.good) for line in found.ledger]
        return replace(found, ledger=()), lines

    first = await told.insights.insights(Scope(), date(2026, 3, 3))
    assert (first.calls, first.good) == (4, 1)
    weeks = [week.starts_on for week in first.weeks if week.totals.calls]
    assert weeks == [date(2025, 1, 6), date(2025, 6, 2), date(2026, 3, 2)]
    [line] = first.ledger
    assert (line.count.said, line.count.reactions) == (3, {Reaction.OBJECTED: 3})
    authority = next(each for each in first.objections if each.type == "authority")
    assert (authority.calls, authority.settled.of) == (3, 6)
    # Equal scores: the newest first.
    assert [each.call.call_id for each in first.worst] == ["c3", "c2", "c0"]
    assert sum(sum(each.outcomes.values()) for each in first.stages) == 4

    clipped = Scope(date(2025, 6, 2), date(2026, 3, 2))
    assert (await told.insights.insights(clipped)).calls == 2
    again = await told.insights.insights(Scope(), date(2026, 3, 3))
    assert plain(again) == plain(first)

    for change in (
        told.calls.history.set_outcome(["c0"], Outcome.WON),
        told.calls.history.note_review("c1", reviewed(Outcome.DECLINED), 1.5),
        told.calls.history.delete(["c2"]),
    ):
        await change
        kept = await told.insights.insights(Scope(), date(2026, 3, 3))
        anew = InsightsService(told.database, told.playbooks, told.clock)
        assert plain(kept) == plain(await anew.insights(Scope(), date(2026, 3, 3)))
        assert plain(kept) != plain(first)
        first = kept
    assert (kept.calls, kept.good) == (3, 1)


async def test_only_the_season_of_a_change_is_added_up_again(told: Told) -> None:
    await told.call(lost_call(), "c1", "2025-01-06T10:00:00+00:00")
    await told.call(lost_call(), "c2", "2026-03-02T10:00:00+00:00")
    await told.counted()

    async def said() -> list[int]:
        return [line.count.said for line in (await told.insights.insights(Scope())).ledger]

    assert await said() == [2]
    # Rows no trigger looks after: whether they are missed tells what was read.
    async with told.database.write() as connection:
        await connection.execute(delete(counted_lines))
    assert await said() == [2]
    await told.calls.history.set_outcome(["c2"], Outcome.WON)
    assert await said() == [1]
    await told.calls.history.set_outcome(["c1"], Outcome.WON)
    assert await said() == []


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


async def test_moments_of_a_call_without_times_have_none(told: Told) -> None:
    await told.call(good_call(), "c1", timing="none")
    await told.call(lost_call(), "c2", "2026-03-03T10:00:00+00:00", timing="starts")
    await told.counted()

    found = await told.insights.insights(Scope(), date(2026, 3, 17))
    assert [(each.call.call_id, each.spot.start_ms) for each in found.best] == [("c1", None)]
    assert [each.spot.start_ms is None for each in found.worst] == [False]
    (row,) = [line for line in insights_csv(found, "moments").splitlines() if ",c1," in line]
    assert row.split(",")[4] == ""


async def test_every_place_tells_the_same_objections_of_a_call(told: Told) -> None:
    """The coach was sure of the price and in doubt about the trust."""
    talk = Talk()
    talk.says(S, "We offer it for four hundred a month.")
    talk.objects("That sounds expensive to me.")
    talk.says(S, "It is a fair price, believe me.")
    talk.objects("And who are you people again, if I may ask?", ObjectionType.TRUST)
    doubted = talk.events[-1]
    assert isinstance(doubted, SignalHeard)
    talk.events[-1] = replace(doubted, confidence=0.45)
    talk.says(S, "We are from Leeds.")
    await told.call(talk, "c1")
    await told.counted()
    analysis = await told.reviews.made("c1")
    assert analysis is not None
    assert analysis.stored is not None
    review = analysis.stored.review

    listed = (await told.calls.history.find(CallQuery(), 5)).calls[0].objections
    chosen = (await told.calls.history.filter_choices()).objections
    counted = (await told.insights.insights(Scope(), date(2026, 3, 3))).objections
    known = await CustomerService(told.database, told.reviews, told.clock).known("Dana Reyes")

    assert [each.type for each in review.objections] == [ObjectionType.PRICE]
    assert next(each.of for each in review.figures if each.key == "objections") == 1
    assert listed == (RaisedObjection("price", 1),)
    assert [(each.value, each.calls) for each in chosen] == [("price", 1)]
    assert [(each.type, each.settled.of) for each in counted] == [("price", 1)]
    assert known.brief is not None
    assert [each.met.type for each in known.brief.objections] == [ObjectionType.PRICE]
