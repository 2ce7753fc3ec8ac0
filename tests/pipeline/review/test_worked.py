"""What is praised, and what is none of the salesperson's merit."""

import pytest

from salescoach.domain.review import Review
from salescoach.domain.signal import ObjectionType
from salescoach.pipeline.review.troubles import hurts
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.replied import begun, met
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def test_a_greeting_earns_no_praise() -> None:
    told = "I think it's ants, big black ones, in the kitchen, and by the sink, since the summer."
    for asked, praised in (("how can I help?", False), ("what did you see?", True)):
        talk = Talk()
        talk.says(S, f"Thank you for calling, this is Tammy, {asked}")
        talk.says(C, told)
        talk.says(S, "We offer two visits for that.")
        review = write_review(talk.record(), PLAYBOOK)

        assert any("brought" in each.text for each in review.what_worked) is praised


def test_the_same_praise_is_given_once() -> None:
    talk = begun()
    for _ in range(3):
        talk.wants("Yes please, that sounds right for us.")
        talk.says(S, "Good, that is for Thursday at ten then.")
    review = write_review(talk.record(), PLAYBOOK)

    assert sum("took up their yes" in each.text for each in review.what_worked) == 1


def test_an_answer_without_heart_praises_no_question() -> None:
    review = met(
        "Not before January.", ObjectionType.TIMING, ["So should I ring you in January?"],
        "If you like.",
    )  # fmt: skip

    assert not any("with a question" in each.text for each in review.what_worked)


@pytest.mark.parametrize(
    ("asked", "figure"), [("How long ago was that?", False), ("How many do you miss?", True)]
)
def test_a_year_builds_no_case(asked: str, figure: bool) -> None:
    talk = Talk()
    talk.says(S, asked)
    talk.says(C, "Oh, ninety something it was.")
    talk.says(S, "We offer two plans for that.")
    review = write_review(talk.record(), PLAYBOOK)

    assert any("a figure" in each.text for each in review.what_worked) is figure


@pytest.mark.parametrize(
    ("said", "it_hurts"),
    [
        ("They were late.", True),
        ("They are always late, you know.", True),
        ("They were late enough.", False),
    ],
)
def test_late_hurts_at_the_end_of_a_sentence_too(said: str, it_hurts: bool) -> None:
    assert hurts(said) is it_hurts


def praised(review: Review) -> bool:
    return any("with a question" in each.text for each in review.what_worked)


@pytest.mark.parametrize(
    ("kind", "question", "praise"),
    [
        (ObjectionType.PRICE, "What would be fair?", True),
        (ObjectionType.COMPETITOR, "Can I ask what tipped it?", True),
        (ObjectionType.PRICE, "Who else would be involved in it?", False),
        (ObjectionType.PRICE, "The same year, sir?", False),
        (ObjectionType.TRUST, "Tell me what you would want to see?", True),
        (ObjectionType.AUTHORITY, "What is her name?", True),
        (ObjectionType.AUTHORITY, "Will he be able to come along?", True),
        (ObjectionType.AUTHORITY, "You want email or regular mail?", False),
        (ObjectionType.AUTHORITY, "So when should I call?", False),
        (ObjectionType.AUTHORITY, "Which day can I ring you?", False),
        (ObjectionType.TRUST, "Okay, where should I send the quote?", False),
        (ObjectionType.NEED, "What time would you like the visit?", False),
        (ObjectionType.AUTHORITY, "What will she want to see?", True),
        (ObjectionType.PRICE, "What were you thinking it would be?", True),
    ],
)
def test_only_a_question_about_the_objection_is_praised(
    kind: ObjectionType, question: str, praise: bool
) -> None:
    review = met("I am not so sure about all that.", kind, [question], "Well, let me think a bit.")

    assert praised(review) is praise
    assert not any("come up again" in each.why for each in review.what_worked)


def test_a_question_that_brought_the_next_objection_is_not_praised() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.objects("That sounds expensive to me.")
    talk.says(S, "What would be fair to you?")
    talk.objects("I would have to run it by my partner.", ObjectionType.AUTHORITY)
    talk.says(S, "I see, that is how it is.")

    assert not praised(write_review(talk.record(), PLAYBOOK))


@pytest.mark.parametrize(
    ("asked", "praise"),
    [
        ("What happened there?", True),
        ("You get what you pay for, right?", False),
        ("What could move it? When did you buy the last one?", True),
        ("What could move it? Anyway, we are quick.", False),
    ],
)
def test_an_answer_is_the_credit_of_what_was_asked_last(asked: str, praise: bool) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.says(S, asked)
    talk.says(
        C, "We had one agency in the north and their work went down so much that we left them."
    )
    worked = write_review(talk.record(), PLAYBOOK).what_worked

    assert any("brought" in each.text for each in worked) is praise
    assert not any("move it" in each.text for each in worked)


@pytest.mark.parametrize(
    ("said", "praise"),
    [
        ("You said the Saturdays kill you, so here is the plan.", True),
        ("You said to try again in March, and here I am.", False),
    ],
)
def test_their_own_words_are_those_of_this_call(said: str, praise: bool) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.says(C, "It is the Saturdays, they kill us every time.")
    talk.says(S, said)
    worked = write_review(talk.record(), PLAYBOOK).what_worked

    assert any("own words back" in each.text for each in worked) is praise


@pytest.mark.parametrize(
    ("said", "it_hurts"), [("It annoys them all.", True), ("That is annoyingly fair.", False)]
)
def test_an_annoyingly_good_point_hurts_nobody(said: str, it_hurts: bool) -> None:
    assert hurts(said) is it_hurts
