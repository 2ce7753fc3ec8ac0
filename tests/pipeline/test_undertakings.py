from datetime import date

import pytest

from salescoach.pipeline.deeds import Form, Undertaking
from salescoach.pipeline.phrases import as_meeting, base_form, tidy_deed
from salescoach.pipeline.undertakings import CLAUSE_CHARS, undertakings

WEDNESDAY = date(2026, 11, 18)


def found(clause: str, before: str = "") -> list[Undertaking]:
    return undertakings(clause, before, WEDNESDAY, opens=True)


@pytest.mark.parametrize(
    ("clause", "deed", "due"),
    [
        ("Shall I ring you Thursday at four then?", "ring", "Thursday at four"),
        ("I'll send you the contract by Friday", "send the contract", "by Friday"),
        (
            "let me check with my wife and call you back tomorrow",
            "check with my wife and call you back",
            "tomorrow",
        ),
        (
            "we're going to send our surveyor out on Thursday morning",
            "send our surveyor out",
            "on Thursday morning",
        ),
        ("NDA signed copy I'll send by evening", "send NDA signed copy", "by evening"),
        (
            "you'll have the contract before the end of the day",
            "send the contract",
            "before the end of the day",
        ),
        ("the purchase order will be with you on Friday", "send the purchase order", "on Friday"),
        ("yes, sending the form over right now", "send the form", "right now"),
        (
            "my secretary will email you the list tomorrow",
            "have my secretary email the list",
            "tomorrow",
        ),
    ],
)
def test_a_promise_in_short_words(clause: str, deed: str, due: str) -> None:
    first = found(clause)[0]
    assert (first.deed, first.due and first.due.words) == (deed, due)
    assert first.by_speaker


def test_two_promises_of_one_breath_keep_their_own_times() -> None:
    deck, call = found("I'll send the deck tonight and I'll ring you on Monday")
    assert (deck.deed, deck.due and deck.due.words) == ("send the deck", "tonight")
    assert (call.deed, call.due and call.due.words) == ("ring", "on Monday")


def test_yes_to_a_request_is_the_speakers() -> None:
    (answer,) = found("Sure, no problem.", "Could you send me the deck by Friday?")
    assert (answer.form, answer.deed, answer.by_speaker) == (Form.ANSWER, "send the deck", True)
    assert answer.due is not None
    assert answer.due.on == date(2026, 11, 20)


def test_yes_to_an_offer_is_the_others() -> None:
    (taken,) = found("Yes please.", "Shall I book the demo for Thursday?")
    assert (taken.form, taken.deed, taken.by_speaker) == (Form.TAKEN, "book the demo", False)


def test_a_time_that_was_proposed_and_taken() -> None:
    (meeting,) = found("Ten is fine.", "How's Tuesday for the technical session?")
    assert (meeting.form, meeting.deed) == (Form.MEETING, "meet for the technical session")
    assert meeting.due is not None
    assert meeting.due.on == date(2026, 11, 24)


def test_a_day_that_is_said_back_takes_up_no_sentence_before_it() -> None:
    before = (
        "I will send you the comparison by Wednesday. Could the two of you talk on Friday at ten?"
    )
    (meeting,) = found("Friday at ten works for me.", before)
    assert (meeting.form, meeting.deed) == (Form.MEETING, "meet")


def test_a_day_that_is_taken_keeps_the_hour_it_was_proposed_with() -> None:
    (meeting,) = found("Tuesday works.", "Could we meet on Tuesday at ten?")
    assert meeting.due is not None
    assert (meeting.due.words, meeting.due.on) == ("on Tuesday at ten", date(2026, 11, 24))
    (other,) = found("Friday works.", "Could we meet on Tuesday at ten?")
    assert other.due is not None
    assert (other.due.words, other.due.on) == ("Friday", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("do a call with both of you", "have a call with both of you"),
        ("jump on a quick video call", "have a quick video call"),
        ("do the paperwork", "do the paperwork"),
        ("set up a call", "set up a call"),
        ("have a look", "have a look"),
    ],
)
def test_a_talk_is_no_task(deed: str, said: str) -> None:
    assert as_meeting(deed) == said


def test_it_is_what_the_line_before_named() -> None:
    (sent,) = found("Yes, I'll forward it tonight.", "Can you send us your price list?")
    assert sent.deed == "forward the price list"


@pytest.mark.parametrize(
    ("clause", "before"),
    [
        ("If we go ahead I'll send you the order", ""),
        ("we usually send an engineer the next day", ""),
        ("I will not sign anything today", ""),
        ("I sent it on Monday", ""),
        ("No, don't bother.", "Shall I book the demo for Thursday?"),
        ("Which date would that be?", "Could you hold the room for us?"),
        ("It's Monday!", "First one I've got is Thursday morning."),
    ],
)
def test_what_has_not_the_form_of_a_promise(clause: str, before: str) -> None:
    assert found(clause, before) == []


def test_only_the_beginning_of_a_turn_answers() -> None:
    before = "Shall I book the demo for Thursday?"
    assert undertakings("Yes please.", before, WEDNESDAY, opens=False) == []


def test_words_of_courtesy_are_left_out() -> None:
    assert tidy_deed(" just, uh, email you the numbers over ") == "email the numbers"
    assert tidy_deed("make sure to ring us") == "ring"
    assert tidy_deed("text it you") == "text it"


def test_a_thing_that_was_named_first_is_what_gets_done() -> None:
    (first,) = found("The order I will get released by Thursday")
    assert first.deed.lower() == "get the order released"
    (second,) = found("I will get it released by Thursday")
    assert second.deed == "get it released"


def test_a_deed_that_needs_its_object_keeps_it() -> None:
    assert tidy_deed("fit you") == "fit you"
    assert tidy_deed("send you the link") == "send the link"


def test_what_will_be_going_on_will_be_done() -> None:
    assert tidy_deed("be writing to you about the rent") == "write about the rent"
    assert tidy_deed("be there in person") == "be there in person"


@pytest.mark.parametrize(
    ("word", "base"),
    [("sending", "send"), ("sharing", "share"), ("putting", "put"), ("bring", "bring")],
)
def test_base_forms(word: str, base: str) -> None:
    assert base_form(word) == base


def test_of_a_clause_that_never_ends_its_beginning_is_read() -> None:
    """What is found in it is held against all else that was, so it may not grow without end."""
    endless = "I'll send the deck and " * 5_000
    assert found(endless) == found(endless[:CLAUSE_CHARS])


@pytest.mark.parametrize(
    ("said", "deed"),
    [
        ("I'll send you tonight, just the two pages.", "send the two pages"),
        ("I'll email you this afternoon, the revised quote.", "email the revised quote"),
        ("I'll text you now, the number of the fitter.", "text the number of the fitter"),
        ("I'll get it to you by Friday.", "send it"),
        ("I'll get them over to you on Monday.", "send them"),
        ("I'll put the application in tomorrow if you're happy.", "put the application in"),
        ("I'll book the room if you're okay with that.", "book the room"),
        ("I'll send the forms over anyway.", "send the forms"),
    ],
)
def test_a_thing_that_is_said_after_its_verb(said: str, deed: str) -> None:
    assert [each.deed for each in undertakings(said, "", None, opens=True)] == [deed]


@pytest.mark.parametrize(
    "said",
    [
        "I'll get it.",
        "I'll send you, the thing is we're busy.",
        "I'll sign if you're happy to drop the price.",
        "I'll sign if you're okay with twelve.",
    ],
)
def test_what_is_left_open_is_no_undertaking(said: str) -> None:
    assert undertakings(said, "", None, opens=True) == []
