"""The playbook's lines as vectors, so that what is said can be compared by meaning.

Built once for a playbook; every comparison is one matrix product.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from salescoach.domain.playbook import (
    Category,
    DiscoveryQuestion,
    Fact,
    Objective,
    Playbook,
    Script,
    StageGuide,
)
from salescoach.embedding.contract import Embedder
from salescoach.pipeline.competitors import CompetitorNames
from salescoach.pipeline.likeness import shipped_examples
from salescoach.pipeline.lookup import Lines, embedded_lines

TELLING_WORDS = 6

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


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
    asks: Lines[Objective]
    """Questions whose answer reaches an objective."""
    stages: Lines[StageGuide]
    questions: Lines[DiscoveryQuestion]
    uses: Lines[DiscoveryQuestion]
    """When to ask each key question."""
    examples: Lines[str]
    """What signals are like, with their labels; the same for every playbook."""
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
        await embedded_lines(triggers, embedder),
        await embedded_lines(said, embedder),
        await embedded_lines(sentences, embedder),
        await embedded_lines(
            [(ask, fact) for fact in playbook.product.facts for ask in fact.asks], embedder
        ),
        await embedded_lines(
            [(line, goal) for goal in playbook.objectives for line in goal.done_when], embedder
        ),
        await embedded_lines(
            [(ask, goal) for goal in playbook.objectives for ask in goal.asks], embedder
        ),
        await embedded_lines(
            [(line, guide) for guide in playbook.stages for line in guide.sounds_like], embedder
        ),
        await embedded_lines(
            [
                (line, question)
                for question in playbook.questions
                for line in (question.question, *question.alternatives)
            ],
            embedder,
        ),
        await embedded_lines(
            [(f"{each.when_to_use} {each.question}", each) for each in playbook.questions],
            embedder,
        ),
        await shipped_examples(embedder),
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
        *index.asks.texts,
        *index.stages.texts,
        *index.questions.texts,
        *index.uses.texts,
        *index.examples.texts,
    ]
