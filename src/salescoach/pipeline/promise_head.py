"""Whether words that have the form of a promise are one: a small trained head.

It sees the meaning of the clause and of the line before (their vectors), the words around the
form, and a few plain facts (who speaks, whether a time is named). Training and the live call share
these lines; the weights are small data beside this file (`make train`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from salescoach.domain.audio import Speaker
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.deeds import Form, Undertaking
from salescoach.pipeline.wording import terms, word_row

FILE = "promises.npz"
BEFORE_WEIGHT = 0.5
WORDS_WEIGHT = 2.0
FACTS_WEIGHT = 0.5
NEAR_WORDS = 4
ANSWERS = (Form.ANSWER, Form.TAKEN, Form.MEETING)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An undertaking and where it was said. ``before`` is the other's line it answers, may be
    empty; the vectors are those of ``clause`` and of the last clauses of ``before``."""

    undertaking: Undertaking
    clause: str
    before: str
    speaker: Speaker
    clause_vector: Vectors
    before_vector: Vectors


def words_of(candidate: Candidate) -> frozenset[str]:
    """The words it is told by. Times count as one word each, for any day will do."""
    said, text = candidate.undertaking, candidate.clause
    if said.due is not None and text[said.due.start : said.due.end] == said.due.words:
        text = f"{text[: said.due.start]} sometime {text[said.due.end :]}"
    leading = " ".join(candidate.clause[: said.start].split()[-NEAR_WORDS:])
    following = " ".join(said.deed.split()[:NEAR_WORDS])
    found = {*terms(text), *(f"< {term}" for term in terms(leading))}
    found |= {f"> {term}" for term in terms(following)}
    if said.form in ANSWERS:
        found |= {f"? {term}" for term in terms(candidate.before)}
    return frozenset(found)


def facts_of(candidate: Candidate) -> tuple[str, ...]:
    said = candidate.undertaking
    when = "none" if said.due is None else ("day" if said.due.names_day else "hour")
    return (
        f"form {said.form}",
        f"when {when}",
        f"form {said.form} when {when}",
        f"said by {candidate.speaker}",
        f"said by {candidate.speaker} form {said.form}",
        f"words {min(4, len(said.deed.split()))}",
        f"vague {said.is_vague}",
        f"asks {candidate.clause.rstrip().endswith('?')}",
        f"answers {bool(candidate.before)}",
    )


@dataclass(frozen=True, slots=True)
class PromiseHead:
    """``weights`` has a place for each feature: two vectors, the words, the facts. ``slope`` and
    ``offset`` turn its score into a calibrated probability."""

    weights: Vectors
    bias: float
    words: Mapping[str, int]
    rarity: Vectors
    facts: Mapping[str, int]
    slope: float = 1.0
    offset: float = 0.0

    def probabilities(self, candidates: Sequence[Candidate]) -> list[float]:
        if not candidates:
            return []
        table = np.stack([row_of(each, self.words, self.rarity, self.facts) for each in candidates])
        scores = (table @ self.weights + self.bias) * self.slope + self.offset
        return [float(value) for value in 1 / (1 + np.exp(-scores))]


def row_of(
    candidate: Candidate, words: Mapping[str, int], rarity: Vectors, facts: Mapping[str, int]
) -> Vectors:
    said = WORDS_WEIGHT * word_row(words_of(candidate), words, rarity)
    plain = np.zeros(len(facts), dtype=np.float32)
    for fact in facts_of(candidate):
        if (place := facts.get(fact)) is not None:
            plain[place] = FACTS_WEIGHT
    return np.concatenate(
        [candidate.clause_vector, BEFORE_WEIGHT * candidate.before_vector, said, plain]
    ).astype(np.float32)


def load_promise_head() -> PromiseHead:
    """The head that comes with the product."""
    path = resources.files("salescoach.pipeline").joinpath(FILE)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
        return PromiseHead(
            weights=content["weights"].astype(np.float32),
            bias=float(content["bias"]),
            words={str(word): place for place, word in enumerate(content["words"])},
            rarity=content["rarity"].astype(np.float32),
            facts={str(fact): place for place, fact in enumerate(content["facts"])},
            slope=float(content["slope"]),
            offset=float(content["offset"]),
        )
