import asyncio
from collections.abc import Sequence

import numpy as np

from salescoach.embedding.contract import Heard, Scores, Vectors
from salescoach.embedding.polite import MANY, PoliteEmbedder
from tests.fakes import WordEmbedder

SLOW_S = 0.004


class Slow(WordEmbedder):
    """Takes its time for what it has not seen, and says how many it was given at once."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.seen: set[str] = set()

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.sizes.append(len(texts))
        if not self.seen.issuperset(texts):
            await asyncio.sleep(SLOW_S)
        self.seen.update(texts)
        return await super().embed(texts)

    async def judge(self, heard: Sequence[Heard]) -> list[tuple[Scores, ...]]:
        self.sizes.append(len(heard))
        await asyncio.sleep(SLOW_S)
        return [({each.text: 1.0, each.before: 0.0},) for each in heard]


class Rests:
    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


async def test_it_gives_the_same_vectors_one_text_at_a_time() -> None:
    inner = Slow()
    polite = PoliteEmbedder(inner, lambda: False, Rests())
    texts = ["too dear", "how much", "too dear"]

    rows = await polite.embed(texts)

    assert np.array_equal(rows, await WordEmbedder().embed(texts))
    assert inner.sizes == [1, 1, 1]
    assert (await polite.embed([])).shape == (0, polite.dimensions)


async def test_it_rests_after_work_and_longer_beside_calls() -> None:
    alone, beside = Rests(), Rests()

    await PoliteEmbedder(Slow(), lambda: False, alone).embed(["a word"])
    await PoliteEmbedder(Slow(), lambda: True, beside).embed(["a word"])

    assert alone.taken[0] >= 0.5 * SLOW_S * 0.9
    assert beside.taken[0] >= 4 * SLOW_S * 0.9


async def test_it_judges_one_utterance_at_a_time_with_rests() -> None:
    inner, rests = Slow(), Rests()

    heard = [Heard("yes", "so"), Heard("no", "so")]
    scores = await PoliteEmbedder(inner, lambda: True, rests).judge(heard)

    assert scores == [({"yes": 1.0, "so": 0.0},), ({"no": 1.0, "so": 0.0},)]
    assert inner.sizes == [1, 1]
    assert len(rests.taken) == 2
    assert min(rests.taken) >= 4 * SLOW_S * 0.9


async def test_what_is_remembered_needs_no_rest_but_a_turn_for_others() -> None:
    inner, rests = Slow(), Rests()
    inner.seen.update(str(number) for number in range(2 * MANY))

    await PoliteEmbedder(inner, lambda: True, rests).embed([str(n) for n in range(2 * MANY)])

    assert rests.taken == [0, 0]


async def test_it_keeps_nothing_for_the_next_start() -> None:
    class Keeping(Slow):
        kept = False

        async def keep(self, texts: Sequence[str]) -> None:
            self.kept = True

    inner = Keeping()
    await PoliteEmbedder(inner, lambda: False, Rests()).keep(["a word"])

    assert not inner.kept
