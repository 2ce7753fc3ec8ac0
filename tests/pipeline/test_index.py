import numpy as np

from salescoach.pipeline.index import lines_of, telling_sentences
from salescoach.pipeline.lookup import Lines
from tests.fakes import DIMENSIONS, WordEmbedder, index, playbook


async def test_every_line_of_the_playbook_has_a_vector() -> None:
    built = await index()
    book = playbook()

    scripts = [script for category in book.categories for script in category.scripts]
    assert set(built.said.owners) == set(scripts)
    assert len(built.triggers.texts) == sum(len(script.triggers) for script in scripts)
    assert len(lines_of(built)) == sum(
        len(lines.texts)
        for lines in (
            built.triggers, built.said, built.said_sentences, built.facts, built.objectives,
            built.asks, built.stages, built.questions, built.uses, built.examples,
        )
    )  # fmt: skip
    assert built.triggers.vectors.shape == (len(built.triggers.texts), DIMENSIONS)


def test_a_courtesy_is_no_telling_sentence() -> None:
    text = "I hear you. What is one new customer worth to you? Fair?"

    assert telling_sentences(text) == ["What is one new customer worth to you?"]


async def test_a_line_is_nearest_to_itself_and_each_owner_comes_once() -> None:
    built = await index()
    line = built.objectives.texts[3]

    found = built.objectives.nearest(await WordEmbedder().embed([line]), 5)

    assert found[0].line == line
    assert found[0].owner is built.objectives.owners[3]
    assert found[0].similarity > 0.999
    assert len({match.owner.id for match in found}) == len(found) == 5
    assert [m.similarity for m in found] == sorted((m.similarity for m in found), reverse=True)


async def test_the_best_of_several_clauses_counts() -> None:
    built = await index()
    rows = await WordEmbedder().embed(["Bananas are yellow.", built.stages.texts[0]])

    assert built.stages.nearest(rows)[0].line == built.stages.texts[0]


def test_without_lines_or_without_words_nothing_is_near() -> None:
    nothing: Lines[str] = Lines((), (), np.zeros((0, DIMENSIONS), np.float32))
    one = Lines(("a",), ("owner",), np.ones((1, DIMENSIONS), np.float32))

    assert nothing.nearest(np.ones((1, DIMENSIONS), np.float32)) == []
    assert one.nearest(np.zeros((0, DIMENSIONS), np.float32)) == []
