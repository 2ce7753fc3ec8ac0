"""The promises of a call, each kept once.

The same promise repeated is one; one that grows with its turn replaces itself; one whose sentence
went on to mean something else is taken back.
"""

import re
from collections.abc import Mapping, Sequence

from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import Commitment, Signal
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder

SAME_DEED = 0.7
"""From this similarity on two deeds of one person are the same."""


async def promise_changes(
    turn: Turn,
    judged: str,
    signals: Sequence[Signal],
    known: Mapping[str, SignalHeard],
    embedder: Embedder,
) -> list[SignalHeard]:
    """What has to be said about the promises of a call after ``turn`` was read. ``judged`` is the
    part of it that was looked at, ``known`` what stands so far by id."""
    found = [signal for signal in signals if signal.commitment is not None]
    of_turn = {key: event for key, event in known.items() if event.evidence.turn_id == turn.id}
    if not found and not of_turn:
        return []
    changes: list[SignalHeard] = []
    met: set[str] = set()
    number = _highest(known)
    for signal in found:
        promise = signal.commitment
        assert promise is not None
        free = {key: event for key, event in known.items() if key not in met}
        key = await _same(promise, free, embedder) or _grown(signal, free, turn)
        if key is None:
            number += 1
            key = f"p{number}"
        met.add(key)
        before = known.get(key)
        if before is None or _says_more(signal, before, turn):
            changes.append(_event(signal, promise, key))
    for key, event in of_turn.items():
        if key not in met and event.evidence.quote.rstrip(" .,!?") in judged:
            changes.append(_withdrawal(event))
    return changes


async def _same(
    promise: Commitment, known: Mapping[str, SignalHeard], embedder: Embedder
) -> str | None:
    """The id of the promise that this one repeats."""
    alike = {
        key: event.commitment.what
        for key, event in known.items()
        if event.commitment is not None
        and event.commitment.who is promise.who
        and _times_agree(event.commitment, promise)
    }
    if not alike:
        return None
    rows = await embedder.embed([_gist(promise.what), *map(_gist, alike.values())])
    best, key = max((float(row @ rows[0]), key) for row, key in zip(rows[1:], alike, strict=True))
    if best >= SAME_DEED:
        return key
    if _gist(promise.what) in ("send it", "send"):
        # "I'll send it" is about what was promised last.
        return next((k for k in reversed(alike) if _gist(alike[k]).startswith("send ")), None)
    return None


_HANDS_OVER = re.compile(
    r"^(?:get|send|email|mail|forward|share|shoot|fire|ping|flick|drop|have|put|give|text|bring)\b"
)
_RINGS = re.compile(r"^(?:ring|phone|buzz|give a (?:call|ring|bell|buzz))\b")
_SMALL = re.compile(r"\b(?:the|a|an|that|this|your|my|our|you|them|over|across|back) ?")


def _gist(what: str) -> str:
    """The deed without what people vary when they repeat it."""
    return _SMALL.sub("", _RINGS.sub("call", _HANDS_OVER.sub("send", what.lower()))).strip()


def _grown(signal: Signal, known: Mapping[str, SignalHeard], turn: Turn) -> str | None:
    """The id of the promise whose words, in this turn, went on."""
    for key, event in known.items():
        begun = event.evidence.quote.rstrip(" .,!?")
        if event.evidence.turn_id == turn.id and signal.evidence.quote.startswith(begun):
            return key
    return None


def _times_agree(one: Commitment, other: Commitment) -> bool:
    """Two calls on two days are two promises."""
    if one.due is None or other.due is None:
        return True
    if one.due_on is not None and other.due_on is not None:
        return one.due_on == other.due_on
    return one.due.lower() == other.due.lower()


def _says_more(signal: Signal, before: SignalHeard, turn: Turn) -> bool:
    promise, known = signal.commitment, before.commitment
    assert promise is not None
    assert known is not None
    if before.evidence.turn_id == turn.id:
        return (promise.what, promise.due) != (known.what, known.due)
    return promise.due is not None and known.due is None


def _event(signal: Signal, promise: Commitment, key: str) -> SignalHeard:
    return SignalHeard(
        kind=signal.kind,
        confidence=signal.confidence,
        evidence=signal.evidence,
        basis=signal.basis,
        commitment=Commitment(promise.who, promise.what, promise.due, promise.due_on, key),
    )


def _withdrawal(event: SignalHeard) -> SignalHeard:
    return SignalHeard(
        kind=event.kind,
        confidence=event.confidence,
        evidence=event.evidence,
        basis=event.basis,
        commitment=event.commitment,
        withdrawn=True,
    )


def _highest(known: Mapping[str, SignalHeard]) -> int:
    return max((int(key.removeprefix("p")) for key in known), default=0)
