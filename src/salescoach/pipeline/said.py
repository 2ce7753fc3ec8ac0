"""What the salesperson says from the playbook, recognised by meaning.

A script that was said is not suggested again, and a card whose words were said counts as used; a
key question that was asked leaves the list. Somebody who has just been shown a card is expected to
say it, in words of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from salescoach.domain.events import SuggestionShown
from salescoach.domain.playbook import Script
from salescoach.domain.signal import Evidence
from salescoach.domain.suggestion import Source
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.advice import sentences
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.lookup import Lines
from salescoach.pipeline.metrics import count_words
from salescoach.pipeline.state import CallState

WHOLE_SIMILARITY, SENTENCE_SIMILARITY = 0.76, 0.82
"""The turn is this near to a whole script, or its clauses to most sentences of it."""

EXPECTED_WHOLE_SIMILARITY, EXPECTED_SENTENCE_SIMILARITY = 0.58, 0.64
"""The same for the script of a card that was lately on show; one sentence of it is enough."""

QUESTION_SIMILARITY = 0.74

ABOUT_IT, ANSWER_WORDS = 0.30, 6
"""So near, and so many words, are an answer to what the customer objected with."""

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
    wholes = _nearest_rows(index.said, vectors)
    sentences = _nearest_rows(index.said_sentences, vectors[:-1])
    nearest = max((whole for ((whole, _),) in wholes.values()), default=0.0)
    nearest_sentence = max((each for near in sentences.values() for each, _ in near), default=0.0)
    found: list[SaidLine] = []
    for script_id, ((whole, _),) in wholes.items():
        if script_id in state.scripts_said:
            continue
        near = sorted(sentences.get(script_id, []), reverse=True)
        best, place = near[0] if near else (0.0, 0)
        if script_id in expected:
            # Words that come nearer to another script are loosely that one's.
            said = (whole == nearest and whole >= EXPECTED_WHOLE_SIMILARITY) or (
                best == nearest_sentence and best >= EXPECTED_SENTENCE_SIMILARITY
            )
        else:
            # Many scripts end with the same question: most of one has to be there.
            most = near[len(near) // 2][0] if near else 0.0
            said = whole >= WHOLE_SIMILARITY or most >= SENTENCE_SIMILARITY
        if said:
            found.append(SaidLine(script_id, _evidence(turn, pieces[place])))
    return found


async def other_cards_said(
    index: PlaybookIndex, state: CallState, turn: Turn, vectors: Vectors, embedder: Embedder
) -> list[str]:
    """Ids of cards that are no script (facts, what to say about a competitor, a language model's
    own words) and that ``turn`` says, of those lately on show. ``vectors`` as for
    ``scripts_said``."""
    scripts = {owner.id for owner in index.said.owners}
    found: list[str] = []
    for card in state.cards.values():
        lately = turn.end_ms - card.shown.evidence.end_ms < EXPECTED_FOR_MS
        open_still = card.outcome in ("shown", "withdrawn")
        of_script = card.shown.source is Source.LOCAL and card.shown.script_id in scripts
        if of_script or not (lately and open_still):
            continue
        words = card.shown.primary_suggestion.text
        own = await embedder.embed([words, *sentences(words, growing=False)])
        whole = float(vectors[-1] @ own[0])
        best = float((vectors[:-1] @ own[1:].T).max())
        if whole >= EXPECTED_WHOLE_SIMILARITY or best >= EXPECTED_SENTENCE_SIMILARITY:
            found.append(card.shown.id)
    return found


def is_answer(
    index: PlaybookIndex,
    card: SuggestionShown,
    objection: Vectors,
    pieces: tuple[str, ...],
    vectors: Vectors,
) -> bool:
    """Whether the salesperson's words are about the objection that the card rests on: near to its
    own words (``objection``, one row) or to any script for that kind of objection. ``vectors``: one
    row for each of ``pieces``, and a last one for all of them together."""
    if count_words(" ".join(pieces)) < ANSWER_WORDS:
        return False
    scripts = {
        script.id
        for category in index.playbook.categories
        if category.id in card.highlight_toolkit
        for script in category.scripts
    }
    rows = [objection]
    for lines in (index.said, index.said_sentences):
        places = [at for at, owner in enumerate(lines.owners) if owner.id in scripts]
        rows.append(lines.vectors[places])
    return float((vectors @ np.concatenate(rows).T).max()) >= ABOUT_IT


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


def _nearest_rows(lines: Lines[Script], vectors: Vectors) -> dict[str, list[tuple[float, int]]]:
    """For each script and each of its lines: the highest similarity, and to which row."""
    found: dict[str, list[tuple[float, int]]] = {}
    if not lines.texts or not len(vectors):
        return found
    table = vectors @ lines.vectors.T
    for place, owner in enumerate(lines.owners):
        row = int(np.argmax(table[:, place]))
        found.setdefault(owner.id, []).append((float(table[row, place]), row))
    return found


def _evidence(turn: Turn, quote: str) -> Evidence:
    return Evidence(turn.id, quote, turn.start_ms, turn.end_ms)
