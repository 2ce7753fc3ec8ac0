"""Whether what a model wrote stands somewhere: an invented price or name is worse than no card.

Numbers, money, percentages, dates and names in a suggestion must stand in the playbook or in the
call. A claim is compared by what it says, not by how it is spelled.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from salescoach.pipeline.amounts import MONEY, Amount, amounts
from salescoach.pipeline.concessions import deadlines, reductions
from salescoach.pipeline.given_names import BOTH, introduced, opens_as_name
from salescoach.pipeline.offered import delivers, gives_back, names_as_theirs, offers
from salescoach.pipeline.rates import PERIODS, rate_ends, rates, things
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


_WORD = re.compile(
    r"[^\W\d_][\w&+.]*\w(?:['’]\w+)?|[^\W\d_]|\d+(?:st|nd|rd|th)\b|[^\W\d_]?\w*\d\w*"
)
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
_SETTLED = re.compile(r"[.!?]\s|(?:\W*+\w[\w'’]*+){2}\W")
"""The sentence ends, or two more words are complete: nothing behind them belongs to the claim."""
SETTLED_WITHIN = 120
"""What stands so many characters behind a claim is no part of it, whatever it is."""
_BOUNDARY = re.compile(r"[.!?…]+[\"”’)]*(?:\s+|\Z)")
_DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
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
_LARGE = 1000
"""A bare number from here on may be money: "we pay forty thousand"."""


def claims(text: str, names: Collection[str] = ()) -> tuple[Claim, ...]:
    """In the order of the text. ``names``: what was a name elsewhere, in small letters."""
    found = [*_amount_claims(text), *_phrase_claims(text), *_name_claims(text, names)]
    return tuple(sorted(found, key=lambda claim: claim.start))


class Grounds:
    """What may be said: the playbook's texts, the words of the call, who is spoken to. What only
    the customer said, ``theirs``, may be given back but not promised."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._ours = _Stated()
        self._theirs = _Stated()
        for text in texts:
            self.add(text)

    def add(self, text: str, *, theirs: bool = False) -> None:
        (self._theirs if theirs else self._ours).add(text)

    def know(self, name: str) -> None:
        """Somebody in the call is called so."""
        self._ours.know(name)

    @property
    def names(self) -> Collection[str]:
        """Words that stood with a capital where no sentence begins."""
        return self._ours.names | self._theirs.names

    def holds(self, claim: Claim, sentence: str = "") -> bool:
        """``sentence`` is the one that makes the claim."""
        if self._ours.holds(claim):
            return True
        return self._theirs.holds(claim) and not _promises(claim, sentence)


@dataclass(frozen=True, slots=True)
class _Price:
    """One place where an amount stands: what it is for, and the words around it."""

    per: frozenset[str]
    near: frozenset[str]


class _Stated:
    """Amounts and words of texts."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, str], set[_Price]] = {}
        self._values: dict[str, set[_Price]] = {}
        self._periods: set[str] = set()
        self._words: set[str] = set()
        self.names: set[str] = set()

    def add(self, text: str) -> None:
        borders = _borders(text)
        for amount in amounts(text):
            around = _around(text, amount, borders)
            price = _Price(rates(text, amount.end, around), things(around))
            unit = _unit_of(amount, text)
            self._amounts.setdefault((_plain(amount), unit), set()).add(price)
            self._values.setdefault(_plain(amount), set()).add(price)
            self._periods |= price.per & PERIODS
        self._words.update(claim.value for claim in _phrase_claims(text))
        self._words.update(map(_as_name, introduced(text)))
        for match in _WORD.finditer(text):
            key = _key(match[0])
            self._words.add(key)
            opens = _opens(text, match.start())
            if not match[0][0].isupper():
                continue
            if not opens:
                self.names.add(key)
            if key in BOTH and (not opens or opens_as_name(text, key, match.end())):
                self._words.add(_as_name(key))

    def know(self, name: str) -> None:
        """``name`` is somebody's, whatever else its words mean."""
        self.add(name)
        self._words.update(_as_name(_key(match[0])) for match in _WORD.finditer(name))

    def holds(self, claim: Claim) -> bool:
        if claim.unit is None:
            return claim.value in self._words
        if not claim.unit:
            return self._is_price(self._values.get(claim.value, set()), claim.per)
        if self._is_price(self._amounts.get((claim.value, claim.unit), set()), claim.per):
            return True
        may_be_bare = claim.unit == COUNT or (claim.unit in MONEY and float(claim.value) >= _LARGE)
        bare = self._amounts.get((claim.value, ""), set())
        return may_be_bare and self._is_price(bare, claim.per)

    def _is_price(self, stated: Collection[_Price], per: frozenset[str]) -> bool:
        """Whether one of those prices is ``per`` the same. Where none of them tells its period, it
        has that of the others."""
        timed = any(price.per & PERIODS for price in stated)
        others = frozenset() if timed else self._periods
        return any(
            (per & PERIODS) <= price.per | others and per - PERIODS <= price.per | price.near
            for price in stated
        )


def _promises(claim: Claim, sentence: str) -> bool:
    """Whether ``sentence`` makes ours what only the customer said."""
    if claim.kind in (ClaimKind.MONEY, ClaimKind.PERCENTAGE) or claim.unit in _DURATIONS:
        return not gives_back(sentence)
    if claim.kind is ClaimKind.DATE:
        return delivers(sentence)
    if claim.kind is ClaimKind.NAME:
        return not names_as_theirs(sentence)
    return offers(sentence)


def ungrounded(text: str, grounds: Grounds, *, growing: bool = False) -> tuple[Claim, ...]:
    """The claims of ``text`` that stand nowhere; empty when it may be shown. While the text is
    ``growing``, a claim at its end is not judged yet: "30" may become "30 days"."""
    borders = _borders(text)
    return tuple(
        claim
        for claim in claims(text, grounds.names)
        if not (growing and _may_grow(text, claim))
        and not grounds.holds(claim, _sentence_of(text, claim.start, claim.end, borders))
    )


def _borders(text: str) -> Sequence[int]:
    """Where the sentences of ``text`` end."""
    return [match.end() for match in _BOUNDARY.finditer(text)]


def _sentence_of(text: str, start: int, end: int, borders: Sequence[int]) -> str:
    begins = bisect_right(borders, start)
    ends = bisect_right(borders, end)
    return text[
        borders[begins - 1] if begins else 0 : borders[ends] if ends < len(borders) else len(text)
    ]


def _around(text: str, amount: Amount, borders: Sequence[int]) -> str:
    """What its sentence says near it."""
    first, last = max(0, amount.start - SETTLED_WITHIN), amount.end + SETTLED_WITHIN
    begins = bisect_right(borders, amount.start)
    ends = bisect_right(borders, amount.end)
    first = max(first, borders[begins - 1]) if begins else first
    return text[first : min(last, borders[ends]) if ends < len(borders) else last]


def _may_grow(text: str, claim: Claim) -> bool:
    end = rate_ends(text, claim.end) if claim.per else claim.end
    behind = text[end : end + SETTLED_WITHIN]
    return len(behind) < SETTLED_WITHIN and _SETTLED.match(behind) is None


def _amount_claims(text: str) -> Iterator[Claim]:
    borders = _borders(text)
    for amount in amounts(text):
        if _is_manner_of_speaking(amount, text):
            continue
        kind = _KINDS.get(amount.unit, ClaimKind.NUMBER)
        unit = _unit_of(amount, text)
        priced = not unit or unit in MONEY
        around = _around(text, amount, borders) if priced else ""
        per = rates(text, amount.end, around) if priced else frozenset[str]()
        yield Claim(kind, _plain(amount), unit, amount.start, amount.end, per)


def _unit_of(amount: Amount, text: str) -> str:
    counts = not amount.unit and _COUNTED.match(text, amount.end) is not None
    return COUNT if counts else amount.unit


def _phrase_claims(text: str) -> Iterator[Claim]:
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
    for match in _WORD.finditer(text):
        word, key = match[0], _key(match[0])
        lower = key.lower()
        opens = _opens(text, match.start())
        if lower in _DATES and word[0].isupper():
            if not (opens and lower in _VERB_OR_MONTH):
                yield Claim(ClaimKind.DATE, key, None, *match.span())
        elif word[0].isdecimal():
            if not word.isdecimal() and not _is_amount(word):
                kind = ClaimKind.DATE if _ORDINAL.fullmatch(word) else ClaimKind.NAME
                yield Claim(kind, key, None, *match.span())
        elif opens and _opens_as_name(text, match):
            yield Claim(ClaimKind.NAME, _as_name(key) if key in BOTH else key, None, *match.span())
        elif _is_name(word, names, opens=opens) and lower not in _ALWAYS:
            yield Claim(ClaimKind.NAME, key, None, *match.span())


def _opens_as_name(text: str, match: re.Match[str]) -> bool:
    word = match[0]
    bare = re.sub(r"['’]s\Z", "", word)
    return word[0].isupper() and opens_as_name(text, bare.lower(), match.start() + len(bare))


def _as_name(word: str) -> str:
    return f"name {word}"


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins there."""
    while at and text[at - 1] in _BEFORE_A_SENTENCE:
        at -= 1
    return at == 0 or text[at - 1] in _ENDS_A_SENTENCE


def _is_name(word: str, names: Collection[str], *, opens: bool) -> bool:
    """A sentence begins with a capital whatever its first word is: there it is a name when it is
    no ordinary word, is written as only names are, or is a name elsewhere."""
    stem = _key(word)
    if any(each.isupper() for each in word[1:]) or any(each.isdecimal() for each in word):
        return True
    if not word[0].isupper() or word.startswith(("I'", "I’")):
        return False
    if not opens or stem in names or stem in _NAMES_TOO:
        return True
    return "'" not in word and "’" not in word and stem not in ordinary_words()


def _is_amount(word: str) -> bool:
    return any(amount.end - amount.start == len(word) for amount in amounts(word))


def _key(word: str) -> str:
    """Without case, possessive and the dots of an abbreviation."""
    plain = re.sub(r"['’](?:s|re|ll|ve|d|m|t)?\Z", "", word.casefold())
    return plain.replace(".", "")


def _plain(amount: Amount) -> str:
    return format(amount.value.normalize(), "f")
