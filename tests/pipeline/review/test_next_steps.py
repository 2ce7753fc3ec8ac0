from dataclasses import replace
from datetime import date

import pytest

from salescoach.domain.events import SignalHeard
from salescoach.domain.review import NextStep
from salescoach.pipeline.commitments import PROPOSED
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

TAKEN = f"{PROPOSED}: “On Friday?”"


def steps(promised: str, what: str, due: str | None, on: date | None, *then: str) -> list[NextStep]:
    """Promised by the salesperson on Monday the second; then both speak in turn."""
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.wants("Yes, that would be a great help to us.")
    talk.promises(talk.says(S, promised), what, due, on)
    for place, text in enumerate(then):
        talk.says(S if place % 2 else C, text)
    return list(write_review(talk.record(), PLAYBOOK).next_steps)


@pytest.mark.parametrize(
    ("wish", "then", "due", "on"),
    [
        ("Papers go out on Tuesday so Tuesday would be better.", "Tuesday then. By Tuesday noon.",
         "by Tuesday noon", date(2026, 3, 3)),
        ("Tuesday would be better.", "I can't do Tuesday, I'm afraid, it is full.",
         "by Wednesday", date(2026, 3, 4)),
        ("On Tuesday I am away anyway.", "Then enjoy your Tuesday.",
         "by Wednesday", date(2026, 3, 4)),
    ],
)  # fmt: skip
def test_a_day_that_was_moved_at_once(wish: str, then: str, due: str, on: date) -> None:
    first = ("I'll get you the quote by Wednesday.", "get the quote", "by Wednesday")
    found = steps(*first, date(2026, 3, 4), wish, then)

    assert [(each.due, each.due_on) for each in found if not each.shared] == [(due, on)]


def test_a_promise_keeps_its_own_time_where_its_thing_is_not_named() -> None:
    [step] = steps("I'll get it back to you on Friday.", "get it back", "on Friday", None)

    assert step.what == "You said: “I'll get it back to you on Friday.”"
    assert step.due == "on Friday"


@pytest.mark.parametrize(
    "what", ["get it back", "get it sorted", "send it over", "send that", "ask her", "swing by"]
)
def test_what_no_other_words_would_tell_is_quoted(what: str) -> None:
    [step] = steps(f"Okay, I'll {what} then.", what, None, None)

    assert step.what == f"You said: “I'll {what} then.”"


@pytest.mark.parametrize(
    ("said", "due", "on", "told"),
    [
        ("I'll send the draft now, the order by Friday, please.", "by Friday", date(2026, 3, 6),
         ("now", date(2026, 3, 2))),
        ("Tonight I'll send the draft, Thursday the visit.", "Thursday", date(2026, 3, 5),
         ("Tonight", date(2026, 3, 2))),
        ("I'll send the draft so it is signed before Friday.", "before Friday", date(2026, 3, 6),
         (None, None)),
        ("I'll send the draft, the plan as well, by Friday.", "by Friday", date(2026, 3, 6),
         ("by Friday", date(2026, 3, 6))),
    ],
)  # fmt: skip
def test_a_time_of_another_clause_is_not_taken_over(
    said: str, due: str, on: date, told: tuple[str | None, date | None]
) -> None:
    [step] = steps(said, "send the draft", due, on)

    assert (step.due, step.due_on) == told


@pytest.mark.parametrize(
    ("before", "on"),
    [
        ("Wednesday the eleventh, then?", date(2026, 3, 11)),
        ("The course begins on the eleventh.", None),
        ("Wednesday the eleventh, or Wednesday the eighteenth?", None),
        ("The course begins on the twelfth.", date(2026, 3, 4)),
        ("Is it Tuesday or Wednesday this week?", date(2026, 3, 4)),
        ("Our audit is next Wednesday.", None),
    ],
)
def test_a_weekday_has_a_date_only_where_no_other_is_meant(before: str, on: date | None) -> None:
    talk = Talk()
    talk.says(S, before)
    talk.says(C, "I think so, yes, that is how it is.")
    promised = talk.says(S, "I'll send the draft before Wednesday.")
    talk.promises(promised, "send the draft", "before Wednesday", date(2026, 3, 4))
    found = [each for each in write_review(talk.record(), PLAYBOOK).next_steps if not each.shared]

    assert ("before Wednesday", on) in [(each.due, each.due_on) for each in found]


def test_a_date_proposed_for_something_else_long_before_moves_no_weekday() -> None:
    talk = Talk()
    talk.says(S, "Could the others come next Friday, the thirteenth?")
    for text in ("No, they are in Leeds.", "I see.", "Yes.", "And what is it like?"):
        talk.says(C, text)
    talk.wants("Send me the draft first, please.")
    talk.promises(talk.says(S, "I'll send it by Friday."), "send it", "by Friday", date(2026, 3, 6))
    [step] = write_review(talk.record(), PLAYBOOK).next_steps

    assert (step.due, step.due_on) == ("by Friday", None)


@pytest.mark.parametrize(
    ("before", "promised", "on"),
    [
        (["Thursday is fine.", "Good."], "I'll call you at four.", None),
        (["Good."], "Thursday is fine. I'll call you at four.", None),
        (["Good."], "I'll call you at four.", date(2026, 3, 2)),
        (["Good."], "I'll call you at four. The papers go out on Thursday.", date(2026, 3, 2)),
    ],
)
def test_a_bare_hour_is_todays_only_where_no_other_day_was_named(
    before: list[str], promised: str, on: date | None
) -> None:
    talk = Talk()
    talk.wants("Yes, that would be a great help to us.")
    for text in before:
        talk.says(C, text)
    said = talk.says(S, promised)
    talk.promises(said, "call you", "at four", date(2026, 3, 2), "I'll call you at four.")
    found = write_review(talk.record(), PLAYBOOK).next_steps

    assert [(each.due, each.due_on) for each in found if each.what == "call them"] == [
        ("at four", on)
    ]


@pytest.mark.parametrize(
    ("offer", "due"),
    [
        ("Could we meet on Friday?", "by Friday"),
        ("Could we meet on Friday at two?", "on Friday at two"),
    ],
)
def test_a_promise_takes_only_the_hour_of_the_day_that_was_agreed(offer: str, due: str) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.promises(talk.says(S, "I'll ring by Friday."), "ring", "by Friday", date(2026, 3, 6))
    talk.says(S, offer)
    talk.wants("Friday is good for me.")
    found = write_review(talk.record(), PLAYBOOK).next_steps

    assert [each.due for each in found] == [due]


def test_what_is_taken_up_is_quoted_from_who_offered_it() -> None:
    talk = Talk()
    talk.says(S, "Right. I'm there Tuesday at nine with a van and biscuits.")
    yes = talk.says(C, "Perfect.")
    talk.promises(yes, "there with a van and biscuits", "Tuesday at nine", date(2026, 3, 3))
    [heard] = [event for event in talk.events if isinstance(event, SignalHeard)]
    assert heard.commitment is not None
    talk.events[-1] = replace(heard, commitment=replace(heard.commitment, who=S))
    [step] = write_review(talk.record(), PLAYBOOK).next_steps

    assert step.what == "You said: “I'm there Tuesday at nine with a van and biscuits.”"
    assert (step.due, step.due_on) == ("Tuesday at nine", date(2026, 3, 3))


@pytest.mark.parametrize(
    ("offer", "answer", "told"),
    [
        ("Could we meet on Friday at two?", "Friday is good.", [("meet", True)]),
        ("Shall we do the survey on Friday?", "Friday, yes.", [("meet for the survey", True)]),
        ("And shall I call you Friday to hear?", "Friday's good.", [("call", False)]),
        ("So can we expect the PO by Friday?", "By Friday, yes.", []),
        ("We can have the truck there on Friday, can we?", "Friday, please.",
         [("You said: “We can have the truck there on Friday, can we?”", False)]),
    ],
)  # fmt: skip
def test_only_a_meeting_is_what_both_do(
    offer: str, answer: str, told: list[tuple[str, bool]]
) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.wants("Yes, we would like to go ahead with it.")
    talk.says(S, offer)
    talk.wants(answer)
    found = write_review(talk.record(), PLAYBOOK).next_steps

    assert [(each.what, each.shared) for each in found] == told


def test_the_time_of_a_promise_is_that_of_its_own_words() -> None:
    talk = Talk()
    talk.wants("Make it half ten.")
    own = talk.says(S, "Half ten. I'll send the quote today, so you have it before.")
    talk.promises(
        own, "send the quote", "half ten", date(2026, 3, 2),
        "I'll send the quote today, so you have it before.",
    )  # fmt: skip
    [step] = write_review(talk.record(), PLAYBOOK).next_steps

    assert (step.what, step.due, step.due_on) == ("send the quote", "today", date(2026, 3, 2))


def test_whoever_does_it_is_written_small_inside_a_sentence() -> None:
    [step] = steps("Our fitter will send the plan.", "have Our fitter send the plan", None, None)

    assert step.what == "have our fitter send the plan"


def test_a_list_of_things_is_quoted_whole() -> None:
    said = "I'll send the clause, the names and his table."
    [step] = steps(said, "send the clause", None, None)

    assert step.what == f"You said: “{said}”"


def test_a_meeting_of_somebody_elses_is_not_what_both_do() -> None:
    talk = Talk()
    talk.says(S, "Our officer will come at night before the meeting.")
    talk.wants("That is a good idea, do it. Thursday night.")
    talk.says(S, "Thursday night, sir. Is that okay?")
    talk.wants("Thursday night is fine.")
    found = write_review(talk.record(), PLAYBOOK).next_steps

    assert [each.shared for each in found] == [False]


@pytest.mark.parametrize(
    ("again", "due"),
    [
        ("Five on Thursday.", "on Thursday"),
        ("Half past five Thursday then.", "Half past five Thursday"),
        ("See you on Thursday.", "Thursday at four"),
        ("I'll send the agenda Thursday by noon.", "Thursday at four"),
    ],
)
def test_an_hour_that_was_moved_at_once_is_not_kept(again: str, due: str) -> None:
    found = steps(
        "I'll send the plan Thursday at four.", "send the plan", "Thursday at four",
        date(2026, 3, 5), "Four is the board, five.", again,
    )  # fmt: skip

    assert [each.due for each in found if each.what == "send the plan"] == [due]


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("Can we talk Thursday at four?", "Thursday at ten"),
        ("Ten is good. The fitting Thursday at four?", "Thursday at ten"),
        ("Could we talk at four instead?", "Thursday at ten"),
        ("I can't open it at ten.", "Thursday at four"),
        ("Make it four.", "Thursday at four"),
    ],
)
def test_the_hour_of_another_deed_moves_none(asked: str, due: str) -> None:
    found = steps(
        "I'll send the contract Thursday at ten.", "send the contract", "Thursday at ten",
        date(2026, 3, 5), asked, "Thursday at four.",
    )  # fmt: skip

    assert [each.due for each in found if each.what == "send the contract"] == [due]


@pytest.mark.parametrize("what", ["be gone", "be quick"])
def test_manners_are_no_deed(what: str) -> None:
    assert steps(f"I'll {what} in five minutes.", what, "in five minutes", date(2026, 3, 2)) == []


def test_only_what_was_due_on_the_day_they_refused_is_moved() -> None:
    talk = Talk()
    talk.wants("Yes, put me down for one case.")
    paper, case = "I'll email the paper tonight", "I'll send the case by Tuesday."
    own = talk.says(S, f"{paper} and {case}")
    talk.promises(own, "email the paper", "tonight", date(2026, 3, 2), paper)
    talk.promises(own, "send the case", "by Tuesday", date(2026, 3, 3), case)
    talk.says(C, "Not Tuesday, we're shut. Wednesday.")
    talk.says(S, "Wednesday it is.")
    found = write_review(talk.record(), PLAYBOOK).next_steps
    due = {each.what: each.due_on for each in found}

    assert (due["email the paper"], due["send the case"]) == (date(2026, 3, 2), date(2026, 3, 4))


def test_a_time_that_was_taken_is_what_both_do_in_the_words_that_proposed_it() -> None:
    talk = Talk()
    talk.says(S, "Could the two of you talk with me on Friday at ten?")
    taken = talk.says(C, "Friday at ten works for me.")
    talk.promises(taken, "meet", "Friday at ten", date(2026, 3, 6), basis=TAKEN)
    [step] = write_review(talk.record(), PLAYBOOK).next_steps

    assert (step.what, step.due, step.shared) == ("talk", "Friday at ten", True)


def test_a_meeting_that_was_taken_is_never_one_sides_alone() -> None:
    talk = Talk()
    talk.says(S, "How's Friday for the technical session?")
    taken = talk.says(C, "Friday is fine.")
    deed = "meet for the technical session"
    talk.promises(taken, deed, "Friday", date(2026, 3, 6), basis=TAKEN)

    assert [each.shared for each in write_review(talk.record(), PLAYBOOK).next_steps] == [True]
