"""Who promised what by when, read from a turn of either side.

The forms of a promise are found first, then a trained head says which of them is meant as one;
stalls ("I'll think about it"), conditions, habits and what the product will do are not. What is
due is resolved against the day it was said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Commitment, Evidence, Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.deeds import Form, Undertaking
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.phrases import as_meeting
from salescoach.pipeline.promise_head import ANSWERS, Candidate, PromiseHead
from salescoach.pipeline.things import said_until, with_thing
from salescoach.pipeline.undertakings import undertakings
from salescoach.pipeline.wording import pooled

SURE_FROM = 0.65
"""Below this nobody is said to have promised: of what is shown, at least 85 in 100 are promises."""

OPENING_CLAUSES = 2
"""Only the first clauses of a turn answer what was said before."""

ANSWERED_CLAUSES = 2
"""Of the line before, its last clauses are answered."""

PROPOSED = "agreed to the time proposed"
"""So begins the basis of a promise to be there at a time."""

_BASIS = {
    Form.OWN: "said outright",
    Form.OTHERS: "said for somebody of theirs",
    Form.DELIVERY: "said that it will be there",
    Form.DOING: "said that it is being done",
    Form.ANSWER: "agreed when asked: “{before}”",
    Form.TAKEN: "the offer was taken up: “{before}”",
    Form.MEETING: f"{PROPOSED}: “{{before}}”",
}


def line_end(before: str) -> tuple[str, ...]:
    """The clauses of a line that an answer refers to. They were read when it was said, so their
    vectors are remembered."""
    return clauses(before)[-ANSWERED_CLAUSES:] or (before,)


@dataclass(frozen=True, slots=True)
class _Sure:
    undertaking: Undertaking
    clause: str
    confidence: float


class CommitmentReader:
    def __init__(self, embedder: Embedder, head: PromiseHead) -> None:
        self._embedder = embedder
        self._head = head

    async def read(
        self,
        turn: Turn,
        before: Sequence[Turn],
        pieces: Sequence[str],
        vectors: Vectors,
        said_on: date | None,
    ) -> list[Signal]:
        """``pieces`` are the clauses judged, each with a row of ``vectors``. Nothing is read from
        an unknown speaker, for a promise needs to have somebody's name on it."""
        if turn.speaker is Speaker.UNKNOWN:
            return []
        asked = _line_answered(turn, before)
        opens = turn.text.startswith(pieces[0])
        found = [
            (place, each)
            for place, clause in enumerate(pieces)
            for each in undertakings(
                clause,
                asked if opens and place < OPENING_CLAUSES else "",
                said_on,
                opens=opens and place < OPENING_CLAUSES,
            )
        ]
        if not found:
            return []
        nothing = np.zeros(vectors.shape[1], dtype=np.float32)
        answered = opens and asked and any(place < OPENING_CLAUSES for place, _ in found)
        asked_vector = pooled(await self._embedder.embed(line_end(asked))) if answered else nothing
        candidates = [
            Candidate(
                each,
                pieces[place],
                asked if opens and place < OPENING_CLAUSES else "",
                turn.speaker,
                vectors[place],
                asked_vector if opens and place < OPENING_CLAUSES else nothing,
            )
            for place, each in found
        ]
        shares = self._head.probabilities(candidates)
        sure = [
            _Sure(candidate.undertaking, candidate.clause, share)
            for candidate, share in zip(candidates, shares, strict=True)
            if share >= SURE_FROM
        ]
        return [_signal(each, turn, asked) for each in _without_echoes(sure)]


def _line_answered(turn: Turn, before: Sequence[Turn]) -> str:
    """The last line of the other, if nothing but the turn's own speaker came since."""
    return next(
        (line.text for line in reversed(before[-2:]) if line.speaker is turn.speaker.other), ""
    )


def _without_echoes(sure: Sequence[_Sure]) -> list[_Sure]:
    """In one breath the same is promised twice: "Sure. You'll have it by five" is one promise, and
    the time is the second's. Once something was promised outright, what follows is no answer."""
    kept: list[_Sure] = []
    for each in sure:
        said = each.undertaking
        if kept and said.form in ANSWERS:
            continue
        known = next(
            (
                place
                for place, other in enumerate(kept)
                if other.undertaking.by_speaker is said.by_speaker
                and (_again(said, other.undertaking) or said.deed in other.undertaking.deed)
            ),
            None,
        )
        if known is None:
            kept.append(each)
        elif kept[known].undertaking.due is None and said.due is not None:
            first = kept[known]
            kept[known] = replace(first, undertaking=replace(first.undertaking, due=said.due))
    return kept


_ASKS = re.compile(
    r"(?:ask|tell|check|ring|call|phone|speak|talk|chase|find|look)\b", re.IGNORECASE
)


def _again(said: Undertaking, known: Undertaking) -> bool:
    """Whether "it" is what was promised just before: who asks somebody first and then sends it has
    promised two things."""
    return said.is_vague and not (known.form not in ANSWERS and _ASKS.match(known.deed))


def _signal(sure: _Sure, turn: Turn, asked: str) -> Signal:
    said = sure.undertaking
    words = line_end(asked)[-1]
    return Signal(
        kind=SignalKind.COMMITMENT,
        confidence=round(sure.confidence, 3),
        evidence=Evidence(turn.id, sure.clause, turn.start_ms, turn.end_ms),
        basis=_BASIS[said.form].format(before=words),
        commitment=Commitment(
            who=turn.speaker if said.by_speaker else turn.speaker.other,
            what=as_meeting(with_thing(said.deed, said_until(turn.text, sure.clause), asked)),
            due=said.due.words if said.due else None,
            due_on=said.due.on if said.due else None,
        ),
    )
