"""Guidance: where the call stands and which way to take it, composed from the playbook.

Directions, not scripts: what to aim for, why, three to five questions with other ways to ask them
and when they fit, and points to talk about.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from salescoach.domain.audio import Speaker
from salescoach.domain.events import GuidanceShown, SignalHeard
from salescoach.domain.guidance import (
    Direction,
    Focus,
    Guidance,
    GuidanceStage,
    KeyQuestion,
    ObjectiveProgress,
)
from salescoach.domain.playbook import Objective, Playbook, StageGuide
from salescoach.domain.signal import SignalKind, Stage
from salescoach.domain.suggestion import Source, Urgency
from salescoach.pipeline.state import CallState

LEAST_QUESTIONS = 3
MOST_QUESTIONS = 5

FOCUS_CONFIDENCE = 0.6
"""A signal this sure turns the focus."""

FOCUS_TURNS = 6
"""What was said before that is settled one way or another."""

SETTLING_WORDS = 3
"""A customer who says so much after the answer, and objects no more, has moved on."""

NOTHING_FITS: Mapping[str, float] = MappingProxyType({})

_ORDER = list(Stage)


def stage_of(signal: SignalKind | None) -> Stage | None:
    """The stage that a signal calls for, whatever stage the call is in."""
    if signal is SignalKind.OBJECTION:
        return Stage.OBJECTION
    return Stage.CLOSE if signal is SignalKind.BUYING_SIGNAL else None


def next_objective(
    state: CallState, playbook: Playbook, stage: Stage | None = None
) -> Objective | None:
    """The first objective still open, from ``stage`` on (None: the current one), else of an
    earlier one."""
    remaining = [goal for goal in playbook.objectives if not _is_done(state, goal)]
    here = _ORDER.index(stage or state.stage)
    ahead = [goal for goal in remaining if _ORDER.index(goal.stage) >= here]
    return next(iter(ahead or remaining), None)


def compose_guidance(
    state: CallState,
    playbook: Playbook,
    answers: Sequence[str] = (),
    fitting: Mapping[str, float] = NOTHING_FITS,
) -> Guidance:
    """``answers``: facts that speak to what the customer has just said, best first; ``fitting``:
    how well a key question fits the objection that is open."""
    pressing = open_signal(state)
    stage = state.stage
    if pressing is not None:
        stage = stage_of(pressing.kind) or stage
    guide = _guide(playbook, stage)
    done = tuple(goal.id for goal in playbook.objectives if _is_done(state, goal))
    remaining = tuple(goal.id for goal in playbook.objectives if goal.id not in done)
    focus = _focus(state, playbook, guide, pressing)
    return Guidance(
        stage=GuidanceStage(
            current=state.stage,
            confidence=state.stage_confidence,
            time_in_stage_ms=max(0, state.heard_ms - state.stage_entered_ms),
        ),
        focus=focus,
        objectives=ObjectiveProgress(completed=done, remaining=remaining),
        guidance=Direction(
            direction=guide.direction,
            key_questions=_questions(state, playbook, stage, fitting),
            talking_points=_points(state, focus, guide, answers),
            confidence=round(
                (pressing.confidence if pressing is not None else state.stage_confidence) * 100
            ),
        ),
        source=Source.LOCAL,
    )


def says_the_same(shown: GuidanceShown | None, guidance: Guidance) -> bool:
    """Whether what is on show would not change for whoever reads it."""
    return shown is not None and (
        shown.focus == guidance.focus
        and shown.objectives == guidance.objectives
        and shown.guidance.key_questions == guidance.guidance.key_questions
        and shown.stage.current is guidance.stage.current
    )


def guidance_shown(guidance: Guidance) -> GuidanceShown:
    return GuidanceShown(
        stage=guidance.stage,
        focus=guidance.focus,
        objectives=guidance.objectives,
        guidance=guidance.guidance,
        source=guidance.source,
    )


def open_signal(state: CallState) -> SignalHeard | None:
    """The last objection or buying signal that still waits for its answer."""
    recent = state.recent_turns(FOCUS_TURNS)
    places = {turn.id: place for place, turn in enumerate(recent)}
    for signal in reversed(state.signals):
        place = places.get(signal.evidence.turn_id)
        if place is None or signal.confidence < FOCUS_CONFIDENCE:
            continue
        if signal.kind not in (SignalKind.OBJECTION, SignalKind.BUYING_SIGNAL):
            continue
        later = recent[place + 1 :]
        answered = [turn.speaker is Speaker.SALESPERSON for turn in later]
        settled = any(
            turn.speaker is not Speaker.SALESPERSON
            and any(answered[:after])
            and len(turn.text.split()) >= SETTLING_WORDS
            for after, turn in enumerate(later)
        )
        return None if settled else signal
    return None


def _is_done(state: CallState, goal: Objective) -> bool:
    known = state.objectives.get(goal.id)
    return known is not None and known.done


def _guide(playbook: Playbook, stage: Stage) -> StageGuide:
    found = next((guide for guide in playbook.stages if guide.stage is stage), None)
    return found or StageGuide(stage, f"You are in the {stage.value} stage.", "", (), ())


def _focus(
    state: CallState, playbook: Playbook, guide: StageGuide, pressing: SignalHeard | None
) -> Focus:
    """An objection or a buying signal that waits comes first, then the next open objective."""
    if pressing is not None:
        what = "Agree on the next step"
        if pressing.objection_type is not None:
            kind = pressing.objection_type.value.replace("_", " ").replace("ai ", "AI ")
            what = f"Answer the {kind} objection"
        return Focus(what, f"They said: “{pressing.evidence.quote}”", Urgency.HIGH)
    goal = next_objective(state, playbook)
    return Focus(goal.text if goal else guide.direction, guide.why, Urgency.NORMAL)


def _points(
    state: CallState, focus: Focus, guide: StageGuide, answers: Sequence[str]
) -> tuple[str, ...]:
    """The facts that answer come first, and stay while the focus does."""
    before = state.guidance
    if not answers and before is not None and before.focus == focus:
        return before.guidance.talking_points
    return tuple(dict.fromkeys((*answers, *guide.talking_points)))[:MOST_QUESTIONS]


def _questions(
    state: CallState, playbook: Playbook, stage: Stage, fitting: Mapping[str, float]
) -> tuple[KeyQuestion, ...]:
    """The stage's questions that were not asked yet, the most fitting first, filled up from the
    stages nearest to it, and from those that were asked only when nothing else is left."""
    here = _ORDER.index(stage)
    ranked = sorted(
        playbook.questions,
        key=lambda each: (
            each.question in state.questions_asked,
            abs(_ORDER.index(each.stage) - here),
            -fitting.get(each.question, 0.0),
        ),
    )
    own = sum(
        1 for each in ranked if each.stage is stage and each.question not in state.questions_asked
    )
    count = min(MOST_QUESTIONS, max(LEAST_QUESTIONS, own))
    return tuple(
        KeyQuestion(each.question, each.alternatives, each.when_to_use) for each in ranked[:count]
    )
