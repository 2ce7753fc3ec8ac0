import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.objectives import Reached, may_say, reached
from tests.fakes import WordEmbedder, index, playbook
from tests.pipeline.events import turn


def goal(said_by: Speaker | None) -> Objective:
    return next(goal for goal in playbook().objectives if goal.said_by is said_by)


async def found(text: str, speaker: Speaker, settled: tuple[str, ...] = ()) -> list[Reached]:
    pieces = clauses(text)
    vectors = await WordEmbedder().embed(pieces)
    return reached(await index(), turn(text, speaker), pieces, vectors, settled)


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


async def test_what_is_settled_is_left_alone() -> None:
    wanted = goal(Speaker.CUSTOMER)

    hits = await found(wanted.done_when[0], Speaker.CUSTOMER, settled=(wanted.id,))

    assert wanted.id not in {hit.objective.id for hit in hits}


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
