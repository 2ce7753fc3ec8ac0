"""What counts as meeting an objection, and as a step after it."""

import pytest

from salescoach.domain.review import Outcome, Review
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.pipeline.review.worked import hurts
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def begun() -> Talk:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    return talk


def met(
    objection: str, kind: ObjectionType, reply: list[str], then: str, *, wants: bool = False
) -> Review:
    talk = begun()
    talk.says(C, "Sure, go ahead please.")
    talk.says(S, "We answer every one of them for you.")
    talk.objects(objection, kind)
    for each in reply[:-1]:
        talk.says(S, each)
        talk.says(C, "I'd know.")
    talk.says(S, reply[-1])
    (talk.wants if wants else lambda text: talk.says(C, text))(then)
    return write_review(talk.record(), PLAYBOOK)


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


@pytest.mark.parametrize(("left_ms", "told"), [(600, False), (1_900, True)])
def test_only_who_is_talked_over_was_cut_off(left_ms: int, told: bool) -> None:
    talk = begun()
    talk.says(C, "Sure, and since you ask, we lose about nine of them in a week.")
    talk.says(S, "Then let me tell you what we do.", pause_ms=-left_ms)
    talk.says(C, "Right, I had seen that before.")

    review = write_review(talk.record(), PLAYBOOK)

    assert any("You spoke into" in each.opportunity for each in review.missed) is told


@pytest.mark.parametrize(("left_ms", "told"), [(600, False), (1_900, True)])
def test_who_only_takes_turns_fast_is_not_told_to_let_them_finish(left_ms: int, told: bool) -> None:
    talk = begun()
    for _ in range(4):
        talk.says(C, "Sure, and since you ask, we lose about nine of them in a week.")
        talk.says(S, "Then let me tell you what we do.", pause_ms=-left_ms)
    review = write_review(talk.record(), PLAYBOOK)

    assert any("Let them finish" in each.tip for each in review.tips) is told


@pytest.mark.parametrize(
    ("last", "missed"),
    [
        ("I'll ring you in August then.", False),
        ("I'll ring you sometime next week.", True),
    ],
)
def test_nothing_was_agreed_only_where_no_time_was(last: str, missed: bool) -> None:
    talk = begun()
    talk.objects("That is a lot of money.")
    talk.says(S, last)
    talk.says(C, "Right, you can try, goodbye.")
    found = write_review(talk.record(), PLAYBOOK).missed

    assert any("nothing was agreed" in each.opportunity for each in found) is missed


def test_somebody_elses_say_that_was_settled_is_not_missed() -> None:
    review = met(
        "I have to talk to my husband.",
        ObjectionType.AUTHORITY,
        ["What's he worried about, mostly the money?"],
        "That helps. How soon could you be here?",
        wants=True,
    )

    assert not any("decide alone" in each.opportunity for each in review.missed)


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
    ("reply", "missed"),
    [
        (["Okay, well, the offer is still valid until June.", "Do you want it again?"], True),
        (["I'm sorry, that must be hard for you.", "How long has it been so?"], False),
        (["What happened, if I may ask you that?"], False),
        (["Right.", "How long has it been going on?"], False),
    ],
)
def test_a_question_after_the_product_comes_too_late_for_what_hurts(
    reply: list[str], missed: bool
) -> None:
    talk = Talk()
    talk.says(S, "We offer three lanes a week, as I wrote.")
    talk.says(C, "I've not looked at it. We've had a nightmare here.")
    for each in reply:
        talk.says(S, each)
        talk.says(C, "Right.")
    review = write_review(talk.record(), PLAYBOOK)

    assert any("what hurts" in each.opportunity for each in review.missed) is missed


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


def test_being_let_down_in_time_hurts() -> None:
    talk = Talk()
    talk.says(S, "We offer bread, six days a week.")
    talk.says(C, "They've been late three Saturdays out of the last five.")
    talk.says(S, "Yeah. So with the sourdough we do a white and a seeded one.")
    review = write_review(talk.record(), PLAYBOOK)

    assert any("what hurts" in each.opportunity for each in review.missed)


@pytest.mark.parametrize(
    ("line", "presents"),
    [("No, just that it's relevant.", False), ("We answer each of the calls that you miss.", True)],
)
def test_a_few_words_present_nothing(line: str, presents: bool) -> None:
    talk = begun()
    talk.says(C, "Sure, go ahead please.")
    talk.enters(Stage.PITCH, talk.says(S, line))
    talk.objects("That sounds expensive to me.")
    talk.says(S, "It is the usual price for it.")
    review = write_review(talk.record(), PLAYBOOK)

    assert any("You presented before" in each.opportunity for each in review.missed) is presents


def praised(review: Review) -> bool:
    return any("with a question" in each.text for each in review.what_worked)


@pytest.mark.parametrize(
    ("kind", "question", "praise"),
    [
        (ObjectionType.PRICE, "What would be fair?", True),
        (ObjectionType.PRICE, "Who else would be involved in it?", False),
        (ObjectionType.PRICE, "The same year, sir?", False),
        (ObjectionType.TRUST, "Tell me what you would want to see?", True),
        (ObjectionType.AUTHORITY, "What is her name?", True),
        (ObjectionType.AUTHORITY, "Will he be able to come along?", True),
        (ObjectionType.AUTHORITY, "You want email or regular mail?", False),
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


def test_what_did_not_come_back_is_not_told_as_such() -> None:
    """It may have come back in words that nobody heard as an objection."""
    review = met(
        "That is too dear.", ObjectionType.PRICE, ["It is worth it."], "Well, I don't know."
    )

    assert review.objections[0].text.startswith("You answered with a statement")
    assert not any("come up again" in each.text for each in review.objections)
    assert not any("come up again" in each.text for each in review.summary)


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
    ("later", "missed"),
    [
        ("Could we get twenty minutes with her on Friday?", False),
        ("Then bring her along to the demo.", False),
        ("We are open all week, by the way.", True),
    ],
)
def test_nobody_stayed_outside_who_was_asked_for_later(later: str, missed: bool) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.objects("My wife does the books, she has to see it.", ObjectionType.AUTHORITY)
    talk.says(S, "It is a good product, you see.")
    talk.says(C, "Well, it may be, I do not know.")
    talk.says(S, later)
    talk.says(C, "Yes, well, that is how it is.")
    found = write_review(talk.record(), PLAYBOOK).missed

    assert any("stayed outside" in each.opportunity for each in found) is missed


@pytest.mark.parametrize(
    ("kind", "answer", "then", "missed"),
    [
        (ObjectionType.TRUST, "It stands in the contract.", "Well, I am still not sure.", True),
        (ObjectionType.TRUST, "It stands in the contract.", "Okay, that's fair.", False),
        (ObjectionType.TECHNICAL, "It runs on any phone.", "Well, I am still not sure.", False),
        (ObjectionType.TRUST, "Okay, thanks for your time.", "Bye.", False),
    ],
)
def test_a_statement_is_missed_only_where_it_was_not_enough(
    kind: ObjectionType, answer: str, then: str, missed: bool
) -> None:
    found = met("I don't believe in all that.", kind, [answer], then).missed

    assert any("got a statement" in each.opportunity for each in found) is missed


def test_what_came_back_after_a_question_accuses_nobody() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.objects("That sounds expensive to me.")
    talk.says(S, "What would be fair to you?")
    talk.says(C, "Less than what you said just now.")
    talk.says(S, "It is what it is, I am afraid.")
    talk.objects("Then it is too expensive for us.")
    talk.says(S, "What would have to change?")
    talk.says(C, "The price would have to change.")
    review = write_review(talk.record(), PLAYBOOK)

    assert [each.handling for each in review.objections] == ["came_back", "moved_on"]
    assert not any("it came back" in each.opportunity for each in review.missed)


def test_a_sum_they_told_before_is_what_the_problem_costs_them() -> None:
    def missed(asked: str) -> bool:
        talk = Talk()
        talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
        talk.says(C, "Yes, go on, we have those surcharges every month.")
        talk.says(S, asked)
        talk.says(C, "Four thousand pounds this year, I think.")
        talk.enters(Stage.PITCH, talk.says(S, "We print it all in three days and bring it to you."))
        talk.objects("That sounds expensive to me.")
        talk.says(S, "It is what it is, I am afraid.")
        found = write_review(talk.record(), PLAYBOOK).missed
        return any("You presented before" in each.opportunity for each in found)

    assert missed("And how do you pay for all that?")
    assert not missed("And what did that come to, roughly?")


def test_the_no_that_ends_a_call_is_told_once() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.says(C, "Sure, but I have to be quick today.")
    talk.says(S, "We answer every call for you, day and night.")
    talk.objects("No, we are not interested.", ObjectionType.NEED)
    talk.says(S, "Okay. Well, if anything changes, you have my number.")
    talk.says(C, "I do, thank you, goodbye now.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.DECLINED
    assert not any("objection" in each.opportunity for each in review.missed)
    assert not any("need" in each.text for each in review.insights)
    assert not any("objection" in each.tip for each in review.tips)


@pytest.mark.parametrize(
    ("kind", "tip"), [(ObjectionType.TECHNICAL, False), (ObjectionType.TRUST, True)]
)
def test_a_technical_one_wants_a_fact(kind: ObjectionType, tip: bool) -> None:
    review = met("I don't believe in all that.", kind, ["It keeps it there."], "Okay, go on then.")

    assert any("with a question first" in each.tip for each in review.tips) is tip


@pytest.mark.parametrize(
    ("said", "it_hurts"), [("It annoys them all.", True), ("That is annoyingly fair.", False)]
)
def test_an_annoyingly_good_point_hurts_nobody(said: str, it_hurts: bool) -> None:
    assert hurts(said) is it_hurts
