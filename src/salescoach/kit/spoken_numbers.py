"""What a row of figures is: a card's, an account's, a person's, a telephone's, or none of them.

A row says little by itself. The words before it decide, then its length and how it is grouped;
prices, dates and the numbers of orders are what a sale is made of, and are left.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from salescoach.kit.check_digits import LONGEST_CARD, is_card_number
from salescoach.kit.spoken_digits import Run, runs


class NumberKind(StrEnum):
    CARD = "card"
    ACCOUNT = "account"
    IDENTITY = "identity"
    PHONE = "phone"


_CUES: tuple[tuple[NumberKind | None, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, words in (
        (
            NumberKind.CARD,
            r"(?:credit|debit|company|bank|payment) card|card number|card is|visa|mastercard"
            r"|american express|amex",
        ),
        (NumberKind.ACCOUNT, r"account|acct|routing|sort code|iban|bic|aba|bsb"),
        (
            NumberKind.IDENTITY,
            r"social security|social insurance|social|ssn|passport|national insurance"
            r"|tax (?:id|number)|taxpayer|driver'?s? licen[cs]e|identity (?:card|number)"
            r"|id number|date of birth|aadhaar|national id|citizen number|pesel|bsn",
        ),
        (
            NumberKind.PHONE,
            r"phone|mobile|cell|telephone|landline|fax|whatsapp"
            r"|(?:call|reach|text|ring) (?:me|us|him|her|them)|my number|direct line|extension",
        ),
        (
            None,
            r"order|invoice|ticket|case|part|serial|version|quote|offer|contract|article|item"
            r"|purchase|room|build|model|sku|licen[cs]e plate|tracking",
        ),
    )
)
"""The nearest one counts; None is for numbers of things."""

_MONEY_BEFORE = re.compile(r"[$€£¥₹]\s?\Z|\b(?:usd|eur|gbp|chf|dollars|euros)\s\Z", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r"\s?(?:[%$€£¥₹]|(?:percent|dollars?|euros?|pounds?|francs?|rupees?|usd|eur|gbp|chf"
    r"|hundred|thousand|million|billion|users?|seats?|people|employees|calls|units|licen[cs]es"
    r"|customers|a (?:year|month))\b)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})"
    r"|(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d{2}"
    r"|\d{4}\s?[-–]\s?\d{4}|(?:19|20)\d{2}\s(?:19|20)\d{2})(?:\s\d{1,4})?"
)
_PLUS = re.compile(r"(?:\+|\bplus)[\s(]{0,2}\Z", re.IGNORECASE)
_CUE_WITHIN = 40
_LEAST_OF_A_CARD = 8
"""Half a card's number after the word for it is one: the rest comes in the next breath."""

_PHONE_GROUPS = ([3, 3, 4], [1, 3, 3, 4], [3, 4], [5, 5])


def numbers(text: str) -> Iterator[tuple[int, int, NumberKind]]:
    """Places and what stands there."""
    for run in runs(text):
        first = _card_in(run)
        if first is not None:
            # What is said right after a card number is its date and its code.
            yield run.atoms[first].start, run.end, NumberKind.CARD
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
            if len(digits) > LONGEST_CARD:
                break
    return None


def _kind_of(run: Run, text: str) -> NumberKind | None:
    digits = len(run.digits)
    if not 6 <= digits <= 20 or _is_amount(run, text):
        return None
    before = text[max(0, run.start - _CUE_WITHIN) : run.start]
    cued = _nearest_cue(before)
    if cued is not None:
        kind = cued[0]
        if kind is NumberKind.CARD:
            return kind if digits >= _LEAST_OF_A_CARD else None
        if kind in (NumberKind.ACCOUNT, NumberKind.IDENTITY):
            return kind
    if _DATE.fullmatch(text, run.start, run.end):
        return None
    if cued is not None:
        return cued[0]
    if _is_begun_card(run):
        return NumberKind.CARD
    return NumberKind.PHONE if _looks_like_a_phone(run, before) else None


def _nearest_cue(before: str) -> tuple[NumberKind | None, int] | None:
    found = [
        (kind, places[-1].end()) for kind, cue in _CUES if (places := list(cue.finditer(before)))
    ]
    return max(found, key=lambda each: each[1], default=None)


def _is_begun_card(run: Run) -> bool:
    """Three of the four groups of a card: the speaker breathes before the last."""
    return [len(atom.digits) for atom in run.atoms] == [4, 4, 4] and run.digits[0] in "3456"


def _looks_like_a_phone(run: Run, before: str) -> bool:
    digits = run.digits
    if not 7 <= len(digits) <= 15:
        return False
    if _PLUS.search(before):
        return True
    groups = [len(atom.digits) for atom in run.atoms]
    spoken = [atom for atom in run.atoms if atom.spoken]
    if len(spoken) == len(run.atoms) or groups.count(1) >= 7:
        # Nobody says an amount digit by digit, but people count, and list sizes.
        return groups.count(1) >= 4 and len(groups) >= 5 and digits not in "0123456789"
    return groups in _PHONE_GROUPS or (digits.startswith("0") and len(digits) >= 9)


def _is_amount(run: Run, text: str) -> bool:
    before = text[max(0, run.start - 8) : run.start]
    return bool(_MONEY_AFTER.match(text, run.end) or _MONEY_BEFORE.search(before))
