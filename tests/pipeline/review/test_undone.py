"""Promises that the rest of the call undid."""

from datetime import date

from salescoach.domain.review import NextStep, Outcome
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.replied import begun
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

TUESDAY = date(2026, 3, 3)


def steps(talk: Talk) -> tuple[NextStep, ...]:
    return write_review(talk.record(), PLAYBOOK).next_steps


def offered() -> Talk:
    talk = begun()
    talk.says(C, "Sure, go ahead please.")
    promised = talk.says(S, "I'll bring the sample round on Tuesday.")
    talk.promises(promised, "bring the sample round", "on Tuesday", TUESDAY)
    return talk


def test_a_promise_stands_while_nobody_minds() -> None:
    talk = offered()
    talk.says(C, "Tuesday is fine with us.")

    assert len(steps(talk)) == 1


def test_a_day_that_was_turned_down_is_no_step() -> None:
    talk = offered()
    talk.says(C, "Tuesday is the stock count. No, I can't do Tuesday.")

    assert not steps(talk)


def test_what_was_promised_before_a_no_is_none() -> None:
    talk = offered()
    talk.says(C, "Look, we're not interested, thanks.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.DECLINED
    assert not review.next_steps


def test_what_was_answered_in_a_call_that_went_on_was_not_missed() -> None:
    talk = begun()
    talk.says(C, "Sure, go ahead please.")
    talk.says(S, "We answer every one of them for you.")
    talk.objects("That sounds expensive to me.")
    talk.says(S, "It is seventy-nine dollars, no more than that.")
    talk.says(C, "Hm, and it rings on Sundays as well with us.")
    talk.says(S, "Could we start on Thursday at ten?")
    promised = talk.wants("Yes, Thursday at ten is good, I'll be here.")
    talk.promises(promised, "be here", "Thursday at ten", date(2026, 3, 5))
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.NEXT_STEP
    assert not any("objection" in each.opportunity for each in review.missed)
