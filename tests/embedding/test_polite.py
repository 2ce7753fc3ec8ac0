from collections.abc import Sequence

import numpy as np
import pytest

from salescoach.embedding.contract import Heard, Scores, Vectors
from salescoach.embedding.polite import MANY, PoliteEmbedder
from salescoach.kit.clock import ManualClock
from tests.fakes import WordEmbedder

SLOW_MS = 4


class Slow(WordEmbedder):
    """Takes its time for what it has not seen, and says how many it was given at once."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.sizes: list[int] = []
        self.seen: set[str] = set()

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.sizes.append(len(texts))
        if not self.seen.issuperset(texts):
            self.clock.advance(SLOW_MS)
        self.seen.update(texts)
        return await super().embed(texts)

    async def judge(self, heard: Sequence[Heard]) -> list[tuple[Scores, ...]]:
        self.sizes.append(len(heard))
        self.clock.advance(SLOW_MS)
        return [({each.text: 1.0, each.before: 0.0},) for each in heard]


def polite(inner: Slow, rests: "Rests", *, beside_calls: bool) -> PoliteEmbedder:
    return PoliteEmbedder(inner, lambda: beside_calls, rests, inner.clock)


class Rests:
    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


async def test_it_gives_the_same_vectors_one_text_at_a_time() -> None:
    inner = Slow()
    shared = polite(inner, Rests(), beside_calls=False)
    texts = ["too dear", "how much", "too dear"]

    rows = await shared.embed(texts)

    assert np.array_equal(rows, await WordEmbedder().embed(texts))
    assert inner.sizes == [1, 1, 1]
    assert (await shared.embed([])).shape == (0, shared.dimensions)


async def test_it_rests_after_work_and_longer_beside_calls() -> None:
    alone, beside = Rests(), Rests()

    await polite(Slow(), alone, beside_calls=False).embed(["a word"])
    await polite(Slow(), beside, beside_calls=True).embed(["a word"])

    assert alone.taken == [pytest.approx(0.002)]
    assert beside.taken == [pytest.approx(0.016)]


async def test_it_judges_one_utterance_at_a_time_with_rests() -> None:
    inner, rests = Slow(), Rests()

    heard = [Heard("yes", "so"), Heard("no", "so")]
    scores = await polite(inner, rests, beside_calls=True).judge(heard)

    assert scores == [({"yes": 1.0, "so": 0.0},), ({"no": 1.0, "so": 0.0},)]
    assert inner.sizes == [1, 1]
    assert rests.taken == [pytest.approx(0.016)] * 2


async def test_what_is_remembered_needs_no_rest_but_a_turn_for_others() -> None:
    inner, rests = Slow(), Rests()
    inner.seen.update(str(number) for number in range(2 * MANY))

    await polite(inner, rests, beside_calls=True).embed([str(n) for n in range(2 * MANY)])

    assert rests.taken == [0, 0]


async def test_it_keeps_nothing_for_the_next_start() -> None:
    class Keeping(Slow):
        kept = False

        async def keep(self, texts: Sequence[str]) -> None:
            self.kept = True

    inner = Keeping()
    await polite(inner, Rests(), beside_calls=False).keep(["a word"])

    assert not inner.kept
