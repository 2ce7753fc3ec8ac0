"""What is counted of a call, against calls that are read at a glance."""

from dataclasses import replace
from datetime import date

from salescoach.domain.events import CallStarted, LineSaid, SuggestionShown, SuggestionUsed
from salescoach.domain.insight import CallDigest, Place, Reaction
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.insights.digest import digest
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, SCRIPT, C, S, Talk, evidence, good_call

TIMES = "Tomorrow at ten or Thursday at four?"


def counted(talk: Talk) -> CallDigest:
    record = talk.record()
    return digest(record, write_review(record, PLAYBOOK), PLAYBOOK)


def says_script(talk: Talk, script_id: str, text: str) -> Turn:
    turn = talk.says(S, text)
    talk.events.append(LineSaid(what="script", id=script_id, evidence=evidence(turn)))
    return turn


def shows(talk: Talk, turn: Turn, script_id: str | None) -> str:
    talk.card(turn)
    shown = talk.events.pop()
    assert isinstance(shown, SuggestionShown)
    card = replace(shown, id=f"{shown.id}-{script_id}", script_id=script_id)
    talk.events.append(card)
    return card.id


def test_figures_and_moments_are_the_reviews_own() -> None:
    talk = good_call()
    record = talk.record()
    review = write_review(record, PLAYBOOK)
    found = digest(record, review, PLAYBOOK)
    figures = {each.key: each.value for each in review.figures}
    assert (found.questions, found.talk_ratio) == (figures["questions"], figures["talk_ratio"])
    assert [each.text for each in found.moments if each.kind == "best"] == [
        each.text for each in review.what_worked
    ]
    assert [each.at.turn_id for each in found.moments if each.kind == "worst"] == [
        each.evidence.turn_id for each in review.missed
    ]
    assert [(each.type, each.handling) for each in found.objections] == [
        (ObjectionType.PRICE, "settled")
    ]


def test_the_day_is_the_salespersons_own() -> None:
    talk = good_call()
    start = talk.events[0]
    assert isinstance(start, CallStarted)
    late = replace(start, started_at="2026-03-02T23:30:00+00:00", time_zone="Europe/Berlin")
    talk.events[0] = late
    assert counted(talk).day == date(2026, 3, 3)


def test_a_demo_and_a_call_in_which_nobody_talked_do_not_count() -> None:
    talk = good_call()
    assert counted(talk).counts
    start = talk.events[0]
    assert isinstance(start, CallStarted)
    talk.events[0] = replace(start, demo=True)
    assert not counted(talk).counts

    alone = Talk()
    alone.says(S, "Hi, this is Sam, please call me back.")
    record = alone.record()
    review = write_review(record, PLAYBOOK)
    assert review.outcome is Outcome.NO_CONVERSATION
    assert not digest(record, review, PLAYBOOK).counts


def test_a_line_counts_once_a_call_with_what_the_customer_did_next() -> None:
    talk = Talk()
    first = talk.objects("I have to ask my partner about that.", ObjectionType.AUTHORITY)
    shows(talk, first, "ask_other")
    said = says_script(talk, "ask_other", SCRIPT)
    answer = talk.wants("He would ask the price, but I like it a lot.")
    again = talk.objects("My partner decides everything.", ObjectionType.AUTHORITY)
    shows(talk, again, "ask_other")
    [line] = counted(talk).lines
    assert (line.script_id, line.name, line.shown) == ("ask_other", "Other", 2)
    assert line.at == Place(said.id, said.start_ms)
    # The objection came in the same breath: it outweighs the step.
    assert (line.reaction, line.reacted_at) == (
        Reaction.OBJECTED,
        Place(again.id, again.start_ms),
    )
    assert answer.start_ms < again.start_ms


def test_each_reaction_is_told_apart() -> None:
    def reaction(add: str) -> Reaction | None:
        talk = Talk()
        talk.says(C, "We are open on Saturdays as well.")
        says_script(talk, "two_times", TIMES)
        if add == "step":
            talk.wants("Thursday at four works for me.")
        elif add == "promise":
            turn = talk.says(C, "I will send you the opening hours.")
            talk.promises(turn, "send you the opening hours")
        elif add == "talk":
            talk.says(C, "We were in the city before that, on the main street.")
        talk.says(S, "Good to know, thank you very much.")
        talk.objects("It is too expensive for us.")
        return counted(talk).lines[0].reaction

    assert reaction("step") is Reaction.STEPPED
    assert reaction("promise") is Reaction.STEPPED
    assert reaction("talk") is Reaction.WENT_ON
    quiet = Talk()
    says_script(quiet, "two_times", TIMES)
    assert counted(quiet).lines[0].reaction is Reaction.ENDED


def test_a_card_that_was_pressed_was_said_in_the_reply() -> None:
    talk = Talk()
    turn = talk.objects("I have to ask my partner about that.", ObjectionType.AUTHORITY)
    card = shows(talk, turn, "ask_other")
    talk.events.append(SuggestionUsed(id=card, by="user"))
    reply = talk.says(S, "What would the other one of you want to know first?")
    talk.says(C, "The price, I suppose, and how long it takes.")
    found = counted(talk)
    assert found.lines[0].at.turn_id == reply.id
    assert found.lines[0].said
    assert found.objections[0].script_id == "ask_other"


def test_a_line_only_shown_is_kept_as_such_and_an_unknown_one_is_not() -> None:
    talk = Talk()
    turn = talk.objects("I have to ask my partner about that.", ObjectionType.AUTHORITY)
    shows(talk, turn, "ask_other")
    shows(talk, turn, "of_another_playbook")
    shows(talk, turn, "fact:price")
    [line] = counted(talk).lines
    assert (line.script_id, line.said, line.reaction) == ("ask_other", False, None)


def test_an_objection_met_in_own_words_names_no_script() -> None:
    talk = Talk()
    talk.objects("That is too expensive for us.")
    reply = talk.says(S, "I see, it is worth it in the end.")
    talk.objects("No, it costs far too much.")
    first, second = counted(talk).objections
    assert (first.handling, first.script_id) == ("came_back", None)
    assert first.answer == Place(reply.id, reply.start_ms)
    assert (second.handling, second.answer) == ("unanswered", None)
