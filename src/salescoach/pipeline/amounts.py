"""Amounts in a text, in figures or in words: "$40k", "forty thousand dollars", "30 %", "two to
three weeks", "10:30".

The value and what it measures are read apart from how they are spelled, so that two spellings of
one amount are equal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

_UNITS_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {
    **{word: value for value, word in enumerate(("zero", *_UNITS_WORDS, *_TEENS))},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "grand": 1000,
    "k": 1000,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
}
_MEASURES = {
    "%": "percent",
    "percent": "percent",
    "per cent": "percent",
    "$": "dollar",
    "dollar": "dollar",
    "buck": "dollar",
    "usd": "dollar",
    "€": "euro",
    "euro": "euro",
    "eur": "euro",
    "£": "pound",
    "pound": "pound",
    "gbp": "pound",
    "am": "clock",
    "pm": "clock",
    "o'clock": "clock",
}
MONEY = frozenset({"dollar", "euro", "pound", "cent"})

_SCALE = r"(?:hundred|thousand|grand|million|billion|bn|mn)\b"
_N = rf"(?:(?:{'|'.join(_TENS)})[\s-]+(?:{'|'.join(_UNITS_WORDS)})|{'|'.join(_VALUES)})\b"
_IN_WORDS = (
    rf"\b(?:{_N}|an?(?=\s+{_SCALE}))(?:\s+point(?:\s+{_N})+)?"
    rf"(?:[\s-]+{_SCALE}(?:\s+(?:and\s+)?{_N})?)*"
)
_IN_FIGURES = (
    rf"(?<![\w.,])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:\s?-?{_SCALE}|[km]\b)?"
    r"(?!\d|(?:st|nd|rd|th)\b)"
)
_AMOUNT = re.compile(
    rf"(?P<clock>(?<![\w:])\d{{1,2}}:\d{{2}}(?![\d:]))"
    rf"|(?P<before>[$€£]\s?)?(?:(?P<words>{_IN_WORDS})|(?P<figures>{_IN_FIGURES}))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s-]?(?P<unit>%|per\s?cent|[$€£]|dollars?|bucks?|usd|euros?|eur|pounds?|gbp|cents?|seconds?"
    r"|minutes?|hours?|days?|weeks?|months?|quarters?|years?|[ap]m|[ap]\.m\.|o'clock)(?!\w)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:-|–)\s?|\s(?:to|or)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """``unit`` is singular, "clock" for a time of day (1030 is half past ten), empty for a bare
    number."""

    value: Decimal
    unit: str
    start: int
    end: int
    in_words: bool = False


def amounts(text: str) -> tuple[Amount, ...]:
    """All amounts in order. In a range, the unit of its end is that of its beginning too."""
    found = list(_amounts(text))
    for place in range(len(found) - 2, -1, -1):
        first, second = found[place], found[place + 1]
        if not first.unit and second.unit and _RANGE.fullmatch(text, first.end, second.start):
            found[place] = replace(first, unit=second.unit)
    return tuple(found)


def _amounts(text: str) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        if match["clock"]:
            time = Decimal(match["clock"].replace(":", ""))
            yield Amount(time, "clock", match.start(), match.end())
            continue
        after = _AFTER.match(text, match.end())
        unit = _unit(match["before"] or (after["unit"] if after else ""))
        value = _of_words(match["words"]) if match["words"] else _of_figures(match["figures"])
        yield Amount(
            value * 100 if unit == "clock" else value,
            unit,
            match.start(),
            after.end() if after else match.end(),
            in_words=bool(match["words"]),
        )


def _unit(written: str) -> str:
    plain = " ".join(written.lower().split()).replace(".", "")
    if plain in _MEASURES:
        return _MEASURES[plain]
    single = plain.removesuffix("s")
    return _MEASURES.get(single, single)


def _of_figures(written: str) -> Decimal:
    number = re.match(r"[\d,]+(?:\.\d+)?", written)
    assert number is not None
    scale = written[number.end() :].strip(" -").lower()
    return Decimal(number[0].replace(",", "")) * _SCALES.get(scale, 1)


def _of_words(written: str) -> Decimal:
    total = group = Decimal(0)
    decimals: str | None = None
    for word in re.findall(r"[a-z]+", written.lower()):
        if word == "point":
            decimals = ""
        elif word in _SCALES:
            group += Decimal(f"0.{decimals}") if decimals else 0
            decimals = None
            if word == "hundred":
                group *= 100
            else:
                total, group = total + group * _SCALES[word], Decimal(0)
        elif decimals is not None:
            decimals += str(_VALUES[word])
        elif word in ("a", "an"):
            group += 1
        elif word != "and":
            group += _VALUES[word]
    return total + group + (Decimal(f"0.{decimals}") if decimals else 0)
