"""Which fact of the playbook answers what a customer asks.

By meaning, and by the words: a fact that the user wrote in one line ("The battery has a ten year
warranty.") is not like the question "Is there a warranty?", but holds everything that it asks for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from salescoach.domain.playbook import Fact
from salescoach.domain.signal import Evidence, Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.lookup import Match
from salescoach.pipeline.replies import asked_in
from salescoach.pipeline.signals import Reading

FACT_SIMILARITY = 0.62
"""A question this near to one that a fact answers is answered by it."""

WORDS_WORTH = 0.2
"""So much nearer is a fact that has every telling word of the question in it."""

SURE = 0.6
"""A signal this sure says what the words mean."""

ASKED_CONFIDENCE = 0.7
"""How sure a question is that is one by its form, beside something else that was heard."""

LEAST_STEM = 4
"""Letters that two forms of a word share ("install", "installation")."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_WHO = re.compile(r"\b(?:who|whose|whom|why|where|which)\b", re.IGNORECASE)
_HOW_LONG = re.compile(r"\b(?:how (?:long|soon|fast|quick\w*)|when)\b", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\b(?:how much|cost|price)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow (?:many|often)\b", re.IGNORECASE)
_OF_TIME = frozenset(
    {"second", "minute", "hour", "day", "week", "month", "quarter", "year", "clock"}
)
_LITTLE_WORDS = (
    "a an the this that these those it its is are am was were be been do does did have has had can "
    "could will would shall should may might must i you he she we they me us them my your our his "
    "their her there here and or but so if then also too just really please well okay ok yes yeah "
    "no not um uh in on at to for of with from by about into what how when don't doesn't isn't "
    "aren't can't what's how's that's it's there's you're i'd we'd"
)
_OF_ANY_QUESTION = (
    "long soon fast quick quickly much many often take takes taking get gets got give gives need "
    "needs any some anything something kind sort offer offers come comes include includes included "
    "actually exactly usually like know tell want say says write writes writing number name thing "
    "things one ones first second next new time times day days week weeks month months year "
    "years hour hours minute minutes today tomorrow date"
)
_SAYS_NOTHING = frozenset(f"{_LITTLE_WORDS} {_OF_ANY_QUESTION}".split())


@dataclass(frozen=True, slots=True)
class Answered:
    """``question``: the clause that asks."""

    match: Match[Fact]
    question: Signal


def answered(index: PlaybookIndex, turn: Turn, reading: Reading) -> Answered | None:
    """The question in the ``turn`` that a fact answers best. Beside a sure objection only what was
    heard as a question is one: "Is that really the price?" asks nothing."""
    best: Answered | None = None
    for place, question in _questions(turn, reading):
        match = _nearest(index, reading.pieces[place], reading.vectors[place : place + 1])
        if match is None or match.similarity < FACT_SIMILARITY:
            continue
        if best is None or match.similarity > best.match.similarity:
            best = Answered(match, question)
    return best


def holds_what_is_asked(fact: str, question: str, product: str = "") -> bool:
    """Whether every telling word of the ``question`` stands in the ``fact``, and a figure where one
    is asked for. Never for who, where, which and why: a name in both tells nothing of that. Words
    of the ``product``'s name tell nothing either."""
    wanted = _telling(question) - _telling(product)
    if not wanted or _WHO.search(question):
        return False
    if not _tells_figure(fact, question):
        return False
    held = _telling(fact) - _telling(product)
    return all(any(_same(word, other) for other in held) for word in wanted)


def _questions(turn: Turn, reading: Reading) -> Iterator[tuple[int, Signal]]:
    """The clauses that ask, as they were heard, and by their form what else may be said there."""
    heard = {
        signal.kind: signal
        for signal in reversed(reading.signals)
        if signal.kind in (SignalKind.QUESTION, SignalKind.BUYING_SIGNAL, SignalKind.OBJECTION)
    }
    asks, objects = heard.get(SignalKind.QUESTION), heard.get(SignalKind.OBJECTION)
    for place, piece in enumerate(reading.pieces):
        if asks is not None and asks.confidence >= SURE and piece in asks.evidence.quote:
            yield place, asks
        elif heard and asked_in(piece) and not (objects and objects.confidence >= SURE):
            said = Evidence(turn.id, piece, turn.start_ms, turn.end_ms)
            yield place, Signal(SignalKind.QUESTION, ASKED_CONFIDENCE, said)


def _nearest(index: PlaybookIndex, question: str, row: Vectors) -> Match[Fact] | None:
    product = index.playbook.product.name
    weighed = (
        replace(each, similarity=each.similarity + WORDS_WORTH)
        if holds_what_is_asked(each.owner.text, question, product)
        else each
        for each in index.facts.nearest(row, len(index.facts.texts))
    )
    return max(weighed, key=lambda each: each.similarity, default=None)


def _tells_figure(fact: str, question: str) -> bool:
    """Whether the ``fact`` has the kind of figure that the ``question`` asks for, if any."""
    units = {each.unit for each in amounts(fact)}
    if _HOW_LONG.search(question):
        return bool(units & _OF_TIME)
    if _HOW_MUCH.search(question):
        return bool(units - _OF_TIME)
    return bool(units) or _HOW_MANY.search(question) is None


def _telling(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold().replace("’", "'"))) - _SAYS_NOTHING


def _same(word: str, other: str) -> bool:
    """Whether two words are forms of one."""
    if word == other:
        return True
    short, long = sorted((_stem(word), _stem(other)), key=len)
    return len(short) >= LEAST_STEM and long.startswith(short)


def _stem(word: str) -> str:
    return re.sub(r"(?:'s|ies|es|s|ed|ing|y|e)$", "", word)
