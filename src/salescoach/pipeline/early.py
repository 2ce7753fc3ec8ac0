"""Cards before the customer has finished.

Words that are still being said change under the engine's hands, so only a beginning that two
hearings agree on, or that lies well behind the newest words, is judged. What was shown on such
words is judged again by the longer ones, and goes when the sentence turns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
from rapidfuzz import fuzz

from salescoach.domain.events import SuggestionShown
from salescoach.domain.playbook import Category, Playbook
from salescoach.domain.signal import Signal
from salescoach.domain.suggestion import Suggestion
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.coach import CARD_CONFIDENCE, CallView, LocalCoach, category_of
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.signals import Classifier, Reading, SignalReader

LEAST_WORDS = 4
"""Fewer words of a line are not judged before its end."""

ALONE_WORDS, NEWEST_WORDS = 8, 2
"""So many words are judged at once, without the newest, which are the least sure."""

MORE_WORDS = 2
"""A beginning is judged again when it has grown by so many."""

EARLY_SHARE = 0.25
"""Of the time of all a server's calls together: unfinished words are the first that a busy machine
does not read."""

NOTHING_LEFT, SOMETHING_ELSE = 0.6, 0.8
"""Longer words have turned when they hardly mean anything any more, or surely something else."""

STILL_THERE = 80.0
"""How much, 0-100, of a card's quote has to stand in the words that were judged."""

_BARE = re.compile(r"[^\w']+")


class Meaning(Enum):
    """What finished or longer words say about the card that rests on their beginning."""

    CLEAR = auto()
    WEAK = auto()
    GONE = auto()
    UNSEEN = auto()
    """The card's words lie before the part that was judged."""


def meaning_of(card: SuggestionShown, reading: Reading, playbook: Playbook) -> Meaning:
    if not card.highlight_toolkit:
        return Meaning.CLEAR
    signal = signal_of(card, reading, playbook)
    if signal is not None:
        return Meaning.CLEAR if signal.confidence >= CARD_CONFIDENCE else Meaning.WEAK
    judged = " ".join(reading.pieces).lower()
    if fuzz.partial_ratio(card.evidence.quote.lower(), judged) < STILL_THERE:
        return Meaning.UNSEEN
    others = max((each.confidence for each in _calling(reading, playbook)), default=0.0)
    turned = reading.nothing >= NOTHING_LEFT or others >= SOMETHING_ELSE
    return Meaning.GONE if turned else Meaning.WEAK


def signal_of(card: SuggestionShown, reading: Reading, playbook: Playbook) -> Signal | None:
    """The surest signal that opens the card's drawer of the toolkit."""
    fitting = [
        signal
        for signal, category in _calling(reading, playbook).items()
        if category.id in card.highlight_toolkit
    ]
    return max(fitting, key=lambda signal: signal.confidence, default=None)


def _calling(reading: Reading, playbook: Playbook) -> dict[Signal, Category]:
    """The signals that open a drawer of the toolkit, and which."""
    opened = {signal: category_of(signal, playbook) for signal in reading.signals}
    return {signal: category for signal, category in opened.items() if category is not None}


@dataclass(slots=True)
class _Line:
    turn_id: str
    words: tuple[str, ...]
    judged: int = 0
    """Words of it that were handed on."""


class SteadyWords:
    """Which beginning of the words being said can be relied on. One channel, one line at a time."""

    def __init__(self) -> None:
        self._line: _Line | None = None

    def hear(self, turn: Turn, line: str) -> Turn | None:
        """``turn`` up to the reliable words of its unfinished ``line`` (its end), when there are
        enough new ones; None otherwise."""
        words = tuple(line.split())
        known = self._line
        if known is None or known.turn_id != turn.id or _agreement(known.words, words) == 0:
            known = self._line = _Line(turn.id, words)
            steady = 0
        else:
            steady = _agreement(known.words, words)
            known.words = words
        if len(words) >= ALONE_WORDS:
            steady = max(steady, len(words) - NEWEST_WORDS)
        if steady < LEAST_WORDS or steady < known.judged + MORE_WORDS:
            return None
        known.judged = steady
        finished = turn.text[: len(turn.text) - len(line)]
        return replace(turn, text=finished + " ".join(words[:steady]))

    def forget(self) -> None:
        self._line = None


def _agreement(earlier: Sequence[str], later: Sequence[str]) -> int:
    """How many words two hearings begin with alike."""
    count = 0
    for one, other in zip(earlier, later, strict=False):
        if _bare(one) != _bare(other):
            break
        count += 1
    return count


def _bare(word: str) -> str:
    return _BARE.sub("", word).lower()


class EarlyReader:
    """Reads unfinished words without ever keeping finished ones waiting: the embedder gets one
    text at a time, and whatever else waits goes in between."""

    def __init__(
        self, index: PlaybookIndex, embedder: Embedder, classifier: Classifier | None
    ) -> None:
        self._reader = SignalReader(index, _OneAtATime(embedder), classifier)
        self._coach = LocalCoach(index)

    async def read(self, turn: Turn, before: Sequence[Turn]) -> Reading:
        return await self._reader.read(turn, before)

    def cards(self, view: CallView, playbook: Playbook) -> Iterator[Suggestion]:
        """Only for what the words mean: a question is answered when it was asked."""
        return (card for card in self._coach.cards(view, playbook) if card.highlight_toolkit)


class _OneAtATime:
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return await self._embedder.embed(texts)
        return np.concatenate([await self._embedder.embed([text]) for text in texts])

    async def keep(self, texts: Sequence[str]) -> None:
        await self._embedder.keep(texts)
