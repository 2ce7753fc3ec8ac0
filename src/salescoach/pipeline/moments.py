"""The moment of a call that an objective belongs to, and how plainly it has to be said there.

The salesperson's first words are hardly about anything but who is calling; "I hear you" is empathy
only while an objection is on the table. Outside of its moment a line has to be as good as said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.pipeline.state import CallState

ANYWHERE = 0.62
"""A clause this near to one of an objective's lines shows that it is reached."""

IN_STAGE = 0.57
"""The same in the objective's own stage."""

IN_ITS_MOMENT = 0.47
"""The same when the call is just where the objective belongs."""

INTRODUCING = 0.43
"""The same for the salesperson's first words: they are hardly about anything else."""

AS_GOOD_AS_SAID = 0.80
"""Words so few that they may mean anything have to be this near."""

NOBODYS_MARGIN = 0.05
"""An objective that either side may reach is met by more words by chance."""

NEVER = 2.0
"""No similarity reaches this."""

OPENING_TURNS = 6
OBJECTION_TURNS = 8
"""How far back an objection is still the one that is talked about."""

OBJECTION_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the call is: just begun, or with an objection on the table."""

    stage: Stage
    opening: bool
    objected: str | None
    """The words of the objection that is talked about."""
    objecting: tuple[str, ...]
    """What the turn itself objects with."""
    offered: bool
    """The next step was spoken of."""
    pitched: bool

    @property
    def begins(self) -> bool:
        return self.opening or self.stage is Stage.OPENING

    def objects_with(self, piece: str) -> bool:
        return any(piece in quote or quote in piece for quote in self.objecting)

    def needed(self, goal: Objective) -> float:
        belongs = {
            Stage.OPENING: self.opening,
            Stage.OBJECTION: self.objected is not None,
            Stage.CLOSE: self.offered,
            Stage.PITCH: self.pitched,
        }.get(goal.stage, False)
        nobodys = NOBODYS_MARGIN if goal.said_by is None else 0
        if belongs and goal.stage is Stage.OPENING and goal.said_by is Speaker.SALESPERSON:
            return INTRODUCING
        if belongs:
            return IN_ITS_MOMENT + nobodys
        if goal.stage is Stage.OBJECTION:
            return NEVER
        if goal.stage is Stage.OPENING:
            return AS_GOOD_AS_SAID
        return (IN_STAGE if goal.stage is self.stage else ANYWHERE) + nobodys


def moment_of(goals: Sequence[Objective], state: CallState, turn: Turn) -> Moment:
    spoken = sum(1 for known in state.turns.values() if known.start_ms < turn.start_ms)
    recent = {known.id for known in state.recent_turns(OBJECTION_TURNS)}
    objections = [
        signal.evidence
        for signal in state.signals
        if signal.kind is SignalKind.OBJECTION and signal.confidence >= OBJECTION_CONFIDENCE
    ]
    earlier = [said for said in objections if said.turn_id in recent and said.turn_id != turn.id]
    reached_in = {goal.stage for goal in goals if is_done(goal, state)} | {state.stage}
    return Moment(
        stage=state.stage,
        opening=spoken < OPENING_TURNS,
        objected=earlier[-1].quote if earlier else None,
        objecting=tuple(said.quote for said in objections if said.turn_id == turn.id),
        offered=Stage.CLOSE in reached_in,
        pitched=bool(reached_in & {Stage.PITCH, Stage.OBJECTION, Stage.CLOSE}),
    )


def is_done(goal: Objective, state: CallState) -> bool:
    known = state.objectives.get(goal.id)
    return known is not None and known.done
