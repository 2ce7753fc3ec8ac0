from datetime import date

import pytest

from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, S, Talk


def told(said: str) -> list[tuple[str, date | None]]:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked us for a quote.")
    talk.wants("Yes, that would be a great help to us, go on.")
    talk.says(S, said)
    found = write_review(talk.record(), PLAYBOOK).next_steps
    return [(each.what, each.due_on) for each in found]


@pytest.mark.parametrize(
    ("said", "what", "day"),
    [
        ("And Mr Lyle rings you Thursday half past six.", "have Mr Lyle ring", 5),
        ("So Tomasz, our electrician, he rings you on Wednesday.", "have Tomasz ring", 4),
        ("Okay, our fitter comes out to you on Monday.", "have our fitter come", 9),
        ("My colleague visits you on Friday at ten.", "have your colleague visit them", 6),
        ("Priya's calling you tomorrow about the loan.", "have Priya call", 3),
        ("Mrs Dunne phones you Tuesday, she does the rates.", "have Mrs Dunne phone", 3),
        ("Our driver collects it from you on Thursday.", "have our driver collect it from them", 5),
    ],
)
def test_who_is_sent_on_a_day(said: str, what: str, day: int) -> None:
    assert told(said) == [(what, date(2026, 3, day))]


@pytest.mark.parametrize(
    "said",
    [
        "Mr Lyle rings everybody on Thursdays usually.",
        "The price comes down on Monday.",
        "Our driver comes by every Tuesday.",
        "If Tomasz rings you on Wednesday, tell him.",
        "Monday comes around quickly.",
        "What comes in on Friday?",
        "Anna sends her regards.",
        "He rings you when he likes.",
        "Dublin calls me the day it rains.",
        "The system emails you on Friday.",
        "Our last fitter came to you on Monday.",
        "Paul never calls you on Friday.",
    ],
)
def test_what_is_told_of_others_is_no_step(said: str) -> None:
    assert told(said) == []
