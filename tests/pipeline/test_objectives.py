from collections.abc import Sequence
from functools import cache

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, ObjectiveChanged, SignalHeard, StageChanged
from salescoach.domain.playbook import Objective, Playbook
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.pipeline.index import build_index
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.objective_words import may_say
from salescoach.pipeline.objectives import Reached, reached
from salescoach.pipeline.state import fold
from salescoach.rooms.playbook.templates import template
from tests.fakes import WordEmbedder, index, playbook
from tests.pipeline.events import said as transcribed
from tests.pipeline.events import turn
from tests.pipeline.sentences import Sentences


def goal(said_by: Speaker | None) -> Objective:
    return next(goal for goal in playbook().objectives if goal.said_by is said_by)


async def found(
    text: str, speaker: Speaker, *before: CallEvent, turn_id: str = "t1"
) -> list[Reached]:
    pieces = clauses(text)
    said = turn(text, speaker, turn_id)
    return await reached(await index(), said, [], pieces, fold(before), WordEmbedder())


async def ids(text: str, *before: CallEvent, turn_id: str = "t1") -> set[str]:
    return {
        hit.objective.id for hit in await found(text, Speaker.CUSTOMER, *before, turn_id=turn_id)
    }


async def test_an_objective_is_reached_with_the_words_that_show_it() -> None:
    wanted = goal(Speaker.CUSTOMER)

    text = f"Hm. {wanted.done_when[0]} Bananas are yellow."
    hits = {hit.objective.id: hit for hit in await found(text, Speaker.CUSTOMER)}

    assert hits[wanted.id].evidence.quote in text
    assert hits[wanted.id].evidence.quote in wanted.done_when[0]
    assert hits[wanted.id].evidence.turn_id == "t1"


async def test_the_wrong_side_cannot_reach_it() -> None:
    wanted = goal(Speaker.CUSTOMER)

    by_rep = await found(wanted.done_when[0], Speaker.SALESPERSON)
    by_nobody = await found(wanted.done_when[0], Speaker.UNKNOWN)

    assert wanted.id not in {hit.objective.id for hit in by_rep}
    assert wanted.id in {hit.objective.id for hit in by_nobody}


async def test_what_is_done_is_left_alone() -> None:
    wanted = goal(Speaker.CUSTOMER)
    done = ObjectiveChanged(id=wanted.id, done=True, by="user")

    assert wanted.id not in await ids(wanted.done_when[0], done)


async def test_a_tick_taken_back_is_not_ticked_again_by_the_same_evidence() -> None:
    wanted = goal(Speaker.CUSTOMER)
    words, others = wanted.done_when[:2]
    quote = Evidence("t1", words, 0, 900)
    undone: list[CallEvent] = [
        ObjectiveChanged(id=wanted.id, done=True, evidence=quote),
        ObjectiveChanged(id=wanted.id, done=False, by="user"),
    ]

    assert wanted.id not in await ids(words, *undone, turn_id="t9")
    assert wanted.id not in await ids(words.upper().strip("."), *undone, turn_id="t9")
    assert wanted.id not in await ids(f"{words} {others}", *undone, turn_id="t1")
    assert wanted.id in await ids(others, *undone, turn_id="t9")


async def test_what_the_user_ticked_and_took_back_may_still_be_reached() -> None:
    wanted = goal(Speaker.CUSTOMER)
    by_hand: list[CallEvent] = [
        ObjectiveChanged(id=wanted.id, done=True, by="user"),
        ObjectiveChanged(id=wanted.id, done=False, by="user"),
    ]

    assert wanted.id in await ids(wanted.done_when[0], *by_hand)


async def test_an_objective_is_reached_once_however_often_it_is_said() -> None:
    wanted = goal(Speaker.CUSTOMER)

    hits = await found(" ".join([wanted.done_when[0]] * 3), Speaker.CUSTOMER)

    assert [hit.objective.id for hit in hits].count(wanted.id) == 1


async def test_other_talk_reaches_nothing() -> None:
    assert await found("Bananas are yellow and which way rapport.", Speaker.CUSTOMER) == []


@pytest.mark.parametrize("speaker", list(Speaker))
def test_either_side_may_say_what_is_nobodys(speaker: Speaker) -> None:
    free = Objective("x", playbook().objectives[0].stage, "Do x", ("x",), None)

    assert may_say(free, speaker)


SENTENCES = Sentences()


@cache
def book() -> Playbook:
    return template("b2b_software").playbook


async def ticked(
    *said: str,
    objected: str | None = None,
    done: Sequence[str] = (),
    stage: Stage | None = None,
) -> dict[str, str]:
    """The quote of each objective that the last line reaches, after the lines before it. The
    sides take turns, and the customer has the last word when their number is even. ``objected``
    was heard as an objection."""
    events: list[CallEvent] = [ObjectiveChanged(id=each, done=True) for each in done]
    speakers = (Speaker.SALESPERSON, Speaker.CUSTOMER)
    turns = [
        Turn(f"t{at}", speakers[at % 2], text, at * 3_000, at * 3_000 + 2_000)
        for at, text in enumerate(said)
    ]
    events += [
        transcribed(each.id, each.start_ms, each.end_ms, each.text, each.speaker) for each in turns
    ]
    for each in turns:
        if objected is not None and objected in each.text:
            events.append(
                SignalHeard(
                    kind=SignalKind.OBJECTION,
                    objection_type=ObjectionType.NEED,
                    confidence=0.9,
                    evidence=Evidence(each.id, objected, each.start_ms, each.end_ms),
                )
            )
    if stage is not None:
        changed = StageChanged(
            current=stage, confidence=1, time_in_stage_ms=1, entered_at_ms=1, evidence=None
        )
        events.append(changed)
    last = turns[-1]
    built = await build_index(book(), SENTENCES)
    hits = await reached(built, last, turns[:-1], clauses(last.text), fold(events), SENTENCES)
    return {hit.objective.id: hit.evidence.quote for hit in hits}


async def test_an_answer_is_read_with_its_question() -> None:
    asked = "Right. And what does that cost you?"

    assert await ticked(asked, "Hm. Two people, I would say. Full time.") == {
        "cost_known": "Two people, I would say."
    }
    assert "cost_known" not in await ticked("It rained.", "Two people, I would say. Full time.")


@pytest.mark.parametrize(
    "answer", ["I really don't know.", "Why do you ask?", "Hm.", "It depends."]
)
async def test_no_answer_reaches_nothing(answer: str) -> None:
    assert await ticked("And what does that cost you?", answer) == {}


async def test_leave_to_begin_is_given_at_the_beginning() -> None:
    asked, answer = "Do you have a few minutes for me?", "Yes, that's fine."

    assert "permission" in await ticked(asked, answer)
    later = ["It rained."] * 6
    assert "permission" not in await ticked(*later, asked, answer, stage=Stage.CLOSE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("That is our biggest problem, there is no sun then.", True),
        ("The main problem is the ovens.", True),
        ("That's not our problem.", False),
        ("What's the main problem?", False),
        ("No problem.", False),
        ("There is a problem with the line.", False),
    ],
)
async def test_what_they_call_their_problem_is_it(text: str, named: bool) -> None:
    assert ("problem_named" in await ticked("It rained.", text)) is named
    assert "problem_named" not in await ticked("It rained.", text, objected=text)


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("Yes, that day is fine.", "Yes, that day is fine."),
        ("Let me check with my boss first.", None),
        ("Not this month.", None),
        ("Tuesday? What would we do there?", None),
    ],
)
async def test_a_proposal_needs_a_yes(answer: str, quote: str | None) -> None:
    proposal = "Shall we set up a session next Tuesday?"

    assert (await ticked(proposal, answer)).get("next_step_agreed") == quote


async def test_a_yes_to_a_step_names_it_or_answers_it() -> None:
    offered = ["next_step_offered"]

    assert "next_step_agreed" not in await ticked(
        "It takes an hour.", "Okay, that is easy.", done=offered
    )
    assert "next_step_agreed" in await ticked(
        "It takes an hour.", "Okay, let's try it on Monday.", done=offered
    )
    assert "next_step_agreed" not in await ticked(
        "How about Tuesday?", "Tuesday's bad, I am in court.", done=offered
    )


async def test_a_date_is_confirmed_by_a_date_or_an_address() -> None:
    offered = ["next_step_offered", "next_step_agreed"]

    assert await ticked("So.", "Good.", "I will send it right now.", done=offered) == {}
    assert "details_confirmed" in await ticked(
        "So.", "Good.", "So that's Tuesday at ten with you and your boss.", done=offered
    )


async def test_a_number_is_reached_by_a_number_only() -> None:
    built = await build_index(playbook(), SENTENCES)
    asked = heard("How many calls do you miss in a week?", Speaker.SALESPERSON)

    async def missed(answer: str) -> bool:
        said = Turn("t1", Speaker.CUSTOMER, answer, 2_000, 4_000)
        hits = await reached(built, said, [asked], clauses(answer), fold([]), SENTENCES)
        return "missed_calls" in {hit.objective.id for hit in hits}

    assert await missed("Dunno, maybe three or four a day.")
    assert not await missed("We have a machine for the evenings.")


async def test_empathy_needs_an_objection() -> None:
    objection = "We have tried such tools and nobody used them."
    heard_it = "I hear you, that is a lot of work for nothing."

    with_one = await ticked("So.", objection, heard_it, objected=objection)
    without = await ticked("So.", objection, heard_it)

    assert with_one.get("concern_heard") == heard_it
    assert "concern_heard" not in without


async def test_asking_back_is_an_open_question_about_the_objection() -> None:
    objection = "We have tried such tools and nobody used them."

    async def asked(question: str) -> bool:
        return "concern_explored" in await ticked("So.", objection, question, objected=objection)

    assert await asked("What kept them from using the tools?")
    assert not await asked("Can I send you the tools anyway?")
    assert not await asked("The tools are good.")


async def test_words_that_object_are_no_consent() -> None:
    line = "That would help a lot."

    assert "fit_seen" in await ticked("It does it alone.", line, done=["product_explained"])
    assert "fit_seen" not in await ticked(
        "It does it alone.", line, objected=line, done=["product_explained"]
    )


async def test_the_other_sense_is_not_the_same() -> None:
    assert "fit_seen" in await ticked("So.", "I could see that working for my team.")
    assert "fit_seen" not in await ticked("So.", "I couldn't see that working for my team.")


async def test_a_name_is_no_reason_to_call() -> None:
    async def clear(*said: str) -> str | None:
        built = await build_index(playbook(), SENTENCES)
        text = said[-1]
        last = Turn("t9", Speaker.SALESPERSON, text, 20_000, 22_000)
        hits = await reached(built, last, [], clauses(text), fold([]), SENTENCES)
        return next((h.evidence.quote for h in hits if h.objective.id == "purpose_clear"), None)

    assert await clear("This is Sam from Fernbell.") is None
    assert await clear("Hi Dana, my name is Joanna and I'm with Fernbell.") is None
    why = "I called your salon on Saturday and nobody picked up."
    assert await clear(f"Hello, this is Sam from Fernbell. {why}") == why
    assert await clear("Hi, it's Laura from Fernbell, we take calls for plumbers.")
    assert await clear("How do you handle calls after hours today") is None


async def test_a_bare_price_ties_nothing_to_a_problem() -> None:
    async def tied(text: str) -> bool:
        built = await build_index(playbook(), SENTENCES)
        last = Turn("t9", Speaker.SALESPERSON, text, 90_000, 92_000)
        done = [ObjectiveChanged(id=each, done=True) for each in ("product_explained", "fit_seen")]
        hits = await reached(built, last, [], clauses(text), fold(done), SENTENCES)
        return "need_linked" in {hit.objective.id for hit in hits}

    assert not await tied("Seventy nine dollars a month, for two hundred calls.")
    assert await tied("And those five a week that you lose, they'd all be answered.")


async def test_a_question_about_who_decides_asks_what_is_behind_it() -> None:
    built = await build_index(playbook(), SENTENCES)
    objection = "but I would have to talk to my brother first."
    theirs = Turn("t0", Speaker.CUSTOMER, f"Right, {objection}", 0, 2_000)

    async def explored(text: str) -> bool:
        signal = SignalHeard(
            kind=SignalKind.OBJECTION,
            objection_type=ObjectionType.AUTHORITY,
            confidence=0.9,
            evidence=Evidence("t0", objection, 0, 2_000),
        )
        events: list[CallEvent] = [
            transcribed("t0", 0, 2_000, theirs.text, theirs.speaker),
            signal,
        ]
        last = Turn("t1", Speaker.SALESPERSON, text, 3_000, 5_000)
        hits = await reached(built, last, [theirs], clauses(text), fold(events), SENTENCES)
        return "concern_explored" in {hit.objective.id for hit in hits}

    assert await explored("Sure. What will he want to know first?")
    assert not await explored("Sure. What time is good for you?")
    assert not await explored("Sure. How does your calendar look?")


async def test_an_okay_alone_settles_no_worry() -> None:
    objection = "We have tried such tools and nobody used them."

    async def settled(answer: str) -> bool:
        hits = await ticked("So.", objection, "It takes an hour.", answer, objected=objection)
        return "concern_settled" in hits

    assert not await settled("Okay, that is easy.")
    assert await settled("Okay, that makes sense.")
    assert await settled("Okay, that is good to know.")


def heard(text: str, speaker: Speaker, turn_id: str = "t0") -> Turn:
    return Turn(turn_id, speaker, text, 0, 1_000)


async def test_a_question_is_no_statement_of_the_same_words() -> None:
    stated = next(
        goal
        for goal in playbook().objectives
        if goal.stage is not Stage.OPENING and not any(x.endswith("?") for x in goal.done_when)
    )
    line = stated.done_when[0].rstrip(".")
    near = " ".join(line.split()[: -(-len(line.split()) * 2 // 3)])
    speaker = stated.said_by or Speaker.CUSTOMER

    as_said = {hit.objective.id for hit in await found(f"{near}.", speaker)}
    as_asked = {hit.objective.id for hit in await found(f"{near}?", speaker)}

    assert as_asked <= as_said


async def test_in_its_own_stage_less_is_enough() -> None:
    wanted = next(g for g in playbook().objectives if g.id == "details_confirmed")
    speaker = wanted.said_by or Speaker.CUSTOMER
    words = max(wanted.done_when, key=len).split()
    here = StageChanged(current=Stage.CLOSE, confidence=0.9, time_in_stage_ms=0, entered_at_ms=0)

    async def least_words(*before: CallEvent) -> int:
        count = 1
        while wanted.id not in {
            hit.objective.id for hit in await found(" ".join(words[:count]), speaker, *before)
        }:
            count += 1
        return count

    assert await least_words(here) < await least_words()
