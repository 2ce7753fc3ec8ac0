"""Numbers that hold letters, read aloud: an IBAN ("GB double three bukb two zero ..."), a passport
("C zero one X zero zero T four seven"), an Indian tax number.

Letters reach the transcript one by one, in groups or as a word, so whole pieces are put together
until they are what a check, a shape or the words before them say they are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salescoach.kit.check_digits import iban_length, is_iban
from salescoach.kit.spoken_digits import atoms

Place = tuple[int, int]

_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s\-–./,]{0,3}|,?\s(?:dash|slash)\s")
_WITHIN = 30
"""So many characters behind the word for it a number begins."""

_MOST_LETTERS = 7
"""Of an IBAN, behind its country; they stand in one row."""
_LEAST_DIGITS = 10
_LEAST_HEARD = 12
"""Characters that follow the word IBAN and begin like one are one, also when some were misheard."""

_IBAN_CUE = re.compile(r"\biban\b", re.IGNORECASE)
_PASSPORT_CUE = re.compile(r"\bpassport\b", re.IGNORECASE)
_TAX_CUE = re.compile(r"\bPAN\b|\bpan\s+(?:card|number|is)\b")
_TAX_NUMBER = re.compile(r"[A-Z]{5}\d{4}[A-Z]")
_COUNTRY_OR_WORD = frozenset({"at", "be", "de", "do", "es", "is", "it", "me", "no"})
_ALONE = frozenset({"a", "A", "I", "i"})
_PASSPORT_LENGTHS = range(7, 11)
CURRENCY = (
    "AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|ISK|JPY"
    "|KES|KRW|KWD|MAD|MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|QAR|RON|RSD|RUB|SAR|SEK|SGD|THB|TRY"
    "|TWD|UAH|USD|VND|ZAR"
)
"""A pattern: what is counted in one of them names nobody."""
_CURRENCIES = frozenset(CURRENCY.split("|"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A group of figures, a number word or letters, and the characters it stands for."""

    start: int
    end: int
    chars: str
    said: str

    @property
    def is_letters(self) -> bool:
        return self.chars.isalpha()


def spelled_accounts(text: str) -> Iterator[Place]:
    pieces = _pieces(text)
    cues = [match.end() for match in _IBAN_CUE.finditer(text)]
    done = 0
    for first, piece in enumerate(pieces):
        if not piece.is_letters or piece.start < done or len(piece.chars) > _MOST_LETTERS:
            continue
        length = iban_length("".join(each.chars for each in pieces[first : first + 2])[:2])
        if length is None:
            continue
        row = _row(text, pieces, first)
        before = bisect_right(cues, piece.start)
        cued = before > 0 and piece.start - cues[before - 1] <= _WITHIN
        end = _checked(row, length)
        if end is None and cued and piece.said not in _COUNTRY_OR_WORD:
            end = _heard(row, length)
        if end is not None:
            done = end
            yield piece.start, end


def spelled_identities(text: str) -> Iterator[Place]:
    pieces = _pieces(text) if _PASSPORT_CUE.search(text) or _TAX_CUE.search(text) else []
    starts = [piece.start for piece in pieces]
    for cue, whole in ((_PASSPORT_CUE, _is_passport), (_TAX_CUE, _is_tax_number)):
        for match in cue.finditer(text):
            for first in range(bisect_left(starts, match.end()), len(pieces)):
                if pieces[first].start > match.end() + _WITHIN:
                    break
                end = whole(_row(text, pieces, first))
                if end is not None:
                    yield pieces[first].start, end
                    break


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    at = 0
    for atom in (*atoms(text), None):
        until = atom.start if atom is not None else len(text)
        found += (
            _Piece(*letters.span(), letters[0].upper(), letters[0])
            for letters in _LETTERS.finditer(text, at, until)
        )
        if atom is not None:
            found.append(_Piece(atom.start, atom.end, atom.digits, text[atom.start : atom.end]))
            at = atom.end
    return found


def _row(text: str, pieces: Sequence[_Piece], first: int) -> list[_Piece]:
    """What is said in one go from there, at most as much as an IBAN has."""
    row = [pieces[first]]
    for piece in pieces[first + 1 : first + 35]:
        if _BETWEEN.fullmatch(text, row[-1].end, piece.start) is None:
            break
        row.append(piece)
    return row


def _checked(row: Sequence[_Piece], length: int) -> int | None:
    """Where an IBAN that checks ends."""
    chars = ""
    for piece in row:
        chars += piece.chars
        if len(chars) >= length:
            digits = sum(each.isdecimal() for each in chars)
            enough = len(chars) == length and digits >= _LEAST_DIGITS and chars.isascii()
            return piece.end if enough and _is_shaped(chars) and is_iban(chars) else None
    return None


def _heard(row: Sequence[_Piece], length: int) -> int | None:
    """Where what begins like an IBAN ends, with its last figure."""
    chars, end, heard = "", None, 0
    for piece in row:
        chars += piece.chars
        if len(chars) > length + 2 or not _is_shaped(chars):
            break
        if not piece.is_letters:
            end, heard = piece.end, len(chars)
    return end if heard >= _LEAST_HEARD else None


def _is_shaped(chars: str) -> bool:
    """A country, two figures, and letters in one row only."""
    letters = re.findall(r"[A-Z]+", chars[4:])
    return (
        re.fullmatch(r"[A-Z]{1,2}|[A-Z]{2}\d{1,2}", chars[:4]) is not None
        and len(letters) <= 1
        and len("".join(letters)) <= _MOST_LETTERS
    )


def _is_passport(row: Sequence[_Piece]) -> int | None:
    """Where a passport's number ends: single letters among figures, or few in capitals that are
    no currency."""
    taken: list[_Piece] = []
    for piece in row:
        if (
            piece.is_letters
            and len(piece.said) > 1
            and not (piece.said.isupper() and len(piece.said) <= 4)
        ):
            break
        taken.append(piece)
    while taken and taken[-1].said in _ALONE:
        taken.pop()
    if not taken or taken[0].said in _ALONE:
        return None
    if all(piece.chars in _CURRENCIES for piece in taken if piece.is_letters):
        return None
    chars = "".join(piece.chars for piece in taken)
    digits = sum(each.isdecimal() for each in chars)
    whole = len(chars) in _PASSPORT_LENGTHS and 3 <= digits < len(chars)
    return taken[-1].end if whole else None


def _is_tax_number(row: Sequence[_Piece]) -> int | None:
    chars = ""
    for piece in row:
        chars += piece.chars
        if len(chars) >= 10:
            return piece.end if _TAX_NUMBER.fullmatch(chars) else None
    return None
