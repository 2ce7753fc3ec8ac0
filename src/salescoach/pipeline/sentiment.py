"""How the customer sounds: pleased or keen, put off or doubtful, or neither.

A trained head over the sentence vectors that are there already. What was said just before still
counts a little, and it takes more to change the impression than to keep it, so that it does not
flicker; when in doubt it is neutral.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from salescoach.domain.signal import Evidence, Sentiment, Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.wording import pooled, terms, word_row

FILE = "sentiment.npz"
WORDS_WEIGHT = 1.5

ENTER = {Sentiment.NEGATIVE: 0.45, Sentiment.POSITIVE: 0.4}
"""A tone this likely is believed. Most turns are neither, so this is far more than usual."""

LEAVE = 0.25
"""A tone that was believed is given up below this."""

MEMORY = 0.2
"""The share of what the customer said just before in how the customer sounds now."""

MEMORY_CLAUSES = 3
"""Of what the customer said just before, the end is remembered."""

LEAST_WORDS = 3
"""A shorter turn ("okay", "right") leaves the impression as it is."""

_BASIS = {
    Sentiment.POSITIVE: "sounds pleased or keen",
    Sentiment.NEGATIVE: "sounds put off or doubtful",
    Sentiment.NEUTRAL: "sounds neither way",
}
Shares = Mapping[Sentiment, float]


@dataclass(frozen=True, slots=True)
class SentimentHead:
    """``weights`` has a row for each of ``tones``, a column for each feature: the vector, then the
    words."""

    tones: tuple[Sentiment, ...]
    weights: Vectors
    bias: Vectors
    vocabulary: Mapping[str, int]
    idf: Vectors
    temperature: float = 1.0

    def shares(self, row: Vectors) -> dict[Sentiment, float]:
        """``row`` as from ``tone_row``. A probability for every tone; they sum to 1."""
        scores = (self.weights @ row + self.bias) / self.temperature
        scores -= scores.max()
        shares = np.exp(scores)
        shares /= shares.sum()
        return {tone: float(share) for tone, share in zip(self.tones, shares, strict=True)}


def tone_row(text: str, vectors: Vectors, vocabulary: Mapping[str, int], idf: Vectors) -> Vectors:
    """``vectors`` has a row for each clause of ``text``."""
    words = WORDS_WEIGHT * word_row(terms(text), vocabulary, idf)
    return np.concatenate([pooled(vectors), words]).astype(np.float32)


class SentimentReader:
    def __init__(self, embedder: Embedder, head: SentimentHead) -> None:
        self._embedder = embedder
        self._head = head

    async def read(
        self,
        turn: Turn,
        before: Sequence[Turn],
        pieces: Sequence[str],
        vectors: Vectors,
        current: Sentiment,
    ) -> Signal:
        """How the customer sounds after ``turn``. ``pieces`` are its clauses, each with a row of
        ``vectors``, from which the words to quote are chosen; ``current`` is the impression so
        far."""
        shares = self._shares(turn.text, vectors)
        earlier = next((line for line in reversed(before) if line.speaker is turn.speaker), None)
        if earlier is not None:
            # Its clauses were read when it was said, so their vectors are remembered.
            parts = clauses(earlier.text)[-MEMORY_CLAUSES:] or (earlier.text,)
            memory = self._shares(" ".join(parts), await self._embedder.embed(parts))
            shares = {
                tone: (1 - MEMORY) * share + MEMORY * memory[tone] for tone, share in shares.items()
            }
        tone = current if len(turn.text.split()) < LEAST_WORDS else settled(shares, current)
        return Signal(
            kind=SignalKind.SENTIMENT,
            confidence=round(shares[tone], 3),
            evidence=Evidence(
                turn.id, self._quote(turn, pieces, vectors, tone), turn.start_ms, turn.end_ms
            ),
            sentiment=tone,
            basis=_BASIS[tone],
        )

    def _shares(self, text: str, vectors: Vectors) -> dict[Sentiment, float]:
        head = self._head
        return head.shares(tone_row(text, vectors, head.vocabulary, head.idf))

    def _quote(self, turn: Turn, pieces: Sequence[str], vectors: Vectors, tone: Sentiment) -> str:
        """The clause that sounds most like it."""
        if tone is Sentiment.NEUTRAL or len(pieces) == 1:
            return turn.text
        told = [
            self._shares(piece, vectors[place : place + 1])[tone]
            for place, piece in enumerate(pieces)
        ]
        return pieces[int(np.argmax(told))]


def settled(shares: Shares, current: Sentiment) -> Sentiment:
    """The impression after one more turn: what is believed is kept until it becomes unlikely, and
    nothing is believed that is not likely."""
    other = max(
        (tone for tone in shares if tone is not Sentiment.NEUTRAL), key=lambda tone: shares[tone]
    )
    if other is not current and shares[other] >= ENTER[other]:
        return other
    if current is not Sentiment.NEUTRAL and shares[current] >= LEAVE:
        return current
    return Sentiment.NEUTRAL


def load_sentiment_head() -> SentimentHead:
    """The head that comes with the product."""
    path = resources.files("salescoach.pipeline").joinpath(FILE)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
        return SentimentHead(
            tones=tuple(Sentiment(str(tone)) for tone in content["tones"]),
            weights=content["weights"].astype(np.float32),
            bias=content["bias"].astype(np.float32),
            vocabulary={str(term): place for place, term in enumerate(content["terms"])},
            idf=content["idf"].astype(np.float32),
            temperature=float(content["temperature"]),
        )
