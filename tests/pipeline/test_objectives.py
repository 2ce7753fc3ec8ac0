import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, ObjectiveChanged, StageChanged
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Evidence, Stage
from salescoach.domain.turn import Turn
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.objectives import Reached, answers, may_say, reached
from salescoach.pipeline.state import fold
from tests.fakes import WordEmbedder, index, playbook
from tests.pipeline.events import turn


def goal(said_by: Speaker | None) -> Objective:
    return next(goal for goal in playbook().objectives if goal.said_by is said_by)


async def found(
    text: str, speaker: Speaker, *before: CallEvent, turn_id: str = "t1"
) -> list[Reached]:
    pieces = clauses(text)
    vectors = await WordEmbedder().embed(pieces)
    said = turn(text, speaker, turn_id)
    return reached(await index(), said, pieces, vectors, fold(before))


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


def heard(text: str, speaker: Speaker, turn_id: str = "t0") -> Turn:
    return Turn(turn_id, speaker, text, 0, 1_000)


def test_an_answer_is_read_with_its_question() -> None:
    asked = heard("Right. What is one worth to you?", Speaker.SALESPERSON)
    answer = heard("A hundred. Maybe more. I never counted.", Speaker.CUSTOMER, "t1")
    pieces = clauses(answer.text)

    assert answers(answer, [asked], pieces) == [
        "What is one worth to you? A hundred.",
        "What is one worth to you? Maybe more.",
    ]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (None, heard("A hundred.", Speaker.CUSTOMER)),
        (heard("One is worth a lot.", Speaker.SALESPERSON), heard("A hundred.", Speaker.CUSTOMER)),
        (heard("What is it worth?", Speaker.CUSTOMER), heard("A hundred.", Speaker.SALESPERSON)),
        (heard("What is it worth?", Speaker.CUSTOMER), heard("A hundred.", Speaker.CUSTOMER)),
    ],
)
def test_only_a_customers_answer_is(asked: Turn | None, answer: Turn) -> None:
    assert answers(answer, [asked] if asked else [], clauses(answer.text)) == []


def test_the_end_of_a_long_turn_is_no_answer() -> None:
    asked = heard("What is it worth?", Speaker.SALESPERSON)
    answer = heard("A hundred. And another thing is the weekend.", Speaker.CUSTOMER)

    assert answers(answer, [asked], clauses(answer.text)[1:]) == []


async def test_an_answer_reaches_what_its_words_alone_do_not() -> None:
    wanted = goal(Speaker.CUSTOMER)
    question, words = wanted.done_when[0].split(" ", 1)
    pieces = (words.split()[-1],)
    vectors = await WordEmbedder().embed([*pieces, f"{question} {words}"])
    said = turn(pieces[0], Speaker.CUSTOMER)

    hits = reached(await index(), said, pieces, vectors, fold([]))
    alone = reached(await index(), said, pieces, vectors[:1], fold([]))

    assert [hit.evidence.quote for hit in hits if hit.objective.id == wanted.id] == [pieces[0]]
    assert wanted.id not in {hit.objective.id for hit in alone}


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
    wanted = next(g for g in playbook().objectives if g.stage is Stage.CLOSE)
    speaker = wanted.said_by or Speaker.CUSTOMER
    words = wanted.done_when[0].split()
    here = StageChanged(current=Stage.CLOSE, confidence=0.9, time_in_stage_ms=0, entered_at_ms=0)

    async def least_words(*before: CallEvent) -> int:
        count = 1
        while wanted.id not in {
            hit.objective.id for hit in await found(" ".join(words[:count]), speaker, *before)
        }:
            count += 1
        return count

    assert await least_words(here) < await least_words()
