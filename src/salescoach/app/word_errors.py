"""Word error rate, as the field counts it: edits to make what was heard into what was said."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_WORD = re.compile(r"[a-z0-9']+")
_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@dataclass(frozen=True, slots=True)
class WordErrors:
    """``matched`` of the ``words`` said were heard; ``errors`` counts edits."""

    words: int = 0
    errors: int = 0
    matched: int = 0

    @property
    def rate(self) -> float:
        return self.errors / self.words if self.words else 0.0

    def __add__(self, other: "WordErrors") -> "WordErrors":
        return WordErrors(
            self.words + other.words, self.errors + other.errors, self.matched + other.matched
        )


def count_word_errors(said: str, heard: str) -> WordErrors:
    true, mine = words(said), words(heard)
    operations = Levenshtein.editops(true, mine)
    missed = sum(1 for operation in operations if operation.tag != "insert")
    return WordErrors(len(true), len(operations), len(true) - missed)


def words(text: str) -> list[str]:
    """Lower case, without punctuation; numbers up to 99 as words."""
    found: list[str] = []
    for match in _WORD.findall(text.lower().replace("’", "'").replace("-", " ")):
        word = match.strip("'")
        if word:
            found += _spelled(word) if word.isdigit() and len(word) <= 2 else [word]
    return found


def _spelled(digits: str) -> list[str]:
    number = int(digits)
    if number < len(_UNITS):
        return [_UNITS[number]]
    tens, unit = divmod(number, 10)
    return [_TENS[tens - 2], *([_UNITS[unit]] if unit else [])]
