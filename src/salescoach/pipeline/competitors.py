"""Which competitor somebody named, however the recogniser wrote it.

By letters and by sound. An ordinary word is a name only when the playbook lists it as one; a few of
them together may be ("sales for us" for Salesforce).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

import jellyfish
from rapidfuzz import fuzz

from salescoach.domain.playbook import Competitor, Playbook, Term
from salescoach.speech.vocabulary import ordinary_words

SPELLED = 84
"""0-100: so alike in its letters, and with the same first one, it is the name."""

SOUND, SPELLED_WITH_SOUND = 90, 60
"""So alike in its sound, it needs less in its letters."""

ORDINARY_SPELLED, ORDINARY_SAME_SOUND = 80, 70
"""Ordinary words together are mostly just that. They need more: so much in their letters, or a
little less with the very same sound."""

LONG_NAME, LONG_SOUND, LONG_SPELLED = 10, 83, 50
"""A name of so many letters, where one is expected: two words half like it may be it."""

SHORT_NAME = 5
"""A name up to this length is like too many words: only its own letters, or its very sound."""

LONGEST_NAME = 3
"""Words; what is longer describes."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.!?;:,]")
_SAME, _EXACT = 100.0, 101.0


class Calling(Enum):
    """How plainly words name somebody."""

    DESCRIBED = auto()
    """What it is ("an answering service")."""
    ORDINARY = auto()
    """Ordinary words that are also a name, or sound like one."""
    BY_NAME = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """``quote`` are the words of the text that name it."""

    competitor: Competitor
    quote: str
    calling: Calling


@dataclass(frozen=True, slots=True)
class _Alias:
    """A way a competitor is called, ``written`` by the user. An ``exact`` one is taken as it is:
    each word of a description, and what the user lists as heard for the name."""

    competitor: Competitor
    written: str
    letters: str
    words: int
    exact: bool
    name: bool


class CompetitorNames:
    """The competitors of one playbook, ready for comparing. ``find`` is pure."""

    def __init__(self, playbook: Playbook) -> None:
        heard = {term.term.casefold(): term.sounds_like for term in playbook.vocabulary}
        self._aliases: list[_Alias] = []
        for competitor in playbook.competitors:
            listed = heard.get(competitor.name.casefold(), ())
            for alias in (competitor.name, *competitor.also_called, *listed):
                said = [word for word in _WORD.findall(alias) if _letters(word)]
                words = [_letters(word) for word in said]
                if words:
                    ordinary = len(words) > 1 and _ordinary(words)
                    # Names are written like names, save that somebody types his own in small.
                    capitals = [word != word.lower() for word in said]
                    written = all(capitals) if ordinary else any(capitals)
                    own = alias == competitor.name and len(words) == 1
                    name = alias in listed or own or written
                    exact = alias in listed or ordinary or not name
                    self._aliases.append(
                        _Alias(competitor, alias, "".join(words), len(words), exact, name)
                    )
        self._longest = max((alias.words for alias in self._aliases), default=0) + 2

    def find(self, text: str, expected: bool = False) -> Named | None:
        """The competitor that ``text`` names most clearly, by its name rather than by what it is;
        of equals the first named. ``expected``: it is known that some competitor is spoken of, so
        less will do."""
        best, found = (False, 0.0), None
        if self._aliases:
            for phrase, quote in _phrases(text, self._longest):
                for alias in self._aliases:
                    likeness = _likeness(phrase, alias, expected)
                    calling = _calling(phrase, quote, text, alias)
                    score = (calling is Calling.BY_NAME, likeness)
                    if likeness and score > best:
                        best, found = score, Named(alias.competitor, quote, calling)
        return found


def with_names_to_hear(playbook: Playbook) -> Playbook:
    """The playbook with the product's and the competitors' names in its vocabulary, so that they
    are mended when they are misheard. A description ("an answering service") is no name."""
    known = {term.term.casefold() for term in playbook.vocabulary}
    fresh: dict[str, Term] = {}
    for name in (playbook.product.name, *(each.name for each in playbook.competitors)):
        words = [_letters(word) for word in _WORD.findall(name)]
        described = len(words) > LONGEST_NAME or (len(words) > 1 and _ordinary(words))
        if words and not described and name.casefold() not in known:
            fresh.setdefault(name.casefold(), Term(name))
    return replace(playbook, vocabulary=(*playbook.vocabulary, *fresh.values()))


def _calling(phrase: Sequence[str], quote: str, text: str, alias: _Alias) -> Calling:
    as_written = alias.written != alias.written.lower() and quote == alias.written
    if not alias.name:
        return Calling.DESCRIBED
    capital = as_written and not text.startswith(quote)
    return Calling.BY_NAME if capital or not _ordinary(phrase) else Calling.ORDINARY


def _likeness(phrase: Sequence[str], alias: _Alias, expected: bool) -> float:
    """0 for not the name."""
    letters = "".join(phrase)
    if letters == alias.letters or letters == f"{alias.letters}s":
        # Of two that fit, the longer says more: "excel sheets" rather than "excel".
        return _EXACT + len(alias.letters)
    if alias.exact or len(phrase) > alias.words + 2 or not letters:
        return 0.0
    spelled = fuzz.ratio(letters, alias.letters)
    sound = fuzz.ratio(_sound(letters), _sound(alias.letters))
    same_start = letters[0] == alias.letters[0]
    short = len(alias.letters) <= SHORT_NAME
    if _ordinary(phrase):
        alike = not short and len(phrase) > 1 and _ordinary_alike(spelled, sound)
        if expected and len(phrase) == alias.words + 1 and len(alias.letters) >= LONG_NAME:
            alike |= same_start and sound >= LONG_SOUND and spelled >= LONG_SPELLED
    elif short:
        alike = sound == _SAME and spelled >= SPELLED_WITH_SOUND
    else:
        alike = (spelled >= SPELLED and same_start) or (
            sound >= SOUND and spelled >= SPELLED_WITH_SOUND
        )
    return (spelled + sound) / 2 if alike else 0.0


def _ordinary(words: Sequence[str]) -> bool:
    return all(len(word) == 1 or word.isdigit() or word in ordinary_words() for word in words)


def _ordinary_alike(spelled: float, sound: float) -> bool:
    return (spelled >= ORDINARY_SPELLED and sound >= SOUND) or (
        sound == _SAME and spelled >= ORDINARY_SAME_SOUND
    )


def _phrases(text: str, longest: int) -> Iterator[tuple[list[str], str]]:
    """Every few neighbouring words without a pause between, and how they stand in ``text``."""
    words = list(_WORD.finditer(text))
    for first in range(len(words)):
        for last in range(first, min(first + longest, len(words))):
            quote = text[words[first].start() : words[last].end()]
            if _BREAK.search(quote):
                break
            phrase = [_letters(word.group()) for word in words[first : last + 1]]
            yield [word for word in phrase if word], quote


def _letters(word: str) -> str:
    plain = re.sub(r"['’]s?$", "", word.casefold())
    return "".join(character for character in plain if character.isalnum())


@lru_cache(maxsize=20_000)
def _sound(letters: str) -> str:
    return str(jellyfish.metaphone(letters)).replace(" ", "")
