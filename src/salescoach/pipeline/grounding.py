"""Whether what a model wrote stands somewhere: an invented price or name is worse than no card.

Numbers, money, percentages, dates and names in a suggestion must stand in the playbook or in the
call. A claim is compared by what it says, not by how it is spelled.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from salescoach.pipeline.amounts import MONEY, Amount, amounts
from salescoach.pipeline.offered import claims_feature, delivers, gives_back, offers
from salescoach.pipeline.time_words import MONTHS, WEEKDAYS
from salescoach.speech.vocabulary import ordinary_words


class ClaimKind(StrEnum):
    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a text says that could be untrue. ``value`` is equal for equal claims; ``unit``
    is that of an amount, None for a word."""

    kind: ClaimKind
    value: str
    unit: str | None
    start: int
    end: int


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
_SETTLED = re.compile(r"[.!?]\s|(?:\W*\w[\w'’]*){2}\W")
"""The sentence ends, or two more words are complete: nothing behind them belongs to the claim."""
_BOUNDARY = re.compile(r"[.!?…]+[\"”’)]*(?:\s+|\Z)")
_DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
_LARGE = 1000
"""A bare number from here on may be money: "we pay forty thousand"."""


def claims(text: str) -> tuple[Claim, ...]:
    """In the order of the text."""
    found = [*_amount_claims(text), *_name_claims(text)]
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

    def holds(self, claim: Claim, sentence: str = "") -> bool:
        """``sentence`` is the one that makes the claim."""
        if self._ours.holds(claim):
            return True
        return self._theirs.holds(claim) and not _promises(claim, sentence)


class _Stated:
    """Amounts and words of texts."""

    def __init__(self) -> None:
        self._amounts: set[tuple[str, str]] = set()
        self._values: set[str] = set()
        self._words: set[str] = set()

    def add(self, text: str) -> None:
        for amount in amounts(text):
            self._amounts.add((_plain(amount), amount.unit))
            self._values.add(_plain(amount))
        self._words.update(_key(match[0]) for match in _WORD.finditer(text))

    def holds(self, claim: Claim) -> bool:
        if claim.unit is None:
            return claim.value in self._words
        if not claim.unit:
            return claim.value in self._values
        if (claim.value, claim.unit) in self._amounts:
            return True
        may_be_money = claim.unit in MONEY and float(claim.value) >= _LARGE
        return may_be_money and (claim.value, "") in self._amounts


def _promises(claim: Claim, sentence: str) -> bool:
    """Whether ``sentence`` makes ours what only the customer said."""
    if claim.kind in (ClaimKind.MONEY, ClaimKind.PERCENTAGE) or claim.unit in _DURATIONS:
        return not gives_back(sentence)
    if claim.kind is ClaimKind.DATE:
        return delivers(sentence)
    if claim.kind is ClaimKind.NAME:
        return claims_feature(sentence)
    return offers(sentence)


def ungrounded(text: str, grounds: Grounds, *, growing: bool = False) -> tuple[Claim, ...]:
    """The claims of ``text`` that stand nowhere; empty when it may be shown. While the text is
    ``growing``, a claim at its end is not judged yet: "30" may become "30 days"."""
    return tuple(
        claim
        for claim in claims(text)
        if not (growing and _may_grow(text, claim))
        and not grounds.holds(claim, _sentence_of(text, claim))
    )


def _sentence_of(text: str, claim: Claim) -> str:
    begins = max((m.end() for m in _BOUNDARY.finditer(text, 0, claim.start)), default=0)
    ends = _BOUNDARY.search(text, claim.end)
    return text[begins : ends.end() if ends else len(text)]


def _may_grow(text: str, claim: Claim) -> bool:
    return _SETTLED.match(text, claim.end) is None


def _amount_claims(text: str) -> Iterator[Claim]:
    for amount in amounts(text):
        if _is_manner_of_speaking(amount, text):
            continue
        kind = _KINDS.get(amount.unit, ClaimKind.NUMBER)
        yield Claim(kind, _plain(amount), amount.unit, amount.start, amount.end)


def _is_manner_of_speaking(amount: Amount, text: str) -> bool:
    """ "that one", "two things": words that count nothing one could check."""
    if not amount.in_words or amount.unit:
        return False
    return amount.value == 1 or _HARMLESS_AFTER.match(text, amount.end) is not None


def _name_claims(text: str) -> Iterator[Claim]:
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
        elif _is_name(word, opens=opens) and lower not in _ALWAYS:
            yield Claim(ClaimKind.NAME, key, None, *match.span())


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins there."""
    while at and text[at - 1] in _BEFORE_A_SENTENCE:
        at -= 1
    return at == 0 or text[at - 1] in _ENDS_A_SENTENCE


def _is_name(word: str, *, opens: bool) -> bool:
    """A sentence begins with a capital whatever its first word is: there it is a name when it is
    no ordinary word, or is written as only names are."""
    stem = _key(word)
    if any(each.isupper() for each in word[1:]) or any(each.isdecimal() for each in word):
        return True
    if not word[0].isupper() or word.startswith(("I'", "I’")):
        return False
    return not opens or ("'" not in word and "’" not in word and stem not in ordinary_words())


def _is_amount(word: str) -> bool:
    return any(amount.end - amount.start == len(word) for amount in amounts(word))


def _key(word: str) -> str:
    """Without case, possessive and the dots of an abbreviation."""
    plain = re.sub(r"['’](?:s|re|ll|ve|d|m|t)?\Z", "", word.casefold())
    return plain.replace(".", "")


def _plain(amount: Amount) -> str:
    return format(amount.value.normalize(), "f")
