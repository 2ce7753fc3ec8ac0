from datetime import date

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep
from salescoach.domain.signal import Evidence
from salescoach.pipeline.review.told_once import told_once

DAY = date(2026, 3, 5)


def step(place: int, what: str, due: str | None = None, on: date | None = None) -> NextStep:
    said = Evidence(f"t{place}", what, place * 1000, place * 1000 + 500)
    return NextStep(Speaker.SALESPERSON, what, due, on, said)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (step(1, "send a list of six questions for them"),
         step(2, "send the six questions for Pennant", "today", DAY)),
        (step(1, "ring the other two in Hull"), step(2, "ring Hull")),
        (step(1, "email the quote"), step(2, "send the quote", "Thursday", DAY)),
        (step(1, "send the contract", "Thursday", DAY), step(2, "send the contract")),
        (step(1, "You said: “I'll text you her number after this.”", "after this", DAY),
         step(2, "You said: “I'll text you Sinead's number now”", "now", DAY)),
    ],
)  # fmt: skip
def test_one_promise_said_twice_is_one(first: NextStep, again: NextStep) -> None:
    [kept] = told_once([first, again])

    assert kept.due_on == (first.due_on or again.due_on)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (step(1, "send the quote"), step(2, "send the contract")),
        (step(1, "ring the bank"), step(2, "ring the landlord")),
        (step(1, "send the quote", "Thursday", DAY),
         step(2, "send the quote", "Friday", date(2026, 3, 6))),
        (step(1, "send the drawings"), step(2, "check the drawings")),
        (step(1, "You said: “I'll see him there.”"), step(2, "You said: “I'll ask Orla.”")),
        (step(1, "sign the agreement"), step(2, "send the agreement")),
        (step(1, "call"), step(2, "call the bank")),
    ],
)  # fmt: skip
def test_two_promises_stay_two(first: NextStep, other: NextStep) -> None:
    assert told_once([first, other]) == [first, other]
