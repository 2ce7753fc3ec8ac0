from cProfile import Profile
from datetime import date

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Outcome
from salescoach.pipeline.due_dates import due_in
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

FRIDAY = date(2026, 3, 6)


def call(*lines: tuple[Speaker, str]) -> Talk:
    """A sale that nobody promised anything in; it is Monday the second."""
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.says(C, "Yes, we lose a lot of calls these days.")
    for who, text in lines:
        talk.says(who, text)
    return talk


@pytest.mark.parametrize(
    ("offer", "answer", "then"),
    [
        (
            "Are you about this Thursday?",
            "Thursday's swimming, I can't. Friday I can do, half eight.",
            "Friday half eight, lovely.",
        ),
        ("When could I come by?", "I could do the sixth, I think.", "Then the sixth of March."),
        ("I've got Friday between one and three.", "Friday. Let's just do Friday.", "Alright."),
        (
            "Shall I block the seat and she comes this Friday, and it is adjusted in the fees.",
            "This Friday, okay. How do I pay?",
            "By any card.",
        ),
        ("I have Friday at one, or Thursday first thing.", "Friday, please.", "It's yours."),
        ("So how do we go on from here?", "Come by on Friday.", "See you Friday then."),
    ],
)
def test_a_day_that_is_said_back_is_agreed(offer: str, answer: str, then: str) -> None:
    review = write_review(call((S, offer), (C, answer), (S, then)).record(), PLAYBOOK)

    assert review.outcome is Outcome.NEXT_STEP
    assert "with a day" in review.outcome_text
    assert [step.due_on for step in review.next_steps] == [FRIDAY]
    assert not any("nothing was agreed" in each.opportunity for each in review.missed)


@pytest.mark.parametrize(
    ("offer", "answer", "then"),
    [
        ("The grant closes on Friday.", "Friday. That's soon.", "It is, yes."),
        ("First one I have is Thursday.", "Thursday? It's Monday!", "I know, I am sorry."),
        ("Under six by when, end of March?", "End of March, yes.", "End of March then."),
        ("They were late on Friday, you said?", "On Friday, yes, it was bad.", "Friday again."),
        ("Would Friday work for you?", "Friday I can't, we are away.", "Okay, not Friday then."),
        ("I will get it done.", "It goes out Monday so Friday would be better.", "By Friday then."),
    ],
)
def test_a_day_that_is_only_spoken_of_is_not(offer: str, answer: str, then: str) -> None:
    review = write_review(call((S, offer), (C, answer), (S, then)).record(), PLAYBOOK)

    assert not any(step.shared for step in review.next_steps)


def test_a_weekday_is_the_date_that_was_named_with_it() -> None:
    talk = call(
        (S, "I could fit you in next Friday, the thirteenth, at two. Could you come?"),
        (C, "Friday, let me see, I can swap with somebody."),
    )
    talk.promises(talk.turns[-1], "swap with somebody", "Friday", FRIDAY)
    talk.says(S, "It takes an hour, no more than that.")
    talk.says(C, "Go on then. Friday.")
    talk.says(S, "Friday at two, thank you.")
    review = write_review(talk.record(), PLAYBOOK)

    assert {step.due_on for step in review.next_steps} == {date(2026, 3, 13)}


def test_one_of_these_days_is_no_day() -> None:
    talk = call((S, "I'll bring some in one day this week."))
    talk.promises(talk.turns[-1], "bring some", "in one day this week")
    talk.wants("That would be nice, yes please.")
    talk.says(S, "Great, speak soon then.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome_text.startswith("A next step was agreed, without a day")


def test_what_was_promised_stands_for_a_step_without_a_day() -> None:
    talk = call()
    talk.wants("The fourth already. That would be worth it for us.")
    own = talk.says(S, "I'll send the order form over.")
    talk.promises(own, "send the order form")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.NEXT_STEP
    assert review.outcome_text.endswith("“I'll send the order form over.”")


def test_something_to_read_binds_the_customer_to_nothing() -> None:
    talk = call()
    talk.wants("The fourth already. That would be worth it for us.")
    own = talk.says(S, "I'll send the other figures over.")
    talk.promises(own, "send the other figures")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.INTERESTED
    assert "nothing but your own part was agreed" in review.outcome_text
    assert review.outcome_text.endswith("“I'll send the other figures over.”")


def test_a_goodbye_takes_no_day_up() -> None:
    review = write_review(
        call(
            (S, "Friday then?"), (C, "Friday is good."), (S, "See you Friday."), (C, "Bye. Bye.")
        ).record(),
        PLAYBOOK,
    )

    [named] = [each for each in review.what_worked if "named a day" in each.text]
    assert named.why.endswith("“Friday is good.”")


def test_who_shows_interest_has_taken_no_step() -> None:
    talk = call()
    talk.wants("That is just what I would like.")
    wanted = write_review(talk.record(), PLAYBOOK).insights[-1].text
    talk.promises(talk.turns[-1], "send the list")
    taken = write_review(talk.record(), PLAYBOOK).insights[-1].text

    assert wanted.startswith("They showed interest: ")
    assert taken.startswith("They took a step: ")


def test_the_times_of_a_turn_are_read_once() -> None:
    """A long call with many promises would hold up the calls beside it."""
    talk = call()
    for _ in range(40):
        said = talk.says(S, "I'll send the draft by Friday.")
        talk.promises(said, "send the draft", "by Friday", FRIDAY)
        talk.says(C, "Good, and the audit is on Thursday.")
    profile = Profile()
    profile.runcall(write_review, talk.record(), PLAYBOOK)
    read = sum(each.callcount for each in profile.getstats() if each.code is due_in.__code__)

    assert len(talk.turns) <= read <= 3 * len(talk.turns)


@pytest.mark.parametrize(
    ("offer", "answer", "praise"),
    [
        ("Could we meet on Friday?", "Friday is good.", True),
        ("See you on Friday then.", "Okay, yes, Friday.", False),
        ("Somebody's there at six?", "Yes, at six.", False),
    ],
)
def test_a_goodbye_until_then_named_no_day(offer: str, answer: str, praise: bool) -> None:
    talk = call((S, offer))
    talk.wants(answer)
    talk.promises(talk.says(C, "I'll send you our list."), "send you our list")
    worked = write_review(talk.record(), PLAYBOOK).what_worked

    assert any("You named a day" in each.text for each in worked) is praise


def test_a_day_that_they_had_named_is_not_the_salespersons() -> None:
    talk = call((C, "Friday I am here all day, I think."), (S, "So shall we say Friday at two?"))
    talk.wants("Friday at two is fine.")
    worked = write_review(talk.record(), PLAYBOOK).what_worked

    assert not any("You named a day" in each.text for each in worked)


@pytest.mark.parametrize(
    ("offered", "answer", "due"),
    [
        ("ten o'clock", "Make it half ten.", "half ten"),
        ("ten o'clock", "Half ten?", "half ten"),
        ("ten o'clock", "Okay, ten then.", "ten o'clock"),
        ("ten o'clock", "Great, my shift ends at nine.", "ten o'clock"),
        ("ten o'clock", "Great, I have school pickup until three.", "ten o'clock"),
        ("half ten", "Make it ten.", "ten"),
    ],
)
def test_the_hour_is_the_one_they_moved_it_to(offered: str, answer: str, due: str) -> None:
    talk = call((S, f"Could we talk on Friday the sixth, {offered}?"))
    talk.wants(answer)
    talk.says(S, "Good. Until then, Dana.")
    talk.promises(talk.says(C, "I'll send you our list."), "send you our list")
    step, _ = write_review(talk.record(), PLAYBOOK).next_steps

    assert (step.what, step.due_on) == ("talk", FRIDAY)
    assert step.due == f"on Friday the sixth, {due}"


def test_an_hour_is_moved_beside_a_day_that_sounds_like_it() -> None:
    talk = call((S, "Could we talk on Tuesday the tenth at ten?"))
    talk.wants("Make it nine o'clock.")
    talk.says(S, "Good. Until then, Dana.")
    talk.promises(talk.says(C, "I'll send you our list."), "send you our list")
    step, _ = write_review(talk.record(), PLAYBOOK).next_steps

    assert step.due == "on Tuesday the tenth at nine o'clock"


def test_the_outcome_quotes_the_words_that_take_the_day() -> None:
    talk = call()
    talk.wants("Aye, all right, Friday it is for me.")
    own = talk.says(C, "I'll ask him on Saturday, there's a fair.")
    talk.promises(own, "ask him", "on Saturday", date(2026, 3, 7))
    talk.says(S, "Even better for all of us.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome_text == (
        "A next step was agreed, with a day: “Aye, all right, Friday it is for me.”"
    )


def test_a_day_they_only_exclaim_over_is_not_taken() -> None:
    talk = call((S, "It closes on the fourth of March."))
    talk.wants("The fourth of March. Jaysus. That's this week.")
    talk.promises(talk.says(S, "I'll send it tonight."), "send it", "tonight", date(2026, 3, 2))
    review = write_review(talk.record(), PLAYBOOK)

    assert "“I'll send it tonight.”" in review.outcome_text


def test_a_day_is_told_only_with_the_words_that_name_it() -> None:
    talk = call()
    talk.wants("Yes, I want that, it would help.")
    talk.promises(talk.says(S, "I'll send it by Friday."), "send it", "by Friday", FRIDAY)
    talk.promises(talk.says(C, "I'll send you our forms."), "send you our forms")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome_text == "A next step was agreed: “I'll send you our forms.”"


@pytest.mark.parametrize(
    ("settled", "told"), [("The fifteenth at eleven, lovely.", False), ("Lovely, thank you.", True)]
)
def test_a_day_named_anywhere_leaves_none_open(settled: str, told: bool) -> None:
    talk = call((S, settled), (C, "And it does the bills, too?"), (S, "It does all of them."))
    talk.wants("Good, that is what we need.")
    talk.says(S, "You will find it in the sheet.")
    talk.says(C, "I see, I see.")
    talk.promises(talk.says(C, "I'll send you our list."), "send you our list")
    review = write_review(talk.record(), PLAYBOOK)

    assert ("without a day" in review.outcome_text) is told
    assert any("has no day" in each.opportunity for each in review.missed) is told


@pytest.mark.parametrize(
    ("promised", "told"),
    [("I'll send you our list this minute.", False), ("I'll send you our list.", True)],
)
def test_what_is_done_at_once_needs_no_day(promised: str, told: bool) -> None:
    talk = call((S, "Lovely, thank you."), (C, "And it does the bills, too?"))
    talk.says(S, "It does all of them.")
    talk.wants("Good, that is what we need.")
    talk.says(S, "You will find it in the sheet.")
    talk.promises(talk.says(C, promised), promised.removeprefix("I'll ").rstrip("."))
    review = write_review(talk.record(), PLAYBOOK)

    assert any("has no day" in each.opportunity for each in review.missed) is told


def test_a_day_that_is_met_with_a_question_is_not_taken_up() -> None:
    talk = call((S, "Shall I arrange one demo tomorrow?"))
    talk.says(C, "Tomorrow is the twentieth, that is the filing. Are you not knowing?")
    talk.promises(talk.says(C, "I'll send you our list."), "send you our list")
    worked = write_review(talk.record(), PLAYBOOK).what_worked

    assert not any("You named a day" in each.text for each in worked)


@pytest.mark.parametrize(
    "said", ["Go ahead, it is on our page.", "Send, send.", "Fine. If I'm here I'm here."]
)
def test_a_permission_shows_no_interest(said: str) -> None:
    talk = call((S, "Can I send one video?"))
    talk.wants(said)
    talk.says(S, "I will send it today.")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.UNDECIDED


def test_an_offer_they_turned_down_is_no_step() -> None:
    talk = call((S, "Shall I email it to you so he can see it on Friday?"))
    talk.wants("I don't do email. Could you post it so it's here on Friday?")
    talk.promises(talk.says(S, "I'll drop the letter in."), "drop the letter in")
    found = write_review(talk.record(), PLAYBOOK).next_steps

    assert not any("email" in each.what for each in found)
