"""Addresses and numbers of an account or a person that show by their shape what they are."""

import re
from collections.abc import Callable, Iterator

from salescoach.kit.check_digits import (
    is_brazilian_identity,
    is_french_identity,
    is_iban,
    is_spanish_identity,
    is_swedish_identity,
    is_swiss_identity,
)
from salescoach.kit.spelled_numbers import CURRENCY, Place, spelled_accounts, spelled_identities

Shape = Callable[[str], Iterator[Place]]
_Check = Callable[[str], bool]

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_ENDINGS = "com|org|net|edu|gov|info|biz|dev|app|io|ai|co|us|uk|eu|de|fr|es|it|nl|ch|at|ca|au"
_JOINED = r"(?:\s+(?:dot|underscore|dash|hyphen|plus)\s+\w{1,40}){0,4}"
_SPOKEN_EMAIL = re.compile(
    r"\b(?!(?:look|looking|us|is|are|it|go|me|you|find|here|up|now|site|page|website)\s+at\b)"
    rf"\w{{1,40}}{_JOINED}\s+at\s+"
    r"\w{1,40}(?:\s+(?:dot|dash|hyphen)\s+\w{1,40}){0,4}?"
    rf"\s+dot\s+(?:{_ENDINGS})\b(?:\s+dot\s+(?:{_ENDINGS})\b)?",
    re.IGNORECASE,
)
_HALF_SPOKEN_EMAIL = re.compile(
    r"(?:(?<=mail me at )|(?<=mail is )|(?<=address is )|(?<=mail to )|(?<=write to ))"
    rf"[\w.+-]{{1,40}}{_JOINED}\s+at\s+[\w-]{{1,40}}(?:\.[\w-]{{1,40}}){{0,3}}\.(?:{_ENDINGS})\b"
    rf"|\b\w{{1,40}}[._]\w{{1,40}}\s+at\s+[\w-]{{1,40}}(?:\.[\w-]{{1,40}}){{0,3}}\.(?:{_ENDINGS})\b",
    re.IGNORECASE,
)
"""As speech engines write them that know endings but not the sign: "jane.doe at example.com"."""

_SAID_AT = re.compile(r"\sat\s", re.IGNORECASE)

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}", re.IGNORECASE)
_SHORTEST_IBAN = 15
_PASSPORT = re.compile(r"\bpassport\b\D{0,20}\b([A-Z]{1,2}\d{6,8})\b", re.IGNORECASE)
_MIXED_PASSPORT = re.compile(
    r"\bpassport\b[^\d.!?]{0,20}?\b"
    rf"((?=(?:[A-Z]*\d){{3}})(?=\d*[A-Z])(?!\d+x\d+|(?:{CURRENCY})\d+\b|\d+(?:{CURRENCY})\b)"
    r"[A-Z\d]{8,10})\b",
    re.IGNORECASE,
)


def _always(_: str) -> bool:
    return True


_IDENTITIES: tuple[tuple[re.Pattern[str], _Check], ...] = (
    # United States, United Kingdom, Italy, India.
    (re.compile(r"\b(?!000|666|9)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}\b"), _always),
    (
        re.compile(
            r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b",
            re.IGNORECASE,
        ),
        _always,
    ),
    (re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b", re.IGNORECASE), _always),
    (re.compile(r"\b[A-Z]{5}\d{4}[A-Z]\b", re.IGNORECASE), _always),
    # Those that others would be taken for without their check digits.
    (re.compile(r"\b(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]\b", re.IGNORECASE), is_spanish_identity),
    (
        re.compile(
            r"\b[12]\s?\d{2}\s?\d{2}\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}\s?\d{2}\b", re.IGNORECASE
        ),
        is_french_identity,
    ),
    (re.compile(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b"), is_brazilian_identity),
    (re.compile(r"\b(?:19|20)?\d{2}[01]\d[0-3]\d[-+]\d{4}\b"), is_swedish_identity),
    (re.compile(r"\b756\.\d{4}\.\d{4}\.\d{2}\b"), is_swiss_identity),
)


def emails(text: str) -> Iterator[Place]:
    said = (_SPOKEN_EMAIL, _HALF_SPOKEN_EMAIL) if _SAID_AT.search(text) else ()
    for pattern in ((_EMAIL,) if "@" in text else ()) + said:
        yield from (each.span() for each in pattern.finditer(text))


def accounts(text: str) -> Iterator[Place]:
    for each in _IBAN.finditer(text):
        # Words that follow look like more of it, so its own check says where it ends.
        ends = range(each.end(), each.start() + _SHORTEST_IBAN - 1, -1)
        whole = (end for end in ends if not text[end : end + 1].isalnum())
        end = next((end for end in whole if is_iban(text[each.start() : end])), None)
        if end is not None:
            yield each.start(), end
    yield from spelled_accounts(text)


def identities(text: str) -> Iterator[Place]:
    for pattern, is_one in _IDENTITIES:
        yield from (each.span() for each in pattern.finditer(text) if is_one(each[0]))
    for pattern in (_PASSPORT, _MIXED_PASSPORT):
        yield from (each.span(1) for each in pattern.finditer(text))
    yield from spelled_identities(text)
