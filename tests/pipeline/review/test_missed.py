"""Whom a review blames, and for what."""

from dataclasses import replace

import pytest

from salescoach.domain.events import SignalHeard
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.replied import begun, met
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


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


def test_what_hurts_and_was_answered_to_their_content_was_not_passed_over() -> None:
    def missed(then: str) -> bool:
        talk = begun()
        talk.says(C, "The last contract was a nightmare to get out of, honestly.")
        talk.says(S, "We have a rolling month, and the notice is thirty days by mail.")
        talk.says(C, then)
        found = write_review(talk.record(), PLAYBOOK).missed
        return any("what hurts" in each.opportunity for each in found)

    assert missed("Uh huh.")
    assert not missed("Perfect. That'll do me.")


@pytest.mark.parametrize(
    ("said", "reply", "missed"),
    [
        ("The kiln cracked and we lost forty pots.", "So what we do is that ours cool slowly, "
         "with a fan.", True),
        ("I've lost two nurses over the rota.", "So with us it's a phone app, and it's got a "
         "calendar.", True),
        ("The drain's been leaking since June.", "Yeah, it's tough. So our fee is nine per cent, "
         "with a rebate.", True),
        ("The belt keeps slipping in the wet.", "What does that stop, the whole line?", False),
        ("We lost sixty thousand on the hail.", "Sixty thousand. We have a policy there.", False),
        ("The summer is when it kills us.", "So that's the date we work back from, the first of "
         "June.", False),
        ("The lift was out for most of last week.", "I'll send a fitter out on Monday at eight, "
         "with the part.", False),
        ("We haven't had any problem.", "Well, we have a better one than theirs is.", False),
        ("We're under contract, so I'd lose the rebate.", "We have a way out of those, you see.",
         False),
    ],
)  # fmt: skip
def test_a_trouble_is_taken_up_or_passed_over(said: str, reply: str, missed: bool) -> None:
    talk = begun()
    talk.says(C, said)
    talk.says(S, reply)
    talk.says(C, "Uh huh, well.")
    found = write_review(talk.record(), PLAYBOOK).missed

    assert any("what hurts" in each.opportunity for each in found) is missed


def test_being_let_down_in_time_hurts() -> None:
    talk = Talk()
    talk.says(S, "We offer bread, six days a week.")
    talk.says(C, "They've been late three Saturdays out of the last five.")
    talk.says(S, "Yeah. So with the sourdough we do a white and a seeded one.")
    review = write_review(talk.record(), PLAYBOOK)

    assert any("what hurts" in each.opportunity for each in review.missed)


@pytest.mark.parametrize(
    ("later", "missed"),
    [
        ("Could we get twenty minutes with her on Friday?", False),
        ("Then bring her along to the demo.", False),
        ("We are open all week, by the way.", True),
        ("We did four jobs with them in May.", True),
        ("I could sit down with her, too.", False),
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


@pytest.mark.parametrize(
    ("said", "missed"),
    [("You got a robot for that?", False), ("I don't want any robot for that.", True)],
)
def test_who_only_asked_objects_for_the_first_time(said: str, missed: bool) -> None:
    talk = begun()
    talk.objects(said, ObjectionType.AI_CONCERNS)
    talk.says(S, "Yes sir, it sounds just like a person.")
    talk.objects("She'd think I was dead if a robot answered.", ObjectionType.AI_CONCERNS)
    talk.says(S, "It is very natural, all of them say so.")
    talk.says(C, "Well, I would not know about that.")
    review = write_review(talk.record(), PLAYBOOK)

    assert any("it came back" in each.opportunity for each in review.missed) is missed


@pytest.mark.parametrize(
    ("said", "missed"),
    [
        ("There's the flat too, and my daughter lives there for nothing.", False),
        ("My daughter would have to agree to that first.", True),
    ],
)
def test_that_somebody_else_exists_does_not_make_them_decide(said: str, missed: bool) -> None:
    review = met(said, ObjectionType.AUTHORITY, ["Our fee is one percent."], "Right, I see.")

    assert any("decide alone" in each.opportunity for each in review.missed) is missed


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
    ("reply", "missed"), [("I will put you down for May then.", False), ("It is cheap now.", True)]
)
def test_who_fixes_the_time_has_gone_into_the_timing(reply: str, missed: bool) -> None:
    found = met("Not now, later in the year.", ObjectionType.TIMING, [reply], "Well, let us see.")

    assert any("timing" in each.opportunity for each in found.missed) is missed


@pytest.mark.parametrize(
    ("said", "missed"),
    [
        ("I'd have to tell Alan, but he'll not mind.", False),
        ("I'd have to ask Alan, he signs it.", True),
    ],
)
def test_whoever_will_agree_stayed_outside_rightly(said: str, missed: bool) -> None:
    found = met(said, ObjectionType.AUTHORITY, ["It is a good one."], "Well, let us see.").missed

    assert any("stayed outside" in each.opportunity for each in found) is missed


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ("So when should I call?", "Wait a breath, then ask what is behind it"),
        ("What makes you say that?", "You asked."),
    ],
)
def test_who_only_asked_for_the_next_step_is_told_to_ask(asked: str, advice: str) -> None:
    found = met("I don't believe in all that.", ObjectionType.TRUST, [asked], "Well, let us see.")
    told = [each for each in found.missed if "objection" in each.opportunity]

    assert bool(told) is advice.startswith("Wait")
    assert all(advice in each.what_to_do for each in told)


def test_without_a_line_of_the_playbooks_the_other_one_is_asked_in() -> None:
    talk = begun()
    talk.objects("My wife does the books, she has to see it.", ObjectionType.AUTHORITY)
    talk.says(S, "It is a good product, you see.")
    talk.says(C, "Well, it may be, I do not know.")
    found = write_review(talk.record(), replace(PLAYBOOK, categories=())).missed
    told = next(each for each in found if "stayed outside" in each.opportunity)

    assert "a day on which all can talk" in told.what_to_do


@pytest.mark.parametrize("questions", [0, 3])
def test_who_asked_is_not_told_what_they_may_have_found_out(questions: int) -> None:
    talk = begun()
    for place, asked in enumerate(("Who picks up at noon?", "And then?", "Since when?")):
        talk.says(S, asked if place < questions else "It rings at noon, I am sure of that.")
        talk.says(C, "It is the same as with everybody else here.")
    talk.enters(Stage.DISCOVERY, talk.turns[1])
    talk.enters(Stage.PITCH, talk.says(S, "We answer every one of them for you."))
    talk.says(C, "Right, I see what that is then.")
    found = write_review(talk.record(), PLAYBOOK).missed

    assert any("Still open" in each.opportunity for each in found) is (questions == 0)


@pytest.mark.parametrize(("confidence", "told"), [(0.9, True), (0.75, False)])
def test_only_what_is_an_objection_beyond_doubt_got_no_more_than_a_statement(
    confidence: float, told: bool
) -> None:
    talk = begun()
    talk.says(C, "Sure, go ahead please.")
    talk.says(S, "We answer every one of them for you.")
    talk.objects("I have never heard of you people.", ObjectionType.TRUST)
    heard = talk.events[-1]
    assert isinstance(heard, SignalHeard)
    talk.events[-1] = replace(heard, confidence=confidence)
    talk.says(S, "We have been around for nine years.")
    talk.says(C, "Hm, and it rings on Sundays as well with us.")
    found = write_review(talk.record(), PLAYBOOK).missed

    assert any("got a statement" in each.opportunity for each in found) is told
