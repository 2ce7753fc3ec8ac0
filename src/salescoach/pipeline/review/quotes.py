"""A claim is worth its words: what is not in the transcript is refused here, whoever wrote it.

The embedded review and one that a language model wrote pass the same gate.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from salescoach.domain.review import Review
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn

Item = TypeVar("Item")

LONGEST_QUOTE = 140
_TRAILING = ",;: "

_QUOTED = re.compile("“([^“”]*)”")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def brief(text: str) -> str:
    """The first sentences of ``text``, so many as are read at a glance; at least some words."""
    kept = ""
    for sentence in sentences(text):
        if kept and len(kept) + len(sentence) >= LONGEST_QUOTE:
            break
        kept = f"{kept} {sentence}".strip()
    if len(kept) > LONGEST_QUOTE:
        kept = kept[:LONGEST_QUOTE].rsplit(" ", 1)[0]
    # The recogniser ends a line with a comma where its speaker was cut off or went on later.
    return kept.rstrip(_TRAILING)


def sentences(text: str) -> list[str]:
    return _SENTENCE_END.split(text.strip())


def quoted(text: str) -> str:
    """``text`` in quotation marks, cut to what is read at a glance."""
    words = brief(text)
    return f"“{words}”" if _plain(words) == _plain(text.rstrip(_TRAILING)) else f"“{words}…”"


def in_its_sentence(quote: str, text: str) -> str:
    """``quote`` with the rest of its sentence in ``text``, where that is read at a glance."""
    at = text.find(quote)
    if at < 0:
        return quote
    starts = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() <= at]
    whole = text[starts[-1] if starts else 0 : at + len(quote)]
    return whole if len(whole) <= LONGEST_QUOTE else quote


def is_verbatim(evidence: Evidence, turns: Mapping[str, Turn]) -> bool:
    """Whether the quote stands, word for word, in the turn it names. Only the width of white
    space is forgiven."""
    turn = turns.get(evidence.turn_id)
    quote = _plain(evidence.quote)
    return turn is not None and bool(quote) and quote in _plain(turn.text)


def refuse_invented(review: Review, turns: Iterable[Turn], written: Iterable[str] = ()) -> Review:
    """``review`` without the items that rest on words nobody said. ``written``: lines of the
    playbook, which a text may quote as well. Quotes end where the words do."""
    known = {turn.id: turn for turn in turns}
    lines = [*(_plain(turn.text) for turn in known.values()), *map(_plain, written)]

    def stands(texts: Iterable[str], evidence: Iterable[Evidence]) -> bool:
        return all(is_verbatim(each, known) for each in evidence) and all(
            any(words in line for line in lines) for text in texts for words in _quotes_in(text)
        )

    def kept(items: Iterable[Item], parts: Callable[[Item], Iterable[object]]) -> list[Item]:
        found = []
        for item in items:
            told = list(parts(item))
            texts = [part for part in told if isinstance(part, str)]
            if stands(texts, (part for part in told if isinstance(part, Evidence))):
                found.append(item)
        return found

    outcome = review.outcome_evidence
    standing = replace(
        review,
        outcome_evidence=outcome if outcome and is_verbatim(outcome, known) else None,
        summary=tuple(kept(review.summary, lambda each: (each.text, each.evidence))),
        what_worked=tuple(
            kept(review.what_worked, lambda each: (each.text, each.why, each.evidence))
        ),
        missed=tuple(
            kept(review.missed, lambda each: (each.opportunity, each.what_to_do, each.evidence))
        ),
        tips=tuple(kept(review.tips, lambda each: (each.tip, each.why, each.evidence))),
        insights=tuple(kept(review.insights, lambda each: (each.text, each.evidence))),
        objections=tuple(
            kept(review.objections, lambda each: (each.text, each.evidence, each.answer))
        ),
        next_steps=tuple(kept(review.next_steps, lambda each: (each.what, each.evidence))),
        parts=tuple(
            replace(part, evidence=tuple(e for e in part.evidence if is_verbatim(e, known)))
            for part in review.parts
        ),
        figures=tuple(
            replace(
                figure,
                moments=tuple(m for m in figure.moments if is_verbatim(m.evidence, known)),
            )
            for figure in review.figures
        ),
    )
    shown: Review = _as_shown(standing)
    return shown


def _as_shown(value: Any) -> Any:
    """The same, every evidence in it without the comma that the recogniser ended a line with."""
    if isinstance(value, Evidence):
        return replace(value, quote=value.quote.rstrip(_TRAILING) or value.quote)
    if isinstance(value, tuple):
        return tuple(map(_as_shown, value))
    if is_dataclass(value) and not isinstance(value, type):
        inner = {field.name: _as_shown(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **inner)
    return value


def _quotes_in(text: str) -> Iterator[str]:
    for words in _QUOTED.findall(text):
        plain = _plain(words.removesuffix("…"))
        if plain:
            yield plain


def _plain(text: str) -> str:
    return " ".join(text.split())
