"""What a signal is like: lines of the example bank, to say what a reading rests on."""

import json
from importlib import resources

from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.lookup import Lines, embedded_lines

FILE = "examples.json"
ALIKE = 0.45
"""From here a line of the bank is worth showing."""


async def shipped_examples(embedder: Embedder) -> Lines[str]:
    """The lines that come with the product, each with its label."""
    content = resources.files("salescoach.pipeline").joinpath(FILE).read_text(encoding="utf-8")
    known: dict[str, list[str]] = json.loads(content)
    pairs = [(line, label) for label, lines in known.items() for line in lines]
    return await embedded_lines(pairs, embedder)


def nearest_example(examples: Lines[str], label: str, vectors: Vectors) -> str | None:
    """The line of ``label`` that comes nearest to what was said, if one is near."""
    for match in examples.nearest(vectors, len(set(examples.owners))):
        if match.owner == label:
            return match.line if match.similarity >= ALIKE else None
    return None
