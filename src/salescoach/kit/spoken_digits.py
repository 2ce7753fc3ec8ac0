"""Digits as people say and write them, found in running text.

A number read aloud reaches the transcript as figures, as words, or as both: "4111 11 11", "four one
one one", "double four", "forty two".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FROM_TEN = ("ten", "eleven", "twelve", "thirteen", "fourteen")
_FROM_FIFTEEN = ("fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_FROM_TWENTY = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = {word: str(value) for value, word in enumerate(_NUMERALS)}
_UNITS |= {"oh": "0", "o": "0", "nought": "0"}
_TEENS = {word: str(value) for value, word in enumerate((*_FROM_TEN, *_FROM_FIFTEEN), start=10)}
_TENS = {word: str(value) for value, word in enumerate(_FROM_TWENTY, start=2)}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_ANY_UNIT = "|".join(_UNITS)
_ATOM = re.compile(
    r"\d+"
    rf"|(?<![\w'])(?:(?P<times>{'|'.join(_TIMES)})\s+(?P<unit>{_ANY_UNIT}|\d)"
    rf"|(?P<tens>{'|'.join(_TENS)})(?:[\s-]+(?P<ones>{'|'.join(_NUMERALS[1:])}))?"
    rf"|(?P<word>{'|'.join(_TEENS)}|{_ANY_UNIT}))(?![\w'])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s\-–./()]{1,3}|,\s{1,2}|\sdash\s|")


@dataclass(frozen=True, slots=True)
class Atom:
    """One figure group or number word and the digits it stands for."""

    start: int
    end: int
    digits: str
    spoken: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms that are said in one go."""

    atoms: tuple[Atom, ...]

    @property
    def start(self) -> int:
        return self.atoms[0].start

    @property
    def end(self) -> int:
        return self.atoms[-1].end

    @property
    def digits(self) -> str:
        return "".join(atom.digits for atom in self.atoms)

    def part(self, first: int, last: int) -> "Run":
        return Run(self.atoms[first:last])


def atoms(text: str) -> Iterator[Atom]:
    """All figure groups and number words in order."""
    for match in _ATOM.finditer(text):
        yield Atom(match.start(), match.end(), _digits(match), not match[0].isdecimal())


def holds_digits(text: str, count: int) -> bool:
    """Whether so many digits are said or written in the text, anywhere in it."""
    found = 0
    for match in _ATOM.finditer(text):
        found += len(_digits(match))
        if found >= count:
            return True
    return False


def runs(text: str) -> list[Run]:
    """All numbers of the text in order, however they are grouped."""
    found: list[Run] = []
    open_run: list[Atom] = []
    for atom in atoms(text):
        if open_run and not _go_together(text, open_run[-1], atom):
            found.append(Run(tuple(open_run)))
            open_run = []
        open_run.append(atom)
    if open_run:
        found.append(Run(tuple(open_run)))
    return found


def _go_together(text: str, before: Atom, atom: Atom) -> bool:
    # "4111 1111, one moment": after a comma a word is not one more figure.
    if before.spoken != atom.spoken and "," in text[before.end : atom.start]:
        return False
    return _BETWEEN.fullmatch(text, before.end, atom.start) is not None


def _digits(match: re.Match[str]) -> str:
    if match["times"]:
        unit = match["unit"].lower()
        return _UNITS.get(unit, unit) * _TIMES[match["times"].lower()]
    if match["tens"]:
        ones = match["ones"]
        return _TENS[match["tens"].lower()] + (_UNITS[ones.lower()] if ones else "0")
    if match["word"]:
        word = match["word"].lower()
        return _UNITS.get(word) or _TEENS[word]
    return match[0]
