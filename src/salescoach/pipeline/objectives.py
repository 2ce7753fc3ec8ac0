"""Which objectives of the call are reached, told by meaning, with the words that show it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.state import CallState

DONE_SIMILARITY, HERE_SIMILARITY = 0.62, 0.57
"""A clause this near to one of an objective's lines shows that it is reached; in the objective's
own stage less is enough."""

UNDONE_MARGIN = 0.08
"""Once the user has taken back a tick, the next one has to be so much plainer."""

OTHER_FORM = 0.10
"""What a question lacks as evidence for an objective whose lines ask nothing, or the other way."""

SAME_WORDS = 85.0
"""How alike, 0-100, two hearings of the same evidence are."""

CANDIDATES = 3

ANSWERING_CLAUSES = 2
"""A question is answered by the first clauses that follow it."""

NEVER = 2.0
"""No similarity reaches this."""


@dataclass(frozen=True, slots=True)
class Reached:
    objective: Objective
    evidence: Evidence


def answers(turn: Turn, before: Sequence[Turn], pieces: Sequence[str]) -> list[str]:
    """The beginnings of a customer's answer, each with the question: "a hundred dollars" alone
    says nothing. Empty when nothing was asked."""
    last = before[-1] if before else None
    if turn.speaker is not Speaker.CUSTOMER or last is None:
        return []
    if last.speaker is not Speaker.SALESPERSON or not last.text.rstrip().endswith("?"):
        return []
    if not turn.text.startswith(pieces[0]):
        return []
    question = clauses(last.text)[-1]
    return [f"{question} {piece}" for piece in pieces[:ANSWERING_CLAUSES]]


def reached(
    index: PlaybookIndex,
    turn: Turn,
    pieces: Sequence[str],
    vectors: Vectors,
    state: CallState,
) -> list[Reached]:
    """Objectives, of any stage, that ``turn`` reaches and that are open. ``vectors``: a row for
    each of ``pieces``, then one for each of its ``answers``. One whose tick the user took back
    needs other words than those it rested on."""
    found: dict[str, Reached] = {}
    for place, row in enumerate(vectors):
        is_answer = place >= len(pieces)
        piece = pieces[place - len(pieces) if is_answer else place]
        for match in index.objectives.nearest(row[np.newaxis], CANDIDATES):
            goal = match.owner
            known = state.objectives.get(goal.id)
            if goal.id in found or (known is not None and known.done):
                continue
            if not may_say(goal, turn.speaker):
                continue
            evidence = Evidence(turn.id, piece, turn.start_ms, turn.end_ms)
            similarity = match.similarity
            if not is_answer and _other_form(goal, piece):
                similarity -= OTHER_FORM
            # A question alone comes near already: with it, no stage makes up for the answer.
            here = goal.stage is state.stage and not is_answer
            if similarity >= _needed(goal, evidence, state, here=here):
                found[goal.id] = Reached(goal, evidence)
    return list(found.values())


def may_say(goal: Objective, speaker: Speaker) -> bool:
    """Whether this speaker's words can reach the objective; an unknown speaker's can."""
    return goal.said_by is None or speaker in (goal.said_by, Speaker.UNKNOWN)


def _needed(goal: Objective, evidence: Evidence, state: CallState, *, here: bool) -> float:
    undone = state.undone.get(goal.id, ())
    if any(_is_same(evidence, before) for before in undone):
        return NEVER
    needed = HERE_SIMILARITY if here else DONE_SIMILARITY
    return needed + (UNDONE_MARGIN if undone else 0)


def _other_form(goal: Objective, piece: str) -> bool:
    asks = [line.rstrip().endswith("?") for line in goal.done_when]
    return not any(asks) if piece.rstrip().endswith("?") else all(asks)


def _is_same(evidence: Evidence, before: Evidence) -> bool:
    """The same words, or the same turn grown longer."""
    if evidence.turn_id == before.turn_id:
        return True
    return fuzz.ratio(evidence.quote.lower(), before.quote.lower()) >= SAME_WORDS
