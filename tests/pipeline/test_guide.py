from dataclasses import replace

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, ObjectiveChanged, StageChanged
from salescoach.domain.guidance import Guidance
from salescoach.domain.signal import Evidence, ObjectionType, Signal, SignalKind, Stage
from salescoach.domain.suggestion import Urgency
from salescoach.pipeline.guide import compose_guidance, next_objective
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import fold
from tests.fakes import WordEmbedder, playbook
from tests.pipeline.events import said

BOOK = playbook()


def stage(current: Stage) -> StageChanged:
    return StageChanged(current=current, confidence=0.62, time_in_stage_ms=0, entered_at_ms=20_000)


def ticked(*ids: str) -> list[CallEvent]:
    return [ObjectiveChanged(id=one, done=True) for one in ids]


async def guidance(events: list[CallEvent], *signals: Signal) -> Guidance:
    vectors = await WordEmbedder().embed(["Well."])
    return compose_guidance(fold(events), BOOK, Reading(signals, ("Well.",), vectors))


@pytest.mark.parametrize("current", list(Stage))
async def test_each_stage_has_three_to_five_questions_its_own_first(current: Stage) -> None:
    advice = await guidance([stage(current)])

    questions = advice.guidance.key_questions
    own = [question.question for question in BOOK.questions if question.stage is current]
    count = min(5, max(3, len(own)))
    assert 3 <= len(questions) <= 5
    assert len(questions) == count
    assert {question.primary for question in questions[: len(own)]} <= set(own)
    assert all(question.context for question in questions)
    assert advice.guidance.direction
    assert advice.guidance.talking_points


async def test_objectives_are_either_done_or_open() -> None:
    first, second = BOOK.objectives[0].id, BOOK.objectives[3].id

    advice = await guidance(
        [*ticked(first, second), ObjectiveChanged(id=second, done=False, by="user")]
    )

    assert advice.objectives.completed == (first,)
    assert second in advice.objectives.remaining
    assert len(advice.objectives.remaining) == len(BOOK.objectives) - 1


async def test_time_in_stage_is_call_time() -> None:
    advice = await guidance(
        [stage(Stage.PITCH), said("t1", 21_000, 26_000, "So.", Speaker.CUSTOMER)]
    )

    assert advice.stage.time_in_stage_ms == 6_000
    assert advice.stage.current is Stage.PITCH
    assert (advice.stage.confidence, advice.guidance.confidence) == (0.62, 62)


async def test_a_fresh_objection_is_the_focus() -> None:
    evidence = Evidence("t1", "I don't trust robots.", 0, 900)
    objection = Signal(SignalKind.OBJECTION, 0.9, evidence, ObjectionType.AI_CONCERNS)

    advice = await guidance([], objection)

    assert advice.focus.what == "Answer the AI concerns objection"
    assert "I don't trust robots." in advice.focus.why
    assert advice.focus.urgency is Urgency.HIGH


async def test_a_buying_signal_is_the_focus() -> None:
    evidence = Evidence("t1", "How do we start?", 0, 900)

    advice = await guidance([], Signal(SignalKind.BUYING_SIGNAL, 0.9, evidence))

    assert "How do we start?" in advice.focus.why


def test_the_next_objective_is_of_this_stage_then_ahead_then_behind() -> None:
    of = {goal.id: goal for goal in BOOK.objectives}
    discovery = [goal.id for goal in BOOK.objectives if goal.stage is Stage.DISCOVERY]
    ahead = [
        goal.id for goal in BOOK.objectives if goal.stage not in (Stage.OPENING, Stage.DISCOVERY)
    ]

    here = next_objective(fold([stage(Stage.DISCOVERY)]), BOOK)
    later = next_objective(fold([stage(Stage.DISCOVERY), *ticked(*discovery)]), BOOK)
    back = next_objective(fold([stage(Stage.DISCOVERY), *ticked(*discovery, *ahead)]), BOOK)
    none = next_objective(fold(ticked(*of)), BOOK)

    assert here is not None
    assert here.stage is Stage.DISCOVERY
    assert later is not None
    assert later.id in ahead
    assert back is not None
    assert back.stage is Stage.OPENING
    assert none is None


async def test_a_playbook_without_guides_still_gives_a_direction() -> None:
    bare = replace(BOOK, stages=(), questions=())
    vectors = await WordEmbedder().embed(["Well."])

    advice = compose_guidance(fold([]), bare, Reading((), ("Well.",), vectors))

    assert advice.guidance.direction == "You are in the opening stage."
    assert advice.guidance.key_questions == ()
