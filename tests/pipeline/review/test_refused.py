from datetime import date

import pytest

from salescoach.domain.review import NextStep
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

MONDAY = date(2026, 3, 9)


def calls(offer: str, answer: str) -> list[NextStep]:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked us for a quote.")
    talk.wants("Yes, that would be a great help to us, go on.")
    talk.promises(talk.says(S, offer), "call", "on Monday", MONDAY)
    talk.says(C, answer)
    return [each for each in write_review(talk.record(), PLAYBOOK).next_steps if not each.shared]


@pytest.mark.parametrize(
    "answer",
    [
        "Monday no, Monday is market day. You leave it, I will call you.",
        "No no, don't call on Monday. After the visit I will call you only.",
        "No need, I'll ring you.",
        "Monday's no good to me, sorry.",
        "No, I'll be in touch when I've spoken to Grace.",
        "Please don't call, just leave it.",
        "Ah no, leave it, I'll give you a shout.",
        "Monday is out, we're moving office.",
        "Monday won't work.",
        "I'd rather you didn't, we're flat out.",
        "No, we will let you know.",
        "Nah mate, I'll call you.",
    ],
)
def test_a_call_that_was_turned_down_is_no_step(answer: str) -> None:
    assert calls("So I will call you on Monday?", answer) == []


@pytest.mark.parametrize(
    "answer",
    [
        "Yes, Monday is fine.",
        "No problem, Monday then.",
        "No worries at all.",
        "Monday, no problem.",
        "Leave it with me, and call me on Monday.",
        "Grand so.",
        "No, that's fine, do.",
        "Don't worry, I'm in all day.",
        "Okay, and I'll call you if anything comes up.",
        "Sure. I won't be in on Tuesday though.",
        "Not a bother.",
        "Don't forget, we open at nine.",
    ],
)
def test_a_call_that_was_not_turned_down_stays(answer: str) -> None:
    assert [each.due_on for each in calls("So I will call you on Monday?", answer)] == [MONDAY]
