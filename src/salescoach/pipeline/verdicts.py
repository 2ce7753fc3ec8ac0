"""Heads and triggers weighed into verdicts: which labels a turn's words deserve, and how surely.

The playbook's triggers are the user's words and make their label likelier; the trained heads say
whether it is meant at all. Without heads a near trigger is all there is to go by.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from salescoach.pipeline.labels import NONE, OBJECTIONS, QUESTION, Label
from salescoach.pipeline.word_for_word import SAID_SIMILARITY, is_said

TRIGGER_SIMILARITY = 0.62
"""From here a clause counts as a trigger said in other words."""

TRIGGER_SLOPE = 12.0
"""How fast a trigger's confidence grows with similarity; 0.5 at ``TRIGGER_SIMILARITY``."""

BOOST_FROM, BOOST_SLOPE = 0.55, 9.0
"""A trigger at this similarity changes nothing; each tenth above makes its label 2.5 times as
likely."""

SAID_CONFIDENCE = 0.7
"""How sure a trigger said as it is written makes the reading, whatever the heads think."""

SIGNAL_THRESHOLD = 0.4
"""Below this confidence the coach says nothing."""

CLEAR_CLAUSE = 0.5
"""From here a clause is quoted for what its whole turn means."""

ONE_KIND = 0.8
"""Of an objection: with less for its likeliest kind it objects in several ways."""

TRIGGERED = "close to your trigger"
"""So begins the basis of what the playbook itself has words for, whatever they are."""

WHOLE = -1
"""In the place of a clause: the whole turn."""

_QUESTION_START = re.compile(
    r"^(?:and |so |but |well |okay |ok |yeah |um |uh )*"
    r"(?:who|what|when|where|why|how|which|is|are|am|was|were|do|does|did|can|could|will|would|"
    r"should|has|have)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Trigger:
    similarity: float
    line: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``piece`` is the clause it rests on, ``WHOLE`` for the whole turn. ``basis`` is empty when
    it rests on what the heads have learnt."""

    label: Label
    confidence: float
    piece: int
    basis: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the heads make of the clause at ``place``, ``WHOLE`` for the whole turn, how sure they
    have ``needed`` to be, and the triggers that are ``near``."""

    place: int
    needed: float
    shares: Mapping[Label, float]
    near: Mapping[Label, Trigger] = field(default_factory=dict)


def objects_in_several_ways(shares: Mapping[Label, float]) -> bool:
    kinds = [shares.get(label, 0.0) for label in OBJECTIONS]
    return sum(kinds) >= SIGNAL_THRESHOLD and max(kinds) < ONE_KIND * sum(kinds)


def within(whole: Mapping[Label, float], clause: Mapping[Label, float]) -> Mapping[Label, float]:
    """A clause tells which objection it is; how sure it is that there is one, the turn tells."""
    sure = sum(whole.get(label, 0.0) for label in OBJECTIONS)
    shares = {
        label: share * sure if label in OBJECTIONS else share for label, share in clause.items()
    }
    return {**shares, NONE: shares.get(NONE, 0.0) + 1 - sum(shares.values())}


def by_heads(
    judged: Sequence[Judged], triggers: Sequence[Mapping[Label, Trigger]]
) -> tuple[list[Verdict], float]:
    """What the heads say once triggers are weighed in: one that comes near makes its label
    likelier, alone it proves nothing. Also how probable it is that nothing is there."""
    whole, *parts = [_weighed(each, triggers) for each in judged]
    found = [verdict for part in parts for verdict in _verdicts(part)]
    for verdict in _verdicts(whole):
        # The words to quote are those of the clause that says it most clearly.
        clearest = max(parts, key=lambda part: part.shares[verdict.label], default=whole)
        clear = clearest.shares[verdict.label] >= CLEAR_CLAUSE
        found.append(replace(verdict, piece=clearest.place) if clear else verdict)
    nothing = min(part.shares.get(NONE, 0.0) for part in (whole, *parts))
    return found, nothing


def as_written(pieces: Sequence[str], triggers: Sequence[Mapping[Label, Trigger]]) -> list[Verdict]:
    """Triggers that were said as the user wrote them, the nearest of each clause."""
    found: list[Verdict] = []
    for place, (piece, nearest) in enumerate(zip(pieces, triggers, strict=True)):
        label = max(nearest, key=lambda each: nearest[each].similarity, default=NONE)
        if label != NONE and is_said(nearest[label].line, piece, nearest[label].similarity):
            basis = f"your trigger “{nearest[label].line}”, as you wrote it"
            found.append(Verdict(label, SAID_CONFIDENCE, place, basis))
    return found


def _weighed(judged: Judged, triggers: Sequence[Mapping[Label, Trigger]]) -> Judged:
    whole = judged.place == WHOLE
    near = _nearest_of_all(triggers) if whole else dict(triggers[judged.place])
    weighed = {
        label: share * _boost(near[label].similarity if label in near else 0.0)
        for label, share in judged.shares.items()
    }
    total = sum(weighed.values()) or 1.0
    shares = {label: weight / total for label, weight in weighed.items()}
    return replace(judged, shares=_as_said(shares, near), near=near)


def _as_said(shares: Mapping[Label, float], near: Mapping[Label, Trigger]) -> Mapping[Label, float]:
    """When a trigger was said in its own words, the user knows better than the heads which
    objection it is. Whether it is one at all is not for it to say: words that push back in one
    place answer a question in another."""
    said = max(near, key=lambda label: near[label].similarity, default=NONE)
    if said not in OBJECTIONS or near[said].similarity < SAID_SIMILARITY:
        return shares
    objection = sum(shares.get(label, 0.0) for label in OBJECTIONS)
    others = {label: share for label, share in shares.items() if label not in OBJECTIONS}
    if objection <= max(others.values(), default=0.0):
        return shares
    return {**shares, **dict.fromkeys(OBJECTIONS, 0.0), said: objection}


def _verdicts(judged: Judged) -> list[Verdict]:
    """What the words mean, if they mean anything. Objections count together until it is clear
    that it is one."""
    shares = judged.shares
    objection = sum(shares.get(label, 0.0) for label in OBJECTIONS)
    others = {label: share for label, share in shares.items() if label not in OBJECTIONS}
    label = max(others, key=lambda each: others[each])
    weight = others[label]
    if objection > weight:
        label = max(OBJECTIONS, key=lambda each: shares.get(each, 0.0))
        weight = objection
    if label == NONE or weight < judged.needed:
        return []
    trigger = judged.near.get(label)
    near = trigger is not None and trigger.similarity >= TRIGGER_SIMILARITY
    basis = f"{TRIGGERED} “{trigger.line}”" if trigger is not None and near else ""
    return [Verdict(label, shares[label], judged.place, basis)]


def _boost(similarity: float) -> float:
    return float(np.exp(BOOST_SLOPE * max(0.0, similarity - BOOST_FROM)))


def _nearest_of_all(
    triggers: Sequence[Mapping[Label, Trigger]],
) -> dict[Label, Trigger]:
    best: dict[Label, Trigger] = {}
    for nearest in triggers:
        for label, trigger in nearest.items():
            if label not in best or trigger.similarity > best[label].similarity:
                best[label] = trigger
    return best


def by_triggers(triggers: Sequence[Mapping[Label, Trigger]]) -> list[Verdict]:
    """Without heads a near trigger is all there is to go by."""
    found: list[Verdict] = []
    for place, nearest in enumerate(triggers):
        for label, trigger in nearest.items():
            confidence = _trigger_confidence(trigger.similarity)
            if confidence >= SIGNAL_THRESHOLD:
                basis = f"{TRIGGERED} “{trigger.line}”"
                found.append(Verdict(label, confidence, place, basis))
    return found


def _trigger_confidence(similarity: float) -> float:
    return float(1 / (1 + np.exp(-TRIGGER_SLOPE * (similarity - TRIGGER_SIMILARITY))))


def by_form(pieces: Sequence[str]) -> list[Verdict]:
    """Questions, told by their form."""
    found: list[Verdict] = []
    for place, piece in enumerate(pieces):
        if piece.rstrip().endswith("?"):
            found.append(Verdict(QUESTION, 0.85, place, "asked as a question"))
        elif _QUESTION_START.match(piece) and len(piece.split()) > 3:
            found.append(Verdict(QUESTION, 0.55, place, "begins like a question"))
    return found


def strongest_each(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """One verdict for each label: the most confident."""
    best: dict[Label, Verdict] = {}
    for verdict in verdicts:
        if verdict.label not in best or verdict.confidence > best[verdict.label].confidence:
            best[verdict.label] = verdict
    return sorted(best.values(), key=lambda verdict: -verdict.confidence)
