"""Whose voice is whose, where one channel carries both sides.

An engine tells voices apart and names nobody. How they speak does, in time: sellers ask about the
other's work and explain, customers hesitate and ask what it costs. One line proves little, so the
weights of all lines of a voice are added up and two voices are named only once they are far apart.
Until then, with more than two voices, and where the words are not English, nobody is named.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from salescoach.domain.audio import Speaker
from salescoach.domain.transcript import Transcript

APART = 8.0
"""How far two voices have to be apart, in log odds, before they are named."""

LEAST_LINES = 2
"""Lines of either voice that are needed; a voice with fewer is no third one."""

MOST_OF_A_LINE = 3.0
"""No line weighs more, however typical it is."""

_LEAST_KNOWN = 0.6
"""Share of a line's words that have to be known: those of another language prove nothing."""

WEIGHTS_FILE = Path(__file__).with_name("voices.json")

_WORD = re.compile(r"[a-z']+")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def terms_of(words: list[str]) -> set[str]:
    """Words, pairs of words, and the first word as such."""
    begun = ["<", *words]
    return {*words, *(f"{one} {two}" for one, two in zip(begun, words, strict=False))}


@dataclass(frozen=True, slots=True)
class SideWeights:
    """Log odds that a line is the salesperson's: ``bias`` and the ``terms`` it holds."""

    bias: float
    terms: dict[str, float]

    def of(self, text: str) -> float:
        """Positive for the salesperson, negative for the customer, 0 for what proves nothing."""
        words = words_of(text)
        known = sum(word in self.terms for word in words)
        if not words or known < _LEAST_KNOWN * len(words):
            return 0.0
        odds = self.bias + sum(self.terms.get(term, 0.0) for term in terms_of(words))
        return max(-MOST_OF_A_LINE, min(MOST_OF_A_LINE, odds))


@cache
def shipped_weights() -> SideWeights:
    """What `make train` learnt from the example bank."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return SideWeights(stored["bias"], stored["terms"])


@dataclass(slots=True)
class _Voice:
    lines: int = 0
    odds: float = 0.0


class Voices:
    """The voices of one channel. Numbers are the engine's, and mean nothing to another stream."""

    def __init__(self, weights: SideWeights | None = None) -> None:
        self._weights = weights or shipped_weights()
        self._voices: dict[int, _Voice] = defaultdict(_Voice)
        self._swapped = False

    def hear(self, voice: int, text: str) -> None:
        """A finished line."""
        heard = self._voices[voice]
        heard.lines += 1
        heard.odds += self._weights.of(text)

    def role_of(self, voice: int) -> Speaker:
        """``unknown`` unless what was said so far proves more."""
        two = [number for number, each in self._voices.items() if each.lines >= LEAST_LINES]
        if len(two) != 2 or voice not in two:
            return Speaker.UNKNOWN
        (other,) = (number for number in two if number != voice)
        apart = self._voices[voice].odds - self._voices[other].odds
        if abs(apart) < APART:
            return Speaker.UNKNOWN
        role = Speaker.SALESPERSON if apart > 0 else Speaker.CUSTOMER
        return role.other if self._swapped else role

    def swap(self) -> None:
        """Somebody who knows says that it is the other way round."""
        self._swapped = not self._swapped


class CallVoices:
    """The voices of a call's channels."""

    def __init__(self) -> None:
        self._channels: dict[int, Voices] = defaultdict(Voices)

    def speaker_of(self, line: Transcript) -> Speaker:
        """Whose line it is, as far as what its voice has said proves it, this line included."""
        if line.voice is None:
            return Speaker.UNKNOWN
        voices = self._channels[line.channel]
        if line.is_final and line.text:
            voices.hear(line.voice, line.text)
        return voices.role_of(line.voice)

    def swap(self) -> None:
        for voices in self._channels.values():
            voices.swap()

    def begin_anew(self) -> None:
        """Another stream of the engine begins, and with it another numbering."""
        self._channels.clear()
