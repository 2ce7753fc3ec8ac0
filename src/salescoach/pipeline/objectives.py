"""Which objectives of the call are reached, told by meaning, with the words that show it."""

from collections.abc import Collection
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.index import PlaybookIndex

DONE_SIMILARITY = 0.60
"""A clause this near to one of an objective's lines shows that it is reached."""

CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Reached:
    objective: Objective
    evidence: Evidence


def reached(
    index: PlaybookIndex,
    turn: Turn,
    pieces: tuple[str, ...],
    vectors: Vectors,
    settled: Collection[str],
) -> list[Reached]:
    """Objectives that ``turn`` reaches. ``settled`` ones (ticked, or unticked by the user) are
    left alone."""
    found: dict[str, Reached] = {}
    for place, piece in enumerate(pieces):
        for match in index.objectives.nearest(vectors[place : place + 1], CANDIDATES):
            goal = match.owner
            if match.similarity < DONE_SIMILARITY or goal.id in settled or goal.id in found:
                continue
            if not may_say(goal, turn.speaker):
                continue
            evidence = Evidence(turn.id, piece, turn.start_ms, turn.end_ms)
            found[goal.id] = Reached(goal, evidence)
    return list(found.values())


def may_say(goal: Objective, speaker: Speaker) -> bool:
    """Whether this speaker's words can reach the objective; an unknown speaker's can."""
    return goal.said_by is None or speaker in (goal.said_by, Speaker.UNKNOWN)
