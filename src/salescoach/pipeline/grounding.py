"""Whether what a model wrote stands somewhere: an invented price or name is worse than no card.

Numbers, money, percentages, dates and names in a suggestion must stand in the playbook or in the
call. A claim is compared by what it says, not by how it is spelled.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from salescoach.pipeline.amounts import MONEY, amounts
from salescoach.pipeline.claims import (
    COUNT,
    WORD,
    Claim,
    ClaimKind,
    around,
    as_name,
    borders_of,
    claims,
    key_of,
    opens_sentence,
    phrase_claims,
    plain,
    sentence_of,
    unit_of,
)
from salescoach.pipeline.given_names import BOTH, introduced, opens_as_name
from salescoach.pipeline.offered import delivers, gives_back, names_as_theirs, offers
from salescoach.pipeline.rates import PERIODS, rate_ends, rates, things

__all__ = ["SETTLED_WITHIN", "Claim", "ClaimKind", "Grounds", "claims", "ungrounded"]

_SETTLED = re.compile(r"[.!?]\s|(?:\W*+\w[\w'’]*+){2}\W")
"""The sentence ends, or two more words are complete: nothing behind them belongs to the claim."""
SETTLED_WITHIN = 120
"""What stands so many characters behind a claim is no part of it, whatever it is."""
_DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
_LARGE = 1000
"""A bare number from here on may be money: "we pay forty thousand"."""


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
        borders = borders_of(text)
        for amount in amounts(text):
            near = around(text, amount, borders)
            price = _Price(rates(text, amount.end, near), things(near))
            unit = unit_of(amount, text)
            self._amounts.setdefault((plain(amount), unit), set()).add(price)
            self._values.setdefault(plain(amount), set()).add(price)
            self._periods |= price.per & PERIODS
        self._words.update(claim.value for claim in phrase_claims(text))
        self._words.update(map(as_name, introduced(text)))
        for match in WORD.finditer(text):
            key = key_of(match[0])
            self._words.add(key)
            opens = opens_sentence(text, match.start())
            if not match[0][0].isupper():
                continue
            if not opens:
                self.names.add(key)
            if key in BOTH and (not opens or opens_as_name(text, key, match.end())):
                self._words.add(as_name(key))

    def know(self, name: str) -> None:
        """``name`` is somebody's, whatever else its words mean."""
        self.add(name)
        self._words.update(as_name(key_of(match[0])) for match in WORD.finditer(name))

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
    borders = borders_of(text)
    return tuple(
        claim
        for claim in claims(text, grounds.names)
        if not (growing and _may_grow(text, claim))
        and not grounds.holds(claim, sentence_of(text, claim.start, claim.end, borders))
    )


def _may_grow(text: str, claim: Claim) -> bool:
    end = rate_ends(text, claim.end) if claim.per else claim.end
    behind = text[end : end + SETTLED_WITHIN]
    return len(behind) < SETTLED_WITHIN and _SETTLED.match(behind) is None
