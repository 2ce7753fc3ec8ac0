"""What counts as meeting an objection, and as a step after it."""

import pytest

from salescoach.domain.signal import ObjectionType
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.replied import begun, met
from tests.pipeline.review.talk import PLAYBOOK, C, S


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        (ObjectionType.AUTHORITY, ["Can you not just push it through?"]),
        (ObjectionType.AUTHORITY, ["Well have a think."]),
        (ObjectionType.PRICE, ["Okay, what if I could do twenty?"]),
        (ObjectionType.NEED, ["Well look, can I drop you some samples in?"]),
        (ObjectionType.NEED, ["It's really good though, you see.", "And how big are you?"]),
    ],
)
def test_who_pushes_or_defends_first_has_not_met_it_with_a_question(
    kind: ObjectionType, reply: list[str]
) -> None:
    review = met("I am not so sure about all that.", kind, reply, "Well, as I was saying to you.")

    assert not any("with a question" in each.text for each in review.what_worked)
    assert review.objections[0].text.startswith("You answered with a statement")


@pytest.mark.parametrize(
    "reply", [["What makes you say that?"], ["Okay.", "Which part of it worries you?"]]
)
def test_a_question_after_a_word_or_two_meets_it(reply: list[str]) -> None:
    review = met("That is a lot of money.", ObjectionType.PRICE, reply, "It is the month, mostly.")

    assert any("with a question" in each.text for each in review.what_worked)


@pytest.mark.parametrize(
    ("then", "handling"),
    [
        ("If you like.", "moved_on"),
        ("You can drop them in. I'm not promising anything.", "moved_on"),
        ("You can send it to the office. I have to go now.", "moved_on"),
        ("Well, I can't promise that, I'll put it to them.", "moved_on"),
        ("The second one still, maybe, with your name on it.", "moved_on"),
        ("Yes, that would help us a lot.", "settled"),
    ],
)
def test_what_somebody_only_lets_happen_settles_nothing(then: str, handling: str) -> None:
    reply = ["What would have to change until then?"]
    review = met("Not before the spring.", ObjectionType.TIMING, reply, then, wants=True)

    assert review.objections[0].handling == handling


def test_what_they_agree_to_much_later_settles_nothing() -> None:
    talk = begun()
    talk.objects("That is a lot of money.")
    for answer in ("It is what most pay.", "We are open on Sundays, too.", "And we are near."):
        talk.says(S, answer)
        talk.says(C, "Right, I had seen that before.")
    talk.says(S, "Shall I bring you one?")
    talk.wants("Yes, bring me one.")

    review = write_review(talk.record(), PLAYBOOK)

    assert review.objections[0].handling == "moved_on"


def test_what_did_not_come_back_is_not_told_as_such() -> None:
    """It may have come back in words that nobody heard as an objection."""
    review = met(
        "That is too dear.", ObjectionType.PRICE, ["It is worth it."], "Well, I don't know."
    )

    assert review.objections[0].text.startswith("You answered with a statement")
    assert not any("come up again" in each.text for each in review.objections)
    assert not any("come up again" in each.text for each in review.summary)


@pytest.mark.parametrize(
    ("invited", "told"),
    [
        ("Could the two of you talk with me on Friday?", "Could the two of you talk"),
        ("Shall I send a sheet that compares both?", "You answered with a statement"),
    ],
)
def test_who_cannot_decide_alone_is_answered_where_the_other_is_brought_in(
    invited: str, told: str
) -> None:
    talk = begun()
    talk.objects("My sister and I own it, I can't decide alone.", ObjectionType.AUTHORITY)
    talk.says(S, "Understood. It is seventy nine dollars a month for all of it.")
    talk.objects("That is too expensive for a shop like ours.")
    talk.says(S, "What would it have to save you each month?")
    talk.says(C, "At least a hundred dollars, I would say.")
    talk.says(S, invited)
    talk.promises(talk.says(C, "Friday works for me. I will ask my sister."), "ask my sister")
    authority, price = write_review(talk.record(), PLAYBOOK).objections

    assert told in authority.text
    assert price.answer is not None
    assert price.answer.quote == "What would it have to save you each month?"


@pytest.mark.parametrize(
    "then", ["We did four jobs with them. Did they charge you for it?", "Are they with him still?"]
)
def test_with_them_alone_brings_nobody_in(then: str) -> None:
    talk = begun()
    talk.objects("My sister and I own it, I can't decide alone.", ObjectionType.AUTHORITY)
    talk.says(S, "Understood. It is seventy nine dollars a month for all of it.")
    talk.says(C, "We were with Harbor Phones before, I think.")
    talk.says(S, then)
    talk.says(C, "I would not know that, to be honest.")
    [authority] = write_review(talk.record(), PLAYBOOK).objections

    assert authority.text.startswith("You answered with a statement")


def test_what_came_back_before_the_other_was_brought_in_was_not_met_by_it() -> None:
    talk = begun()
    talk.objects("My sister and I own it, I can't decide alone.", ObjectionType.AUTHORITY)
    talk.says(S, "Understood. It is seventy nine dollars a month for all of it.")
    talk.objects("As I said, my sister has to agree to it.", ObjectionType.AUTHORITY)
    talk.says(S, "Could the two of you talk with me on Friday?")
    talk.says(C, "Well, we will have to see about that.")
    first, second = write_review(talk.record(), PLAYBOOK).objections

    assert first.handling == "came_back"
    assert first.text.startswith("You answered with a statement")
    assert second.text.startswith("You asked “Could the two of you talk")
