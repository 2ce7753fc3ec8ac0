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

from salescoach.kit.plain_shapes import Shape, accounts, emails, identities
from salescoach.kit.spoken_digits import holds_digits
from salescoach.kit.spoken_numbers import numbers


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

_KIND_OF = {placeholder: kind for kind, placeholder in PLACEHOLDERS.items()}
_ASKS = re.compile(r"\b(?:numbers?|digits|iban|sort code|ssn)\b", re.IGNORECASE)
_FEWEST_DIGITS = 3
"""What has fewer, read aloud or written, is no number that is masked."""

_HEARD_BEFORE = 60
"""So many characters of what was said before are looked at."""

_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))


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


@dataclass(frozen=True, slots=True)
class _Before:
    asked: str = ""
    begun: str = ""


_NOTHING = _Before()


class Masker:
    """``kinds`` are masked, and ``words``: whole words or phrases, whatever their case."""

    def __init__(self, kinds: frozenset[Kind] = ALL_KINDS, words: Iterable[str] = ()) -> None:
        self._kinds = kinds
        phrases = sorted({" ".join(word.split()) for word in words} - {""}, key=len, reverse=True)
        spelled = "|".join(r"\s+".join(map(re.escape, phrase.split(" "))) for phrase in phrases)
        self._words = re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.IGNORECASE) if spelled else None

    def mask(self, text: str, *, asked: str = "", begun: str = "") -> Masked:
        """Masking twice changes nothing more. ``asked``: what somebody else said just before, in
        case it asks for a number. ``begun``: what the same voice said before that, in case a number
        began there."""
        if not self._kinds:
            return Masked(text, {})
        counts: Counter[Kind] = Counter()
        parts: list[str] = []
        at = 0
        before = _Before(asked[-_HEARD_BEFORE:], begun[-_HEARD_BEFORE:])
        for done in _PLACEHOLDER.finditer(text):
            parts += [self._part(text[at : done.start()], counts, before), done[0]]
            at, before = done.end(), _NOTHING
        parts.append(self._part(text[at:], counts, before))
        return Masked("".join(parts), dict(counts))

    def masked(self, text: str) -> str:
        """The text alone."""
        return self.mask(text).text

    def _part(self, text: str, counts: Counter[Kind], before: "_Before") -> str:
        parts: list[str] = []
        at = 0
        for span in self._chosen(text, before):
            parts += [text[at : span.start], PLACEHOLDERS[span.kind]]
            at = span.end
            counts[span.kind] += 1
        return "".join(parts) + text[at:]

    def _chosen(self, text: str, before: "_Before") -> list[_Span]:
        """The first kind that claims a place has it."""
        chosen: list[_Span] = []
        question = f"{before.asked} | " if _ASKS.search(before.asked) else ""
        found = (
            _Span(span.start - len(question), span.end - len(question), span.kind)
            for span in self._found(question + text)
            if span.start >= len(question)
        )
        for span in (*self._continued(text, before.begun), *found):
            if all(span.end <= other.start or other.end <= span.start for other in chosen):
                chosen.append(span)
        return sorted(chosen, key=lambda span: span.start)

    def _found(self, text: str) -> Iterator[_Span]:
        if self._words is not None and Kind.WORD in self._kinds:
            yield from (_Span(*each.span(), Kind.WORD) for each in self._words.finditer(text))
        yield from self._placed({Kind.EMAIL: emails}, text)
        if not holds_digits(text, _FEWEST_DIGITS):
            return
        # Another country's figures may check like a card, and a card's may hold an identity's.
        yield from self._placed({Kind.ACCOUNT: accounts}, text)
        rows = [_Span(start, end, Kind(kind)) for start, end, kind in numbers(text)]
        yield from (span for span in rows if span.kind is Kind.CARD and span.kind in self._kinds)
        yield from self._placed({Kind.IDENTITY: identities}, text)
        yield from (span for span in rows if span.kind in self._kinds)

    def _continued(self, text: str, begun: str) -> Iterator[_Span]:
        """The end of a number whose check digit says that it began earlier."""
        if not begun or not holds_digits(text, 1):
            return
        joined = f"{begun} {text}"
        border = len(begun) + 1
        for start, end, kind in numbers(joined):
            if start < border < end and Kind(kind) is Kind.CARD and Kind.CARD in self._kinds:
                yield _Span(0, end - border, Kind.CARD)

    def _placed(self, shapes: Mapping[Kind, Shape], text: str) -> Iterator[_Span]:
        for kind, places in shapes.items():
            if kind in self._kinds:
                yield from (_Span(start, end, kind) for start, end in places(text))


def counted(text: str) -> dict[Kind, int]:
    """What was masked in a text that was masked before."""
    return dict(Counter(_KIND_OF[each[0]] for each in _PLACEHOLDER.finditer(text)))
