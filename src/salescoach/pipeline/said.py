"""What the salesperson says from the playbook, recognised by meaning.

A script that was said is not suggested again, and a card whose words were said counts as used; a
key question that was asked leaves the list. Somebody who has just been shown a card is expected to
say it, in words of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from salescoach.domain.playbook import Script
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.lookup import Lines
from salescoach.pipeline.state import CallState

WHOLE_SIMILARITY, SENTENCE_SIMILARITY = 0.72, 0.80
"""The turn is this near to a whole script, or one of its clauses to one sentence of it."""

EXPECTED_WHOLE_SIMILARITY, EXPECTED_SENTENCE_SIMILARITY = 0.58, 0.64
"""The same for the script of a card that was lately on show."""

QUESTION_SIMILARITY = 0.74

EXPECTED_FOR_MS = 60_000


@dataclass(frozen=True, slots=True)
class SaidLine:
    """``id``: the script's, or the words of the key question."""

    id: str
    evidence: Evidence


def scripts_said(
    index: PlaybookIndex, state: CallState, turn: Turn, pieces: tuple[str, ...], vectors: Vectors
) -> list[SaidLine]:
    """Scripts that ``turn`` says and no turn before it. ``vectors``: one row for each of
    ``pieces``, and a last one for all of them together."""
    expected = {
        card.shown.script_id
        for card in state.cards.values()
        if card.outcome != "turned" and turn.end_ms - card.shown.evidence.end_ms < EXPECTED_FOR_MS
    }
    wholes = _best(index.said, vectors)
    sentences = _best(index.said_sentences, vectors[:-1])
    found: list[SaidLine] = []
    for script_id, (whole, _) in wholes.items():
        sentence, piece = sentences.get(script_id, (0.0, 0))
        if script_id in expected:
            said = whole >= EXPECTED_WHOLE_SIMILARITY or sentence >= EXPECTED_SENTENCE_SIMILARITY
        else:
            said = whole >= WHOLE_SIMILARITY or sentence >= SENTENCE_SIMILARITY
        if said and script_id not in state.scripts_said:
            found.append(SaidLine(script_id, _evidence(turn, pieces[piece])))
    return found


def questions_asked(
    index: PlaybookIndex,
    turn: Turn,
    pieces: tuple[str, ...],
    vectors: Vectors,
    known: Collection[str],
) -> list[SaidLine]:
    """Key questions that ``turn`` asks and that are not ``known`` to be asked."""
    asked: dict[str, SaidLine] = {}
    for place, piece in enumerate(pieces):
        for match in index.questions.nearest(vectors[place : place + 1]):
            question = match.owner.question
            if match.similarity >= QUESTION_SIMILARITY and question not in known:
                asked.setdefault(question, SaidLine(question, _evidence(turn, piece)))
    return list(asked.values())


def _best(lines: Lines[Script], vectors: Vectors) -> dict[str, tuple[float, int]]:
    """For each script its highest similarity, and to which row."""
    if not lines.texts or not len(vectors):
        return {}
    table = vectors @ lines.vectors.T
    found: dict[str, tuple[float, int]] = {}
    for place, owner in enumerate(lines.owners):
        row = int(np.argmax(table[:, place]))
        similarity = float(table[row, place])
        if owner.id not in found or similarity > found[owner.id][0]:
            found[owner.id] = (similarity, row)
    return found


def _evidence(turn: Turn, quote: str) -> Evidence:
    return Evidence(turn.id, quote, turn.start_ms, turn.end_ms)
