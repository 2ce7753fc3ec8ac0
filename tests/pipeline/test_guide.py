from collections.abc import Sequence
from dataclasses import replace

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEvent,
    GuidanceShown,
    LineSaid,
    ObjectiveChanged,
    SignalHeard,
    StageChanged,
)
from salescoach.domain.guidance import Guidance
from salescoach.domain.playbook import StageGuide
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind, Stage
from salescoach.domain.suggestion import Urgency
from salescoach.pipeline.guide import compose_guidance, next_objective, open_signal
from salescoach.pipeline.state import fold
from tests.fakes import playbook
from tests.pipeline.events import said

BOOK = playbook()


def stage(current: Stage) -> StageChanged:
    return StageChanged(current=current, confidence=0.62, time_in_stage_ms=0, entered_at_ms=20_000)


def guide_of(current: Stage) -> StageGuide:
    return next(guide for guide in BOOK.stages if guide.stage is current)


def ticked(*ids: str) -> list[CallEvent]:
    return [ObjectiveChanged(id=one, done=True) for one in ids]


def guidance(events: Sequence[CallEvent]) -> Guidance:
    return compose_guidance(fold(events), BOOK)


def heard(
    kind: SignalKind,
    quote: str,
    turn_id: str = "t1",
    objection: ObjectionType | None = None,
    confidence: float = 0.9,
) -> SignalHeard:
    return SignalHeard(
        kind=kind,
        objection_type=objection,
        confidence=confidence,
        evidence=Evidence(turn_id, quote, 0, 900),
    )


OBJECTED: list[CallEvent] = [
    said("t1", 0, 2_000, "I don't trust robots."),
    heard(SignalKind.OBJECTION, "I don't trust robots.", objection=ObjectionType.AI_CONCERNS),
]


@pytest.mark.parametrize("current", list(Stage))
def test_each_stage_has_three_to_five_questions_its_own_first(current: Stage) -> None:
    advice = guidance([stage(current)])

    questions = advice.guidance.key_questions
    own = [question.question for question in BOOK.questions if question.stage is current]
    count = min(5, max(3, len(own)))
    assert 3 <= len(questions) <= 5
    assert len(questions) == count
    assert {question.primary for question in questions[: len(own)]} <= set(own)
    assert all(question.context for question in questions)
    assert advice.guidance.direction
    assert advice.guidance.talking_points


def test_objectives_are_either_done_or_open() -> None:
    first, second = BOOK.objectives[0].id, BOOK.objectives[3].id

    advice = guidance([*ticked(first, second), ObjectiveChanged(id=second, done=False, by="user")])

    assert advice.objectives.completed == (first,)
    assert second in advice.objectives.remaining
    assert len(advice.objectives.remaining) == len(BOOK.objectives) - 1


def test_time_in_stage_is_call_time() -> None:
    advice = guidance([stage(Stage.PITCH), said("t1", 21_000, 26_000, "So.", Speaker.CUSTOMER)])

    assert advice.stage.time_in_stage_ms == 6_000
    assert advice.stage.current is Stage.PITCH
    assert (advice.stage.confidence, advice.guidance.confidence) == (0.62, 62)


def test_an_objection_is_the_focus_and_brings_its_own_questions() -> None:
    advice = guidance([stage(Stage.PITCH), *OBJECTED])

    assert advice.focus.what == "Answer the AI concerns objection"
    assert "I don't trust robots." in advice.focus.why
    assert advice.focus.urgency is Urgency.HIGH
    assert advice.stage.current is Stage.PITCH
    own = {question.question for question in BOOK.questions if question.stage is Stage.OBJECTION}
    assert {question.primary for question in advice.guidance.key_questions} <= own
    assert advice.guidance.direction == guide_of(Stage.OBJECTION).direction
    assert advice.guidance.confidence == 90


def test_an_objection_stays_the_focus_until_the_customer_moves_on() -> None:
    answer = said("t2", 2_500, 6_000, "What would it get wrong?", Speaker.SALESPERSON)
    short = said("t3", 6_500, 7_000, "Hm, yes.")
    moved_on = said("t3", 6_500, 9_000, "Well, the names I suppose.")
    goes_on = said("t3", 2_200, 2_400, "And I never will.")

    assert open_signal(fold([*OBJECTED, answer])) is not None
    assert open_signal(fold([*OBJECTED, answer, short])) is not None
    assert open_signal(fold([*OBJECTED, goes_on])) is not None
    assert open_signal(fold([*OBJECTED, answer, moved_on])) is None
    assert guidance([*OBJECTED, answer, moved_on]).focus.urgency is Urgency.NORMAL


def test_what_is_hardly_heard_turns_no_focus() -> None:
    weak = heard(SignalKind.OBJECTION, "Hm.", objection=ObjectionType.NEED, confidence=0.55)

    assert open_signal(fold([said("t1", 0, 900, "Hm."), weak])) is None


def test_a_buying_signal_is_the_focus() -> None:
    buys = heard(SignalKind.BUYING_SIGNAL, "How do we start?")

    advice = guidance([said("t1", 0, 2_000, "How do we start?"), buys])

    assert "How do we start?" in advice.focus.why


def test_a_question_that_was_asked_leaves_the_list() -> None:
    first = guidance([stage(Stage.DISCOVERY)]).guidance.key_questions[0].primary
    asked = LineSaid(what="question", id=first, evidence=Evidence("t1", first, 0, 900))

    left = guidance([stage(Stage.DISCOVERY), asked]).guidance.key_questions

    assert first not in {question.primary for question in left}
    assert 3 <= len(left) <= 5


def test_when_all_was_asked_there_are_questions_all_the_same() -> None:
    asked = [
        LineSaid(what="question", id=each.question, evidence=Evidence("t1", "?", 0, 900))
        for each in BOOK.questions
    ]

    assert len(guidance(asked).guidance.key_questions) == 3


def test_facts_that_answer_come_first_among_the_points_and_stay_with_the_focus() -> None:
    state = fold(OBJECTED)
    fact = "It hands over to a person."

    first = compose_guidance(state, BOOK, [fact])
    state.apply(
        GuidanceShown(
            stage=first.stage, focus=first.focus, objectives=first.objectives,
            guidance=first.guidance, source=first.source,
        )
    )  # fmt: skip
    state.apply(said("t2", 2_500, 6_000, "What would it get wrong?", Speaker.SALESPERSON))

    assert first.guidance.talking_points[0] == fact
    assert len(first.guidance.talking_points) <= 5
    assert compose_guidance(state, BOOK).guidance.talking_points == first.guidance.talking_points


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


def test_a_playbook_without_guides_still_gives_a_direction() -> None:
    bare = replace(BOOK, stages=(), questions=())

    advice = compose_guidance(fold([]), bare)

    assert advice.guidance.direction == "You are in the opening stage."
    assert advice.guidance.key_questions == ()
