"""Questions of the customer's that were passed over."""

import pytest

from salescoach.pipeline.review.reading import read
from salescoach.pipeline.review.unanswered import unanswered
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

MORE = "It's a really solid unit and the finish on it is lovely."


def passed_over(question: str, reply: str, *then: str) -> bool:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    turns = (question, reply, *then, "Right so.", "Good.", "Bye now.")
    for place, line in enumerate(turns):
        talk.says(S if place % 2 else C, line)
    return any(unanswered(read(talk.record(), PLAYBOOK)))


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("How long does it take to pay for itself?", MORE),
        ("And when would you be able to start?", "So the team is fully trained and insured."),
        ("How soon can I get it here in Pune, tell me?", "Sir our quality is number one."),
        ("What does the servicing cost, by the way?", MORE),
        ("How much is it with the delivery?", "So the oak is air dried and hand finished."),
        ("How many does it hold, like?", "The lining on it is stainless, top to bottom."),
        ("How often would somebody come out?", "The kit is German, and it looks smart."),
        ("And whose are the skips?", "So the wagon comes on the Tuesday, before the school run."),
        ("How quickly does it heat up, but?", MORE),
        ("And who writes the report?", "Everything goes on the portal, and you get an app."),
        ("And how much power does it pull?", "It's super efficient."),
        ("When do the new prices come in?", "The range is wider than ever, with three colours."),
        ("How long is the warranty on the pump?", "It's a beautiful pump, that one."),
        ("What's the monthly fee going to be?", "There's a dashboard with lots of reports."),
    ],
)
def test_a_question_that_got_the_product_is_passed_over(question: str, reply: str) -> None:
    assert passed_over(question, reply)


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("How long does it take to pay for itself?", "About three winters, with your bills."),
        ("And when would you be able to start?", "What day would suit you best?"),
        ("When would you be able to start?", "Straight after Easter."),
        ("How soon can I get it here, tell me?", "I'll check with the depot and ring you."),
        ("What does the servicing cost, by the way?", "It's included for the whole term."),
        ("How much is it with the delivery?", "That depends on the stairs."),
        ("How many does it hold, like?", "Sixty, and eighty at a push."),
        ("How often would somebody come out?", "Every other week, as it stands."),
        ("And whose are the skips?", "They're ours, you only hire them."),
        ("How are you, how long have you been with them?", MORE),
        ("Is it made of oak, the frame?", MORE),
        ("How long is the warranty on the pump?", "Good question, I'm not sure about that one."),
    ],
)
def test_an_answer_a_question_back_and_i_do_not_know_are_answers(question: str, reply: str) -> None:
    assert not passed_over(question, reply)


def test_any_question_that_has_to_be_asked_again_was_passed_over() -> None:
    first, again = "Is the frame made of oak or ash?", "You didn't answer me, is the frame oak?"

    assert passed_over(first, "The cushions come with three covers.", again, "It's oak, all of it.")
    assert not passed_over(first, "Ash, all of it.", "Lovely stuff.", "It is.")
