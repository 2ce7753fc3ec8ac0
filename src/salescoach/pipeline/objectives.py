"""Which objectives of the call are reached, told by meaning, with the words that show it.

A sentence alone says little: "twelve, maybe fifteen" is a number of missed calls only after that
question, and "I hear you" is empathy only after a worry. So an answer is read with its question,
and what belongs to a moment of the call counts more in that moment and hardly outside of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Evidence, Stage
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.moments import Moment, is_done, moment_of
from salescoach.pipeline.objective_words import by_words, may_say
from salescoach.pipeline.replies import (
    asks_openly,
    consenting_piece,
    puts_off,
    question_of,
    telling_piece,
)
from salescoach.pipeline.state import CallState
from salescoach.pipeline.substance import is_consent, wants_amount

ASKED, ASKED_MARGIN = 0.58, 0.03
LIKELY_ASKED, LIKELY_MARGIN = 0.47, 0.09
"""A question this near to one of an objective's, and so much nearer than to any other's, is that
question. Where it is a little less near, the difference has to be plainer."""

ABOUT_IT, LIKE_ASKING = 0.30, 0.42
"""A question this near to the objection, or to an objective's own questions, asks what is behind
it."""

LIKE_BOTH = 0.60
"""A question a little less near to either, and so near to both together, does too."""

SAME_WORDS = 85.0
"""How alike, 0-100, two hearings of the same evidence are."""

ANSWERING_CLAUSES = 3
"""A question is answered by the first clauses that follow it."""

_OFFER = re.compile(
    r"\b(?:shall|should|can|could|may|why don't|how about|what about|would it) "
    r"(?:i|we|you|be|it|make)\b|\bwhat if (?:i|we)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reached:
    objective: Objective
    evidence: Evidence


async def reached(
    index: PlaybookIndex,
    turn: Turn,
    before: Sequence[Turn],
    pieces: Sequence[str],
    state: CallState,
    embedder: Embedder,
) -> list[Reached]:
    """Objectives, of any stage, that ``turn`` reaches and that are open. ``pieces``: the clauses of
    it that are judged; ``before``: the turns before it, oldest first. One whose tick the user took
    back needs other words than those it rested on."""
    goals = index.playbook.objectives
    if all(is_done(goal, state) for goal in goals):
        return []
    moment = moment_of(goals, state, turn)
    found: dict[str, Reached] = {}
    question = _question_before(turn, before, pieces)
    fresh = moment.objected is not None and _is_fresh(moment.objected, before)
    for goal, piece in [
        *await _by_answer(index, question, pieces, moment, fresh, embedder),
        *await _by_asking_back(index, turn, before, pieces, moment, embedder),
        *await by_words(index, turn, question, pieces, state, moment, embedder),
    ]:
        if is_consent(goal) and (moment.objects_with(piece) or puts_off(piece)):
            continue
        evidence = Evidence(turn.id, piece, turn.start_ms, turn.end_ms)
        if goal.id in found or is_done(goal, state) or not may_say(goal, turn.speaker):
            continue
        if not any(_is_same(evidence, undone) for undone in state.undone.get(goal.id, ())):
            found[goal.id] = Reached(goal, evidence)
    return list(found.values())


def _question_before(turn: Turn, before: Sequence[Turn], pieces: Sequence[str]) -> str | None:
    """What the salesperson has just asked, when the customer's ``pieces`` begin to answer it."""
    last = before[-1] if before else None
    if turn.speaker is not Speaker.CUSTOMER or last is None or not pieces:
        return None
    if last.speaker is not Speaker.SALESPERSON or not turn.text.startswith(pieces[0]):
        return None
    return question_of(last.text)


async def _by_answer(
    index: PlaybookIndex,
    question: str | None,
    pieces: Sequence[str],
    moment: Moment,
    objected: bool,
    embedder: Embedder,
) -> list[tuple[Objective, str]]:
    """The objective whose question the customer has just answered. ``objected``: it was asked in
    reply to an objection, and is rather about that. Leave to begin is given at the beginning."""
    if question is None:
        return []
    goal = _asked(index, await embedder.embed([question]), sure=objected)
    if goal is None or (goal.stage is Stage.OPENING and not moment.begins):
        return []
    answer = pieces[:ANSWERING_CLAUSES]
    if goal.stage is Stage.DISCOVERY:
        piece = telling_piece(answer, amount=wants_amount(goal))
    else:
        piece = consenting_piece(question, answer)
    return [(goal, piece)] if piece is not None else []


def _asked(index: PlaybookIndex, question: Vectors, *, sure: bool) -> Objective | None:
    """The objective that the question gets at; ``sure``: only a plain one."""
    near = index.asks.nearest(question, 2)
    if not near:
        return None
    best = near[0].similarity
    margin = best - near[1].similarity if len(near) > 1 else 1.0
    plainly = best >= ASKED and margin >= ASKED_MARGIN
    likely = best >= LIKELY_ASKED and margin >= LIKELY_MARGIN and not sure
    return near[0].owner if plainly or likely else None


async def _by_asking_back(
    index: PlaybookIndex,
    turn: Turn,
    before: Sequence[Turn],
    pieces: Sequence[str],
    moment: Moment,
    embedder: Embedder,
) -> list[tuple[Objective, str]]:
    """An objective of asking, when the customer has just objected: an open question about it."""
    goals = [
        goal
        for goal in index.playbook.objectives
        if goal.stage is Stage.OBJECTION and _is_question(goal)
    ]
    asked = [piece for piece in pieces if asks_openly(piece) and not _OFFER.search(piece)]
    if turn.speaker is not Speaker.SALESPERSON or moment.objected is None:
        return []
    if not goals or not asked or not _is_fresh(moment.objected, before):
        return []
    found: list[tuple[Objective, str]] = []
    objection, *rows = await embedder.embed([moment.objected, *asked])
    for piece, row in zip(asked, rows, strict=True):
        known = _asked(index, row[np.newaxis], sure=True)
        if known is not None and known.stage is Stage.DISCOVERY:
            continue
        for goal in goals:
            own = max(
                float(index.objectives.vectors[place] @ row)
                for place, owner in enumerate(index.objectives.owners)
                if owner is goal
            )
            about = float(objection @ row)
            if own >= LIKE_ASKING or about >= ABOUT_IT or own + about >= LIKE_BOTH:
                found.append((goal, piece))
    return found


def _is_fresh(objection: str, before: Sequence[Turn]) -> bool:
    """Whether it is what the customer said last."""
    last = next((t for t in reversed(before) if t.speaker is not Speaker.SALESPERSON), None)
    return last is not None and objection in last.text


def _is_question(goal: Objective) -> bool:
    return all(line.rstrip().endswith("?") for line in goal.done_when)


def _is_same(evidence: Evidence, before: Evidence) -> bool:
    """The same words, or the same turn grown longer."""
    if evidence.turn_id == before.turn_id:
        return True
    return fuzz.ratio(evidence.quote.lower(), before.quote.lower()) >= SAME_WORDS
