"""The questions that fit the open objection come first, by meaning."""

from dataclasses import replace

import pytest

from salescoach.domain.events import ModeSet, SignalHeard
from salescoach.domain.guidance import Guidance
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind, Stage
from salescoach.pipeline.coach import CallView, LocalCoach
from salescoach.pipeline.fitting import fitting, fitting_to
from salescoach.pipeline.guide import compose_guidance
from salescoach.pipeline.index import build_index
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import fold
from salescoach.rooms.playbook.templates import template
from tests.pipeline.events import said, turn
from tests.pipeline.sentences import Sentences

BOOK = template("b2b_software").playbook


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (ObjectionType.PRICE, "Compared to what?"),
        (ObjectionType.AUTHORITY, "What will the others ask you?"),
        (ObjectionType.NEED, "What's the part that worries you most?"),
        (ObjectionType.TECHNICAL, "What would you need to see to feel sure about it?"),
    ],
)
async def test_the_question_made_for_an_objection_comes_first(
    kind: ObjectionType, first: str
) -> None:
    objection = SignalHeard(
        kind=SignalKind.OBJECTION,
        objection_type=kind,
        confidence=0.9,
        evidence=Evidence("t1", "I object.", 0, 900),
    )
    state = fold([said("t1", 0, 900, "I object."), objection])
    fit = fitting(await build_index(BOOK, Sentences()), state)

    questions = compose_guidance(state, BOOK, (), fit).guidance.key_questions

    own = {each.question for each in BOOK.questions if each.stage is Stage.OBJECTION}
    assert questions[0].primary == first
    assert {question.primary for question in questions} == own


async def test_guidance_of_a_call_asks_them_first() -> None:
    index = await build_index(BOOK, Sentences())
    objection = SignalHeard(
        kind=SignalKind.OBJECTION,
        objection_type=ObjectionType.PRICE,
        confidence=0.9,
        evidence=Evidence("t1", "Too dear.", 0, 900),
    )
    mode = ModeSet(mode="guidance")
    state = fold([mode, said("t1", 0, 900, "Too dear."), objection])
    reading = Reading((), ("Too dear.",), await Sentences().embed(["Too dear."]))
    view = CallView(state, turn("Too dear."), reading)

    (advice,) = [each async for each in LocalCoach(index).advise(view, BOOK)]

    assert isinstance(advice, Guidance)
    assert advice.guidance.key_questions[0].primary == "Compared to what?"


async def test_without_triggers_of_a_kind_nothing_fits_better() -> None:
    bare = await build_index(template("b2b_software").playbook, Sentences())
    without = bare.triggers.__class__((), (), bare.triggers.vectors[:0])

    assert fitting_to(replace(bare, triggers=without), ObjectionType.PRICE) == {}
