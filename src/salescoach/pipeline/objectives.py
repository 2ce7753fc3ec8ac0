"""Which objectives of the call are reached, told by meaning, with the words that show it."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.state import CallState

DONE_SIMILARITY = 0.60
"""A clause this near to one of an objective's lines shows that it is reached."""

UNDONE_SIMILARITY = 0.68
"""The same once the user has taken back a tick: the next one has to be plainer."""

SAME_WORDS = 85.0
"""How alike, 0-100, two hearings of the same evidence are."""

CANDIDATES = 3

NEVER = 2.0
"""No similarity reaches this."""


@dataclass(frozen=True, slots=True)
class Reached:
    objective: Objective
    evidence: Evidence


def reached(
    index: PlaybookIndex,
    turn: Turn,
    pieces: tuple[str, ...],
    vectors: Vectors,
    state: CallState,
) -> list[Reached]:
    """Objectives, of any stage, that ``turn`` reaches and that are open. One whose tick the user
    took back needs other words than those it rested on."""
    found: dict[str, Reached] = {}
    for place, piece in enumerate(pieces):
        for match in index.objectives.nearest(vectors[place : place + 1], CANDIDATES):
            goal = match.owner
            known = state.objectives.get(goal.id)
            if goal.id in found or (known is not None and known.done):
                continue
            if not may_say(goal, turn.speaker):
                continue
            evidence = Evidence(turn.id, piece, turn.start_ms, turn.end_ms)
            if match.similarity >= _needed(goal, evidence, state):
                found[goal.id] = Reached(goal, evidence)
    return list(found.values())


def may_say(goal: Objective, speaker: Speaker) -> bool:
    """Whether this speaker's words can reach the objective; an unknown speaker's can."""
    return goal.said_by is None or speaker in (goal.said_by, Speaker.UNKNOWN)


def _needed(goal: Objective, evidence: Evidence, state: CallState) -> float:
    undone = state.undone.get(goal.id, ())
    if any(_is_same(evidence, before) for before in undone):
        return NEVER
    return UNDONE_SIMILARITY if undone else DONE_SIMILARITY


def _is_same(evidence: Evidence, before: Evidence) -> bool:
    """The same words, or the same turn grown longer."""
    if evidence.turn_id == before.turn_id:
        return True
    return fuzz.ratio(evidence.quote.lower(), before.quote.lower()) >= SAME_WORDS
