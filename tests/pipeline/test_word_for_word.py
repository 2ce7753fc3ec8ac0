"""Which words are a trigger as it is written, by the shipped heads and beside them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.domain.playbook import Playbook
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.pipeline.heads import load_heads
from salescoach.pipeline.word_for_word import is_said
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.rehearsal import OnePlaybook
from salescoach.rooms.playbook.loader import load_default
from salescoach.rooms.playbook.trial import Trial

OWN = "The penguins march past our warehouse on Mondays."


def with_trigger(line: str) -> Playbook:
    """The default playbook with one more trigger of its second script for prices."""
    written = load_default()
    price = written.category("price")
    assert price is not None
    first, second, *others = price.scripts
    second = replace(second, triggers=(*second.triggers, line))
    changed = replace(price, scripts=(first, second, *others))
    return replace(
        written,
        categories=tuple(changed if c.id == "price" else c for c in written.categories),
    )


@pytest.fixture
async def embedder(tmp_path: Path) -> AsyncIterator[LocalEmbedder]:
    embedder = LocalEmbedder(tmp_path)
    yield embedder
    await embedder.aclose()


async def test_a_trigger_of_the_users_own_brings_its_card_though_the_heads_hear_nothing(
    embedder: LocalEmbedder,
) -> None:
    written = with_trigger("Something else entirely.")
    trial = Trial(Experts(OnePlaybook(written), embedder, load_heads(embedder)).learn)
    assert (await trial(written, OWN, ())).card is None

    changed = with_trigger(OWN)
    found = await trial(changed, OWN, ())

    assert found.card is not None
    assert found.card.category == "price"
    assert any("as you wrote it" in line for line in found.why)
    for text in (
        "Do the penguins march past our warehouse on Mondays?",
        "The penguins never march past our warehouse on Mondays.",
    ):
        assert (await trial(changed, text, ())).card is None


@pytest.mark.parametrize(
    ("trigger", "clause", "similarity", "said"),
    [
        ("Not now.", "not now", 1.0, True),
        ("Not now.", "Not today", 0.95, False),
        ("That's a lot of money.", "That’s a whole lot of money", 0.95, True),
        ("That's a lot of money.", "That's a whole lot of money", 0.9, False),
        ("That's a lot of money.", "That's not a lot of money", 0.95, False),
        ("That's a lot of money.", "That's a lot of money?", 1.0, False),
        ("Is that a lot of money?", "Is that a lot of money?", 1.0, True),
        ("We don't have budget.", "We do not have budget", 0.97, True),
    ],
)
def test_words_of_a_trigger(trigger: str, clause: str, similarity: float, said: bool) -> None:
    assert is_said(trigger, clause, similarity) is said
