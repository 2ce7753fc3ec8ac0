"""Guidance: where the call stands and which way to take it, composed from the playbook."""

from collections.abc import Sequence

from salescoach.domain.guidance import (
    Direction,
    Focus,
    Guidance,
    GuidanceStage,
    KeyQuestion,
    ObjectiveProgress,
)
from salescoach.domain.playbook import Objective, Playbook, StageGuide
from salescoach.domain.signal import Signal, SignalKind, Stage
from salescoach.domain.suggestion import Source, Urgency
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState

LEAST_QUESTIONS = 3
MOST_QUESTIONS = 5
_ORDER = list(Stage)


def next_objective(state: CallState, playbook: Playbook) -> Objective | None:
    """The first objective still open, from the current stage on, else of an earlier one."""
    remaining = [goal for goal in playbook.objectives if not _is_done(state, goal)]
    here = _ORDER.index(state.stage)
    ahead = [goal for goal in remaining if _ORDER.index(goal.stage) >= here]
    return next(iter(ahead or remaining), None)


def compose_guidance(state: CallState, playbook: Playbook, reading: Reading) -> Guidance:
    guide = _guide(playbook, state.stage)
    done = tuple(goal.id for goal in playbook.objectives if _is_done(state, goal))
    remaining = tuple(goal.id for goal in playbook.objectives if goal.id not in done)
    return Guidance(
        stage=GuidanceStage(
            current=state.stage,
            confidence=state.stage_confidence,
            time_in_stage_ms=max(0, state.heard_ms - state.stage_entered_ms),
        ),
        focus=_focus(state, playbook, guide, reading.signals),
        objectives=ObjectiveProgress(completed=done, remaining=remaining),
        guidance=Direction(
            direction=guide.direction,
            key_questions=_questions(state, playbook),
            talking_points=guide.talking_points,
            confidence=round(state.stage_confidence * 100),
        ),
        source=Source.LOCAL,
    )


def _is_done(state: CallState, goal: Objective) -> bool:
    known = state.objectives.get(goal.id)
    return known is not None and known.done


def _guide(playbook: Playbook, stage: Stage) -> StageGuide:
    found = next((guide for guide in playbook.stages if guide.stage is stage), None)
    return found or StageGuide(stage, f"You are in the {stage.value} stage.", "", (), ())


def _focus(
    state: CallState, playbook: Playbook, guide: StageGuide, signals: Sequence[Signal]
) -> Focus:
    """A fresh objection or buying signal comes first, then the next open objective."""
    for signal in signals:
        if signal.kind is SignalKind.OBJECTION and signal.objection_type is not None:
            kind = signal.objection_type.value.replace("_", " ").replace("ai ", "AI ")
            what = f"Answer the {kind} objection"
            return Focus(what, f"They said: “{signal.evidence.quote}”", Urgency.HIGH)
        if signal.kind is SignalKind.BUYING_SIGNAL:
            what = "Agree on the next step"
            return Focus(what, f"They said: “{signal.evidence.quote}”", Urgency.HIGH)
    goal = next_objective(state, playbook)
    return Focus(goal.text if goal else guide.direction, guide.why, Urgency.NORMAL)


def _questions(state: CallState, playbook: Playbook) -> tuple[KeyQuestion, ...]:
    """The stage's questions, filled up from the stages nearest to it."""
    here = _ORDER.index(state.stage)
    ranked = sorted(
        playbook.questions, key=lambda question: abs(_ORDER.index(question.stage) - here)
    )
    own = sum(1 for question in ranked if question.stage is state.stage)
    count = min(MOST_QUESTIONS, max(LEAST_QUESTIONS, own))
    return tuple(
        KeyQuestion(question.question, question.alternatives, question.when_to_use)
        for question in ranked[:count]
    )
