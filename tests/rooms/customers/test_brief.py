"""Who is meant, what is still open, and what is not."""

from dataclasses import replace
from datetime import UTC, datetime

from salescoach.domain.audio import Speaker
from salescoach.domain.review import HandledObjection, Handling, NextStep, Outcome, Review
from salescoach.domain.signal import Evidence, ObjectionType
from salescoach.rooms.customers.brief import PastCall, brief_of, key_of, same_customer

SAID = Evidence("t3", "I will send the contract.", 3_000, 5_000)


def call(
    number: int,
    name: str = "Dana Reyes",
    company: str | None = None,
    outcome: Outcome | None = None,
) -> PastCall:
    began = datetime(2026, 3, number, 10, tzinfo=UTC)
    return PastCall(f"c{number}", began, name, company, outcome, None)


def objection(kind: ObjectionType, handling: Handling) -> HandledObjection:
    return HandledObjection(kind, handling, "It went so.", SAID, None, None)


def step(what: str, owner: Speaker = Speaker.SALESPERSON) -> NextStep:
    return NextStep(owner, what, "by Friday", None, SAID)


def review(*steps: NextStep, objections: tuple[HandledObjection, ...] = ()) -> Review:
    return Review(Outcome.UNDECIDED, "It ended so.", SAID, next_steps=steps, objections=objections)


def test_the_calls_of_one_company_are_meant_newest_first() -> None:
    found = [call(1, company="Acme Ltd"), call(2, "dana reyes", "ACME"), call(3, "Dana Reyes-Soto")]
    calls, choices = same_customer(found, "Dana Reyes", None)
    assert [each.call_id for each in calls] == ["c2", "c1"]
    assert choices == ()


def test_two_customers_of_a_name_are_told_apart_by_the_company_or_not_at_all() -> None:
    found = [call(1, company="Acme"), call(2, company="Borealis"), call(3, company="Acme")]
    calls, choices = same_customer(found, "Dana Reyes", None)
    assert calls == ()
    assert [(each.company, each.calls) for each in choices] == [("Acme", 2), ("Borealis", 1)]
    assert [each.call_id for each in same_customer(found, "Dana Reyes", "acme")[0]] == ["c3", "c1"]


def test_another_company_is_another_customer_who_is_offered() -> None:
    calls, choices = same_customer([call(1)], "Dana Reyes", "Acme")
    assert calls == ()
    assert [each.company for each in choices] == [None]


def test_what_was_promised_twice_stands_once_and_what_is_done_not_at_all() -> None:
    newer, older = call(2), call(1)
    theirs = step("ask the partner", Speaker.CUSTOMER)
    reviews = [
        (newer, review(theirs, step("send the contract"))),
        (older, review(step("Send the contract"), step("call the office"))),
    ]
    brief = brief_of([newer, older], reviews, set())
    told = [(each.call_id, each.step.what) for each in brief.promises]
    assert told == [
        ("c2", "send the contract"),
        ("c1", "call the office"),
        ("c2", "ask the partner"),
    ]
    kept = {("c2", key_of(theirs)), ("c1", key_of(step("call the office")))}
    brief = brief_of([newer, older], reviews, kept)
    assert [each.step.what for each in brief.promises] == ["send the contract"]


def test_the_last_word_on_an_objection_counts() -> None:
    price, trust, timing = ObjectionType.PRICE, ObjectionType.TRUST, ObjectionType.TIMING
    newer, older = call(2), call(1)
    reviews = [
        (newer, review(objections=(objection(price, "settled"),))),
        (
            older,
            review(
                objections=(
                    objection(price, "came_back"),
                    objection(trust, "settled"),
                    objection(trust, "unanswered"),
                    objection(timing, "moved_on"),
                )
            ),
        ),
    ]
    brief = brief_of([newer, older], reviews, set())
    assert {each.met.type for each in brief.objections} == {trust, timing}


def test_an_answered_objection_stands_until_they_buy() -> None:
    """A day for the next talk settles no price."""
    met = objection(ObjectionType.PRICE, "moved_on")
    for outcome, open_still in ((Outcome.NEXT_STEP, 1), (Outcome.UNDECIDED, 1), (Outcome.WON, 0)):
        only = call(1, outcome=outcome)
        brief = brief_of([only], [(only, review(objections=(met,)))], set())
        assert len(brief.objections) == open_still
        later, before = call(2, outcome=outcome), call(1)
        reviews = [(later, review()), (before, review(objections=(met,)))]
        assert len(brief_of([later, before], reviews, set()).objections) == open_still


def test_a_call_without_a_review_is_told_as_far_as_it_is_known() -> None:
    newest, reviewed = call(2), call(1)
    brief = brief_of([newest, reviewed], [(reviewed, review(step("send it")))], set())
    assert (brief.last.call_id, brief.reviewed, brief.stopped) == ("c2", False, None)
    assert len(brief.promises) == 1


def test_a_promise_keeps_its_key_when_the_review_is_made_again() -> None:
    assert key_of(step("Send it")) == key_of(replace(step("send it"), due=None))
    assert key_of(step("send it")) != key_of(step("send it", Speaker.CUSTOMER))
