from datetime import date

import pytest

from salescoach.domain.review import NextStep
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, S, Talk


def steps(said: str, what: str, due: str | None, on: date | None) -> list[NextStep]:
    """Promised by the salesperson on Monday the second of March."""
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.wants("Yes, that would be a great help to us.")
    talk.promises(talk.says(S, said), what, due, on)
    return list(write_review(talk.record(), PLAYBOOK).next_steps)


@pytest.mark.parametrize(
    ("said", "what", "told"),
    [
        ("I'll ask the girl in the office.", "ask the girl in the office", False),
        ("I'll ask Orla about the roof.", "ask Orla about the roof", True),
        ("I'll tell the driver.", "tell the driver", False),
        ("I'll ask the bank for the letter.", "ask the bank for the letter", True),
    ],
)
def test_who_is_asked_is_told_with_what(said: str, what: str, told: bool) -> None:
    [step] = steps(said, what, None, None)

    assert step.what == (what if told else f"You said: “{said}”")


def test_what_is_moved_to_a_day_is_not_done_on_it() -> None:
    first = ("I'll ring the bakery and move them to Friday.", "ring the bakery", "Friday")
    [step] = steps(*first, date(2026, 3, 6))

    assert step.due_on is None


def test_two_promises_of_one_sentence_are_each_quoted_alone() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.wants("Yes, that would be a great help to us.")
    turn = talk.says(S, "I'll ring her tomorrow, and I'll get it released on Thursday.")
    talk.promises(turn, "ring her", "tomorrow", date(2026, 3, 3))
    talk.promises(turn, "get it released", "on Thursday", date(2026, 3, 5))

    assert [each.what for each in write_review(talk.record(), PLAYBOOK).next_steps] == [
        "You said: “I'll ring her tomorrow”",
        "You said: “I'll get it released on Thursday.”",
    ]
