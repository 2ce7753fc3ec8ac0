"""Takes out of a text what nobody who reads or processes it needs: numbers that open accounts or
name a person, addresses, and words of the user's own list.

Meant for everything that is stored or sent: too much masked costs a word, too little cannot be
taken back. What was masked is counted, never kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from salescoach.kit.spoken_digits import Run, runs


class Kind(StrEnum):
    CARD = "card"
    ACCOUNT = "account"
    IDENTITY = "identity"
    EMAIL = "email"
    PHONE = "phone"
    WORD = "word"


ALL_KINDS = frozenset(Kind)
PLACEHOLDERS: Mapping[Kind, str] = {
    Kind.CARD: "[card number]",
    Kind.ACCOUNT: "[account number]",
    Kind.IDENTITY: "[identity number]",
    Kind.EMAIL: "[e-mail address]",
    Kind.PHONE: "[phone number]",
    Kind.WORD: "[withheld]",
}

_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_ENDINGS = "com|org|net|edu|gov|info|biz|dev|app|io|ai|co|us|uk|eu|de|fr|es|it|nl|ch|at|ca|au"
_SPOKEN_EMAIL = re.compile(
    r"\b(?!(?:look|looking|us|is|are|it|go|me|you|find|here|up|now|site|page|website)\s+at\b)"
    r"\w{1,40}(?:\s+(?:dot|underscore|dash|hyphen|plus)\s+\w{1,40}){0,4}\s+at\s+"
    r"\w{1,40}(?:\s+(?:dot|dash|hyphen)\s+\w{1,40}){0,4}?"
    rf"\s+dot\s+(?:{_ENDINGS})\b(?:\s+dot\s+(?:{_ENDINGS})\b)?",
    re.IGNORECASE,
)
_IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b", re.IGNORECASE
)
_SSN = re.compile(r"\b(?!000|666|9)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}\b")
_INSURANCE = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)
_PASSPORT = re.compile(r"\bpassport\b\D{0,20}\b([A-Z]{1,2}\d{6,8})\b", re.IGNORECASE)

_ACCOUNT_CUE = re.compile(r"\b(account|acct|routing|sort code|iban|bic|aba)\b", re.IGNORECASE)
_IDENTITY_CUE = re.compile(
    r"\b(social security|social|ssn|passport|national insurance|tax (id|number)|taxpayer"
    r"|driver'?s? licen[cs]e|identity (card|number)|id number|date of birth)\b",
    re.IGNORECASE,
)
_PHONE_CUE = re.compile(
    r"\b(phone|mobile|cell|telephone|landline|fax|call (me|us|him|her|them)|reach (me|us|him|her)"
    r"|text me|ring me|my number|direct line|extension)\b",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[$€£¥]\s?\Z")
_MONEY_AFTER = re.compile(
    r"\s?(?:[%$€£¥]|percent|dollars?|euros?|pounds?|usd|eur|gbp|hundred|thousand|million|billion)\b"
    r"|\s?[%$€£¥]",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}\s?[-–]\s?\d{4}"
)
_CUE_WITHIN = 40
_LONGEST_CARD = 19


@dataclass(frozen=True, slots=True)
class Masked:
    """``counts`` holds the kinds that were found only."""

    text: str
    counts: Mapping[Kind, int]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: Kind


class Masker:
    """``kinds`` are masked, and ``words``: whole words or phrases, whatever their case."""

    def __init__(self, kinds: frozenset[Kind] = ALL_KINDS, words: Iterable[str] = ()) -> None:
        self._kinds = kinds
        phrases = sorted({" ".join(word.split()) for word in words} - {""}, key=len, reverse=True)
        spelled = "|".join(r"\s+".join(map(re.escape, phrase.split(" "))) for phrase in phrases)
        self._words = re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.IGNORECASE) if spelled else None

    def mask(self, text: str) -> Masked:
        """Masking twice changes nothing more."""
        counts: Counter[Kind] = Counter()
        parts: list[str] = []
        at = 0
        for done in _PLACEHOLDER.finditer(text):
            parts += [self._part(text[at : done.start()], counts), done[0]]
            at = done.end()
        parts.append(self._part(text[at:], counts))
        return Masked("".join(parts), dict(counts))

    def _part(self, text: str, counts: Counter[Kind]) -> str:
        parts: list[str] = []
        at = 0
        for span in self._chosen(text):
            parts += [text[at : span.start], PLACEHOLDERS[span.kind]]
            at = span.end
            counts[span.kind] += 1
        return "".join(parts) + text[at:]

    def _chosen(self, text: str) -> list[_Span]:
        """The first kind that claims a place has it."""
        chosen: list[_Span] = []
        for span in self._found(text):
            if all(span.end <= other.start or other.end <= span.start for other in chosen):
                chosen.append(span)
        return sorted(chosen, key=lambda span: span.start)

    def _found(self, text: str) -> Iterator[_Span]:
        if self._words is not None and Kind.WORD in self._kinds:
            yield from (_Span(*each.span(), Kind.WORD) for each in self._words.finditer(text))
        numbers = [_Span(a, b, kind) for a, b, kind in _numbers(text)]
        for kind in (Kind.EMAIL, Kind.CARD, Kind.ACCOUNT, Kind.IDENTITY, Kind.PHONE):
            if kind in self._kinds:
                yield from (_Span(a, b, kind) for a, b in _shapes(text, kind))
                yield from (span for span in numbers if span.kind is kind)


def is_card_number(digits: str) -> bool:
    """13 to 19 digits that begin and check like a payment card's."""
    if not 13 <= len(digits) <= _LONGEST_CARD or digits[0] not in "23456" or len(set(digits)) == 1:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def is_iban(text: str) -> bool:
    plain = re.sub(r"[ -]", "", text).upper()
    if not 15 <= len(plain) <= 34:
        return False
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(each, 36)) for each in moved)) % 97 == 1


def _shapes(text: str, kind: Kind) -> Iterator[tuple[int, int]]:
    """Places that say by themselves what they are."""
    if kind is Kind.EMAIL:
        for pattern in (_EMAIL, _SPOKEN_EMAIL):
            yield from (each.span() for each in pattern.finditer(text))
    elif kind is Kind.ACCOUNT:
        yield from (each.span() for each in _IBAN.finditer(text) if is_iban(each[0]))
    elif kind is Kind.IDENTITY:
        for pattern in (_SSN, _INSURANCE):
            yield from (each.span() for each in pattern.finditer(text))
        yield from (each.span(1) for each in _PASSPORT.finditer(text))


def _numbers(text: str) -> Iterator[tuple[int, int, Kind]]:
    for run in runs(text):
        first = _card_in(run)
        if first is not None:
            # What is said right after a card number is its date and its code.
            yield run.atoms[first].start, run.end, Kind.CARD
        rest = run if first is None else run.part(0, first)
        kind = _kind_of(rest, text) if rest.atoms else None
        if kind is not None:
            yield rest.start, rest.end, kind


def _card_in(run: Run) -> int | None:
    """The first atom of a card number inside the run."""
    for first in range(len(run.atoms)):
        digits = ""
        for atom in run.atoms[first:]:
            digits += atom.digits
            if is_card_number(digits):
                return first
            if len(digits) > _LONGEST_CARD:
                break
    return None


def _kind_of(run: Run, text: str) -> Kind | None:
    digits = len(run.digits)
    if not 6 <= digits <= 20 or _is_amount(run, text):
        return None
    before = text[max(0, run.start - _CUE_WITHIN) : run.start]
    cues = {
        Kind.ACCOUNT: _ACCOUNT_CUE,
        Kind.IDENTITY: _IDENTITY_CUE,
        Kind.PHONE: _PHONE_CUE,
    }
    nearest = {
        kind: places[-1].end()
        for kind, cue in cues.items()
        if (places := list(cue.finditer(before)))
    }
    kind = max(nearest, key=lambda kind: nearest[kind]) if nearest else None
    if kind in (None, Kind.PHONE) and _DATE.fullmatch(text, run.start, run.end):
        return None
    return kind or (Kind.PHONE if _looks_like_a_phone(run, text) else None)


def _looks_like_a_phone(run: Run, text: str) -> bool:
    digits = run.digits
    if not 7 <= len(digits) <= 15:
        return False
    if text[max(0, run.start - 3) : run.start].rstrip("( ").endswith("+"):
        return True
    groups = [len(atom.digits) for atom in run.atoms]
    if all(atom.spoken for atom in run.atoms) or groups.count(1) >= 7:
        # Nobody says an amount digit by digit.
        return len(run.atoms) >= 5
    if groups in ([3, 3, 4], [1, 3, 3, 4], [3, 4]):
        return True
    return digits.startswith("0") and len(digits) >= 9


def _is_amount(run: Run, text: str) -> bool:
    before, after = text[max(0, run.start - 2) : run.start], _MONEY_AFTER.match(text, run.end)
    return after is not None or _MONEY_BEFORE.search(before) is not None
