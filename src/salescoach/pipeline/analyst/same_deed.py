"""Which of the model's steps tell of a deed that was counted already. The rest of the counted
stays, so that a promise is neither lost nor told twice.

Words and lines decide. A day alone proves nothing: several things are promised for a Friday.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from salescoach.domain.review import NextStep

MOSTLY = 0.5
"""More of the shorter deed's words than this make it the same in other words."""
NEAR = 2
"""Turns between a request and the yes to it."""
_STEM = 5
_WORD = re.compile(r"[a-z0-9']{3,}")
_SMALL = frozenset(
    [
        "and",
        "the",
        "you",
        "your",
        "with",
        "for",
        "them",
        "they",
        "that",
        "this",
        "our",
        "over",
        "out",
    ]
)
_VAGUE = re.compile(r"\b(?:it|that|this|them|something)\b", re.IGNORECASE)


def with_counted(
    written: Sequence[NextStep], counted: Sequence[NextStep], place: Mapping[str, int]
) -> tuple[NextStep, ...]:
    """``written`` by the model, with the day of what was counted where it names none, and all else
    that was counted; by their moments. ``place``: of each turn in the call."""
    pairs = sorted(
        (
            (-likeness, at, against)
            for at, step in enumerate(written)
            for against, known in enumerate(counted)
            if (likeness := _likeness(step, known, place))
        ),
    )
    found, told = list(written), set[int]()
    matched = set[int]()
    for _, at, against in pairs:
        if at in matched or against in told:
            continue
        matched.add(at)
        told.add(against)
        if found[at].due is None:
            known = counted[against]
            found[at] = replace(found[at], due=known.due, due_on=known.due_on)
    left = [known for against, known in enumerate(counted) if against not in told]
    return tuple(sorted((*found, *left), key=lambda each: each.evidence.start_ms))


def _likeness(step: NextStep, known: NextStep, place: Mapping[str, int]) -> float:
    """0 when they are two deeds; the surer, the higher."""
    one, other = _words(step.what), _words(known.what)
    shared = len(one & other) / min(len(one), len(other)) if one and other else 0.0
    same_day = step.due_on == known.due_on
    days_agree = same_day or step.due is None or known.due is None
    apart = abs(place[step.evidence.turn_id] - place[known.evidence.turn_id])
    same_words = not apart and _overlap(step.evidence.quote, known.evidence.quote)
    same_side = step.owner is known.owner or step.shared or known.shared
    means_it = apart <= NEAR and same_side and _VAGUE.search(known.what) is not None
    if not days_agree and not (same_words and shared > MOSTLY):
        return 0.0
    if shared > MOSTLY or same_words or (not apart and shared) or means_it:
        return 1 + 4 * shared + 2 * same_words + (not apart) + same_day
    return 0.0


def _words(what: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(what.casefold()) if word not in _SMALL}


def _overlap(one: str, other: str) -> bool:
    one, other = one.strip(" .,;:!?").casefold(), other.strip(" .,;:!?").casefold()
    return one in other or other in one
