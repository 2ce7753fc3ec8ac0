"""Names that recognisers garble, mended with the playbook's own.

Careful rather than clever: a name that stays garbled is a blemish, an honest sentence turned into
a product name is a lie. So what consists of ordinary English words only is never touched, unless
the user listed it as a way the name comes out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import jellyfish
from rapidfuzz import fuzz

from salescoach.domain.playbook import Term

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_JOINED = re.compile(r"[\s\-.]")
_LISTED = 101.0
_SAME_LETTERS = 100.0


@dataclass(frozen=True, slots=True)
class _Needed:
    """What makes a word a garbled name: likeness of the letters alone, or of sound and letters.
    All 0-100. Short names are like too many words, so they need more."""

    spelled: float
    sound: float
    spelled_with_sound: float


_LONG_NAME = _Needed(spelled=84, sound=88, spelled_with_sound=62)
_SHORT_NAME = _Needed(spelled=88, sound=100, spelled_with_sound=75)
_SHORT, _SHORTEST = 6, 4

_MOST_COMPARED = 400
"""Phrases of one call whose likeness is remembered."""


@cache
def ordinary_words() -> frozenset[str]:
    """The 40,000 most common English words, inflected forms included (SCOWL; see the licence)."""
    path = Path(__file__).parent / "models" / "ordinary_words.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


@lru_cache(maxsize=20_000)
def _ordinary(word: str) -> bool:
    parts = re.split(r"['’]", _POSSESSIVE.sub("", word.casefold()))
    return all(len(part) == 1 or part.isdigit() or part in ordinary_words() for part in parts)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


@lru_cache(maxsize=20_000)
def _sound(letters: str) -> str:
    return str(jellyfish.metaphone(letters)).replace(" ", "")


@dataclass(frozen=True, slots=True)
class _Name:
    """A term ready for comparing."""

    name: str
    letters: str
    words: tuple[str, ...]

    def likeness(self, phrase: Sequence[str], letters: str) -> float:
        """Of these words, not all of them ordinary, to the name: 0 for not at all, up to 100."""
        if letters == self.letters:
            return _SAME_LETTERS
        if len(phrase) > len(self.words) + 1 or letters == self.letters + "s":
            return 0.0
        if min(len(letters), len(self.letters)) < _SHORTEST:
            return 0.0
        if len(self.words) > 1 and any(
            _ordinary(word) and _letters(word) not in self.words for word in phrase
        ):
            return 0.0
        needed = _SHORT_NAME if len(self.letters) <= _SHORT else _LONG_NAME
        spelled = fuzz.ratio(letters, self.letters, score_cutoff=needed.spelled_with_sound)
        if spelled >= needed.spelled and letters[0] == self.letters[0]:
            return spelled
        if spelled == 0:
            return 0.0
        sound = fuzz.ratio(_sound(letters), _sound(self.letters), score_cutoff=needed.sound)
        return (spelled + sound) / 2 if sound else 0.0


class Mender:
    """``mend`` is pure, and quick enough for every interim. Without terms it changes nothing."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._names: list[_Name] = []
        self._listed: dict[str, str] = {}
        self._longest = 0
        self._compared: dict[tuple[str, ...], tuple[float, str]] = {}
        """A line is mended again with every word that is added to it."""
        for term in terms:
            words = tuple(_letters(word) for word in _WORD.findall(term.term))
            if not words:
                continue
            self._names.append(_Name(term.term, "".join(words), words))
            self._longest = max(self._longest, len(words) + 1)
            for phrase in term.sounds_like:
                self._listed[_letters(phrase)] = term.term
                self._longest = max(self._longest, len(_WORD.findall(phrase)))
        self._listed.pop("", None)

    def mend(self, text: str) -> str:
        """The text with garbled names put right; everything else, punctuation included, stays."""
        if not self._longest:
            return text
        words = list(_WORD.finditer(text))
        mended: list[str] = []
        done = at = 0
        while at < len(words):
            name, count = self._best(text, words, at)
            if name:
                last = words[at + count - 1]
                possessive = _POSSESSIVE.search(last.group())
                mended += text[done : words[at].start()], name
                mended += [possessive.group()] if possessive else []
                done = last.end()
            at += count
        return "".join(mended) + text[done:]

    def _best(self, text: str, words: list[re.Match[str]], at: int) -> tuple[str, int]:
        """The name that the words from ``at`` are most like, or an empty one, and how many words
        it takes."""
        best, found = 0.0, ("", 1)
        for count in range(1, min(self._longest, len(words) - at) + 1):
            if count > 1:
                between = text[words[at + count - 2].end() : words[at + count - 1].start()]
                if not _JOINED.fullmatch(between):
                    break
            phrase = tuple(word.group() for word in words[at : at + count])
            score, name = self._compare(phrase)
            if score > best and not self._swallows(phrase, score):
                best, found = score, (name, count)
        return found

    def _compare(self, phrase: tuple[str, ...]) -> tuple[float, str]:
        known = self._compared.get(phrase)
        if known is None:
            if len(self._compared) >= _MOST_COMPARED:
                self._compared.clear()
            known = self._compared[phrase] = self._likest(phrase)
        return known

    def _likest(self, phrase: tuple[str, ...]) -> tuple[float, str]:
        """The name that the words are most like, and how much."""
        letters = _letters(_POSSESSIVE.sub("", "".join(phrase)))
        listed = self._listed.get(letters)
        if listed is not None:
            return _LISTED, listed
        if all(_ordinary(word) for word in phrase):
            return 0.0, ""
        return max(
            ((name.likeness(phrase, letters), name.name) for name in self._names),
            default=(0.0, ""),
        )

    def _swallows(self, phrase: tuple[str, ...], score: float) -> bool:
        """Whether a word less at either end is as like a name: that word is no part of it."""
        if len(phrase) == 1:
            return False
        return max(self._compare(phrase[1:]), self._compare(phrase[:-1]))[0] >= score
