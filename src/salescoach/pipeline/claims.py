"""What a text says that could be untrue: numbers, money, percentages, dates and names, and what it
gives away or promises without a figure."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from salescoach.pipeline.amounts import MONEY, Amount, amounts
from salescoach.pipeline.concessions import deadlines, reductions
from salescoach.pipeline.given_names import BOTH, opens_as_name
from salescoach.pipeline.rates import rates
from salescoach.pipeline.time_words import MONTHS, WEEKDAYS
from salescoach.speech.vocabulary import ordinary_words

COUNT = "count"


class ClaimKind(StrEnum):
    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a text says that could be untrue. ``value`` is equal for equal claims; ``unit``
    is that of an amount: ``COUNT`` of things, empty when it is not said; None for a word. ``per``:
    the periods and things that an amount of money is for."""

    kind: ClaimKind
    value: str
    unit: str | None
    start: int
    end: int
    per: frozenset[str] = frozenset()


WORD = re.compile(r"[^\W\d_][\w&+.]*\w(?:['’]\w+)?|[^\W\d_]|\d+(?:st|nd|rd|th)\b|[^\W\d_]?\w*\d\w*")
_BEFORE_A_SENTENCE = " \t\"“”'‘’([-"
_ENDS_A_SENTENCE = ".!?:;…\n"
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_KINDS = {
    **dict.fromkeys(MONEY, ClaimKind.MONEY),
    "percent": ClaimKind.PERCENTAGE,
    "clock": ClaimKind.DATE,
}
_DATES = frozenset({*WEEKDAYS, *MONTHS})
_VERB_OR_MONTH = frozenset({"may", "march"})
_ALWAYS = frozenset({"i", "ok", "okay", "mr", "mrs", "ms", "ceo", "cfo", "cto", "coo", "hr", "roi"})
_HARMLESS_AFTER = re.compile(
    r"\s+(?:quick\s+|more\s+|last\s+)*(?:things?|questions?|points?|options?|words?|thoughts?|ways?"
    r"|of\s+(?:you|us|them))\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[.!?…]+[\"”’)]*(?:\s+|\Z)")
_COUNTED = re.compile(
    r"\s+(?!(?:an?|the|per|each|every|for|of|on|in|at|to|or|and|is|was|this|that|as|with|by|from|than"
    r"|across|we|you|they|it|plus|less|times|always|perhaps)\b)(?:[a-z-]+\s+)?"
    r"(?:[a-z]{2,}[a-rt-z]s|people|staff)\b",
    re.IGNORECASE,
)
"""What a bare number counts, as in "500 customers": then it is no price and no time."""
_NAMES_TOO = frozenset(
    {
        *("amazon", "apollo", "apple", "azure", "confluence", "gong", "intercom", "notion"),
        *("oracle", "outlook", "sage", "slack", "snowflake", "stripe", "tableau", "zoom"),
    }
)
"""Ordinary words that begin a sentence of a sales call as names, and hardly ever as words."""
NEAR = 120
"""So many characters around an amount tell what it is for."""


def claims(text: str, names: Collection[str] = ()) -> tuple[Claim, ...]:
    """In the order of the text. ``names``: what was a name elsewhere, in small letters."""
    found = [*_amount_claims(text), *phrase_claims(text), *_name_claims(text, names)]
    return tuple(sorted(found, key=lambda claim: claim.start))


def borders_of(text: str) -> Sequence[int]:
    """Where the sentences of ``text`` end."""
    return [match.end() for match in _BOUNDARY.finditer(text)]


def sentence_of(text: str, start: int, end: int, borders: Sequence[int]) -> str:
    begins = bisect_right(borders, start)
    ends = bisect_right(borders, end)
    return text[
        borders[begins - 1] if begins else 0 : borders[ends] if ends < len(borders) else len(text)
    ]


def around(text: str, amount: Amount, borders: Sequence[int]) -> str:
    """What its sentence says near it."""
    first, last = max(0, amount.start - NEAR), amount.end + NEAR
    begins = bisect_right(borders, amount.start)
    ends = bisect_right(borders, amount.end)
    first = max(first, borders[begins - 1]) if begins else first
    return text[first : min(last, borders[ends]) if ends < len(borders) else last]


def _amount_claims(text: str) -> Iterator[Claim]:
    borders = borders_of(text)
    for amount in amounts(text):
        if _is_manner_of_speaking(amount, text):
            continue
        kind = _KINDS.get(amount.unit, ClaimKind.NUMBER)
        unit = unit_of(amount, text)
        priced = not unit or unit in MONEY
        near = around(text, amount, borders) if priced else ""
        per = rates(text, amount.end, near) if priced else frozenset[str]()
        yield Claim(kind, plain(amount), unit, amount.start, amount.end, per)


def unit_of(amount: Amount, text: str) -> str:
    counts = not amount.unit and _COUNTED.match(text, amount.end) is not None
    return COUNT if counts else amount.unit


def phrase_claims(text: str) -> Iterator[Claim]:
    for value, start, end in reductions(text):
        yield Claim(ClaimKind.MONEY, value, None, start, end)
    for value, start, end in deadlines(text):
        yield Claim(ClaimKind.DATE, value, None, start, end)


def _is_manner_of_speaking(amount: Amount, text: str) -> bool:
    """ "that one", "two things": words that count nothing one could check."""
    if not amount.in_words or amount.unit:
        return False
    return amount.value == 1 or _HARMLESS_AFTER.match(text, amount.end) is not None


def _name_claims(text: str, names: Collection[str]) -> Iterator[Claim]:
    for match in WORD.finditer(text):
        word, key = match[0], key_of(match[0])
        lower = key.lower()
        opens = opens_sentence(text, match.start())
        if lower in _DATES and word[0].isupper():
            if not (opens and lower in _VERB_OR_MONTH):
                yield Claim(ClaimKind.DATE, key, None, *match.span())
        elif word[0].isdecimal():
            if not word.isdecimal() and not _is_amount(word):
                kind = ClaimKind.DATE if _ORDINAL.fullmatch(word) else ClaimKind.NAME
                yield Claim(kind, key, None, *match.span())
        elif opens and _opens_as_name(text, match):
            yield Claim(ClaimKind.NAME, as_name(key) if key in BOTH else key, None, *match.span())
        elif _is_name(word, names, opens=opens) and lower not in _ALWAYS:
            yield Claim(ClaimKind.NAME, key, None, *match.span())


def _opens_as_name(text: str, match: re.Match[str]) -> bool:
    word = match[0]
    bare = re.sub(r"['’]s\Z", "", word)
    return word[0].isupper() and opens_as_name(text, bare.lower(), match.start() + len(bare))


def as_name(word: str) -> str:
    return f"name {word}"


def opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins there."""
    while at and text[at - 1] in _BEFORE_A_SENTENCE:
        at -= 1
    return at == 0 or text[at - 1] in _ENDS_A_SENTENCE


def _is_name(word: str, names: Collection[str], *, opens: bool) -> bool:
    """A sentence begins with a capital whatever its first word is: there it is a name when it is
    no ordinary word, is written as only names are, or is a name elsewhere."""
    stem = key_of(word)
    if any(each.isupper() for each in word[1:]) or any(each.isdecimal() for each in word):
        return True
    if not word[0].isupper() or word.startswith(("I'", "I’")):
        return False
    if not opens or stem in names or stem in _NAMES_TOO:
        return True
    return "'" not in word and "’" not in word and stem not in ordinary_words()


def _is_amount(word: str) -> bool:
    return any(amount.end - amount.start == len(word) for amount in amounts(word))


def key_of(word: str) -> str:
    """Without case, possessive and the dots of an abbreviation."""
    plain = re.sub(r"['’](?:s|re|ll|ve|d|m|t)?\Z", "", word.casefold())
    return plain.replace(".", "")


def plain(amount: Amount) -> str:
    return format(amount.value.normalize(), "f")
