"""The playbook's lines as vectors, so that what is said can be compared by meaning.

Built once for a playbook; every comparison is one matrix product.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from salescoach.domain.playbook import (
    Category,
    DiscoveryQuestion,
    Fact,
    Objective,
    Playbook,
    Script,
    StageGuide,
)
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.competitors import CompetitorNames

T = TypeVar("T")

TELLING_WORDS = 6

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """``similarity`` is a cosine, ``line`` the playbook's line that came nearest."""

    owner: T
    similarity: float
    line: str


@dataclass(frozen=True, slots=True)
class Lines(Generic[T]):
    """Lines, their vectors (one row each) and what each belongs to."""

    texts: tuple[str, ...]
    owners: tuple[T, ...]
    vectors: Vectors

    def nearest(self, vectors: Vectors, count: int = 1) -> list[Match[T]]:
        """The best line of each of the ``count`` nearest owners, over all rows of ``vectors``."""
        if not self.texts or not len(vectors):
            return []
        best = (vectors @ self.vectors.T).max(axis=0)
        found: list[Match[T]] = []
        seen: list[T] = []
        for place in np.argsort(-best, kind="stable"):
            owner = self.owners[place]
            if any(owner is known for known in seen):
                continue
            seen.append(owner)
            found.append(Match(owner, float(best[place]), self.texts[place]))
            if len(found) == count:
                break
        return found


@dataclass(frozen=True, slots=True)
class PlaybookIndex:
    playbook: Playbook
    triggers: Lines[tuple[Category, Script]]
    said: Lines[Script]
    """The scripts' own words, to recognise one that the salesperson says."""
    said_sentences: Lines[Script]
    """The same sentence by sentence: few people say a script to its end."""
    facts: Lines[Fact]
    objectives: Lines[Objective]
    stages: Lines[StageGuide]
    questions: Lines[DiscoveryQuestion]
    names: CompetitorNames
    naming: Mapping[str, str] = field(default_factory=dict)
    """Texts of scripts that may name a competitor, by script id, that slot still open."""


async def build_index(playbook: Playbook, embedder: Embedder) -> PlaybookIndex:
    """Embeds every line of the playbook (some hundreds: seconds, unless they are cached)."""
    triggers: list[tuple[str, tuple[Category, Script]]] = []
    said: list[tuple[str, Script]] = []
    sentences: list[tuple[str, Script]] = []
    for category in playbook.categories:
        for script in category.scripts:
            owner = (category, script)
            triggers += [(line, owner) for line in script.triggers]
            said.append((script.text, script))
            sentences += [(line, script) for line in telling_sentences(script.text)]
    return PlaybookIndex(
        playbook,
        await _lines(triggers, embedder),
        await _lines(said, embedder),
        await _lines(sentences, embedder),
        await _lines(
            [(ask, fact) for fact in playbook.product.facts for ask in fact.asks], embedder
        ),
        await _lines(
            [(line, goal) for goal in playbook.objectives for line in goal.done_when], embedder
        ),
        await _lines(
            [(line, guide) for guide in playbook.stages for line in guide.sounds_like], embedder
        ),
        await _lines(
            [
                (line, question)
                for question in playbook.questions
                for line in (question.question, *question.alternatives)
            ],
            embedder,
        ),
        CompetitorNames(playbook),
    )


def telling_sentences(text: str) -> list[str]:
    """Sentences long enough to be no mere courtesy."""
    found = _SENTENCE_END.split(text)
    return [each for each in found if len(each.split()) >= TELLING_WORDS]


def lines_of(index: PlaybookIndex) -> list[str]:
    """Every line that was embedded for the index."""
    return [
        *index.triggers.texts,
        *index.said.texts,
        *index.said_sentences.texts,
        *index.facts.texts,
        *index.objectives.texts,
        *index.stages.texts,
        *index.questions.texts,
    ]


async def _lines(pairs: Sequence[tuple[str, T]], embedder: Embedder) -> Lines[T]:
    texts = tuple(text for text, _ in pairs)
    return Lines(texts, tuple(owner for _, owner in pairs), await embedder.embed(texts))
