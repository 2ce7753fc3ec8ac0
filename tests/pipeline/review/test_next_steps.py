from datetime import date

import pytest

from salescoach.domain.review import NextStep
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def steps(promised: str, what: str, due: str | None, on: date | None, *then: str) -> list[NextStep]:
    """Promised by the salesperson on Monday the second; then both speak in turn."""
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.wants("Yes, that would be a great help to us.")
    talk.promises(talk.says(S, promised), what, due, on)
    for place, text in enumerate(then):
        talk.says(S if place % 2 else C, text)
    return list(write_review(talk.record(), PLAYBOOK).next_steps)


@pytest.mark.parametrize(
    ("wish", "then", "due", "on"),
    [
        ("Papers go out on Tuesday so Tuesday would be better.", "Tuesday then. By Tuesday noon.",
         "by Tuesday noon", date(2026, 3, 3)),
        ("Tuesday would be better.", "I can't do Tuesday, I'm afraid, it is full.",
         "by Wednesday", date(2026, 3, 4)),
        ("On Tuesday I am away anyway.", "Then enjoy your Tuesday.",
         "by Wednesday", date(2026, 3, 4)),
    ],
)  # fmt: skip
def test_a_day_that_was_moved_at_once(wish: str, then: str, due: str, on: date) -> None:
    first = ("I'll get you the quote by Wednesday.", "get the quote", "by Wednesday")
    found = steps(*first, date(2026, 3, 4), wish, then)

    assert [(each.due, each.due_on) for each in found if not each.shared] == [(due, on)]


def test_a_promise_keeps_its_own_time_where_its_thing_is_not_named() -> None:
    [step] = steps("I'll get it back to you on Friday.", "get it back", "on Friday", None)

    assert (step.what, step.due) == ("send what was asked for", "on Friday")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("get it back", "send what was asked for"),
        ("get it sorted", "get it sorted"),
        ("send it over", "send what was asked for"),
    ],
)
def test_what_is_handed_over_is_not_received(what: str, told: str) -> None:
    assert [each.what for each in steps(f"I'll {what} then.", what, None, None)] == [told]
