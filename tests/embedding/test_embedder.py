import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from salescoach.embedding.contract import Heard, Scores, Vectors
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.embedding.model import DIMENSIONS
from salescoach.embedding.prepare import GRAPHS, graph_path, prepared_folder
from salescoach.kit.thread_order import BEHIND, niceness

SMALL_CACHE = 6


@pytest.fixture
async def embedder() -> AsyncIterator[LocalEmbedder]:
    made = LocalEmbedder(cache_size=SMALL_CACHE)
    yield made
    await made.aclose()


async def test_vectors_come_in_order_of_unit_length_and_by_meaning(embedder: LocalEmbedder) -> None:
    rows = await embedder.embed(
        ["It is too expensive.", "That costs too much for us.", "Which colour is the sky?"]
    )

    assert rows.shape == (3, embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


async def test_equal_texts_have_equal_vectors_whatever_stands_beside_them(
    embedder: LocalEmbedder,
) -> None:
    alone = await embedder.embed(["Go ahead."])
    many = await embedder.embed(["Is it dear?", "Go ahead.", "No.", "Go ahead."])
    for number in range(SMALL_CACHE):
        await embedder.embed([f"Something else {number}"])
    afresh = await embedder.embed(["Go ahead."])

    assert np.array_equal(alone[0], many[1])
    assert np.array_equal(many[1], many[3])
    assert np.array_equal(alone, afresh)


async def test_nothing_gives_no_rows(embedder: LocalEmbedder) -> None:
    assert (await embedder.embed([])).shape == (0, embedder.dimensions)


async def test_a_busy_cache_takes_nothing_from_a_caller_that_waits(
    embedder: LocalEmbedder,
) -> None:
    """What was known when a caller came may be forgotten before its other texts are done."""
    known = await embedder.embed(["Go ahead."])

    rows, *_ = await asyncio.gather(
        embedder.embed(["Go ahead.", *(f"mine {n}" for n in range(9))]),
        *(embedder.embed([f"other {n}"]) for n in range(SMALL_CACHE + 2)),
    )

    assert len(rows) == 10
    assert np.array_equal(rows[0], known[0])


async def test_kept_lines_are_there_at_the_next_start(tmp_path: Path) -> None:
    first, second = LocalEmbedder(), LocalEmbedder(tmp_path / "cache")
    lines = ["Go ahead.", "It is dear.", "Go ahead."]
    expected = await first.embed(lines)
    await second.keep(lines)
    third = LocalEmbedder(tmp_path / "cache")

    again = await third.embed(lines)

    assert again == pytest.approx(expected, abs=1e-4)
    assert np.array_equal(again[0], again[2])
    for embedder in (first, second, third):
        await embedder.aclose()


async def test_a_prepared_model_that_is_broken_is_replaced_by_the_shipped_one(
    tmp_path: Path,
) -> None:
    prepared = prepared_folder(tmp_path)
    prepared.mkdir()
    for name in GRAPHS:
        graph_path(prepared, name).write_bytes(b"not a model")
    embedder = LocalEmbedder(tmp_path)

    rows = await embedder.embed(["Go ahead."])

    assert rows.shape == (1, embedder.dimensions)
    assert not prepared.exists()
    await embedder.aclose()


class WhereItRuns:
    """A model that notes how nice its thread is."""

    def __init__(self) -> None:
        self.niceness: list[int | None] = []

    def encode(self, text: str) -> Vectors:
        self.niceness.append(niceness())
        return np.ones(DIMENSIONS, np.float32)

    def judge(self, heard: Heard) -> tuple[tuple[Scores, ...], Vectors | None]:
        return (), None


async def test_the_loop_goes_before_the_model() -> None:
    model = WhereItRuns()
    embedder = LocalEmbedder(load=lambda folder: model)
    await embedder.embed(["Go ahead."])
    await embedder.aclose()
    own = niceness()
    assert model.niceness == [own if own is None else max(own, BEHIND)]


async def test_who_takes_a_turn_waits_for_what_was_asked_for_before() -> None:
    model = WhereItRuns()
    embedder = LocalEmbedder(load=lambda folder: model)
    asked = asyncio.create_task(embedder.embed(["One.", "Two."]))
    await asyncio.sleep(0)
    await embedder.take_turn()
    assert len(model.niceness) == 2
    await asked
    await embedder.aclose()
