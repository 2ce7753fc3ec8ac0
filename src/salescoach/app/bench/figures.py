"""From what the calls saw to the figures of a benchmark."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from salescoach.app.bench.caller import Caller, Message
from salescoach.app.bench.conversation import FRAME_MS
from salescoach.app.bench.model_vendor import held_s as held_by_model
from salescoach.app.bench.speech_vendor import ENDPOINTING_MS, held_s

_PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Words:
    """Words on the page. ``own_ms``: what the product took of the time from sending the audio that
    made the vendor say them to their arrival."""

    is_final: bool
    own_ms: float


def words_of(caller: Caller) -> Iterator[Words]:
    """Each time a call showed words, the vendor's own time taken away."""
    seen: set[tuple[int, int, bool]] = set()
    for at, message in caller.messages():
        if message["type"] != "transcription" or message["confidence"] is None:
            continue
        key = (message["channel"], message["end_ms"], message["is_final"])
        if key in seen:
            continue
        seen.add(key)
        sent = _sent_at(caller, message)
        if sent is not None:
            own_s = at - sent - held_s(message["confidence"])
            yield Words(message["is_final"], own_s * 1000)


def _sent_at(caller: Caller, message: Message) -> float | None:
    """When the frame was sent whose end made the vendor say these words."""
    told_ms = message["end_ms"] + (ENDPOINTING_MS if message["is_final"] else 0)
    frame = math.ceil(told_ms / FRAME_MS) - 1
    sent = caller.sent[message["channel"]]
    # Later than the last frame: what the end of the call flushed was not waiting for audio.
    return sent[frame] if 0 <= frame < len(sent) else None


def model_cards_of(caller: Caller) -> Iterator[float]:
    """For each card that the model wrote, milliseconds from the arrival of the customer's finished
    words to that of the model's first sentence, the model's own time taken away."""
    finished: dict[str, float] = {}
    turn_of: dict[str, str] = {}
    first: dict[str, float] = {}
    for at, message in caller.messages():
        kind = message["type"]
        if kind == "transcription" and message["is_final"]:
            finished[message["turn_id"]] = at
        if kind == "suggestion":
            turn_of[message["id"]] = message["evidence"]["turn_id"]
        if kind not in ("suggestion", "suggestion_update") or message.get("source") == "local":
            continue
        first.setdefault(message["id"], at)
        own_s = held_by_model(message.get("model") or "")
        words_at = finished.get(turn_of.get(message["id"], ""))
        if own_s is not None and words_at is not None:
            yield (first[message["id"]] - words_at - own_s) * 1000


def embedded_words_of(caller: Caller) -> Iterator[Words]:
    """Each line of the embedded engine: from sending the frame that ended it to its arrival. What
    it takes to be sure that somebody stopped is part of that."""
    for at, message in caller.messages():
        if message["type"] != "transcription" or not message["is_final"]:
            continue
        frame = math.ceil(message["end_ms"] / FRAME_MS) - 1
        sent = caller.sent[message["channel"]]
        if 0 <= frame < len(sent):
            yield Words(True, (at - sent[frame]) * 1000)


def embedded_cards_of(caller: Caller) -> Iterator[float]:
    """For each card that came after the customer's words were finished, milliseconds from their
    arrival in the page to its own."""
    finished: dict[str, float] = {}
    for at, message in caller.messages():
        if message["type"] == "transcription" and message["is_final"]:
            finished.setdefault(message["turn_id"], at)
        if message["type"] == "suggestion" and not message["early"]:
            words_at = finished.get(message["evidence"]["turn_id"])
            if words_at is not None:
                yield (at - words_at) * 1000


def answered_ms(caller: Caller) -> Iterator[float]:
    """For each moment that was marked, milliseconds until the log had it and the page saw it."""
    for at, message in caller.messages():
        if message["type"] == "moment" and message["label"] in caller.marked:
            yield (at - caller.marked[message["label"]]) * 1000


def unacknowledged(caller: Caller) -> int:
    """Frames that were sent and never said to be safe."""
    safe = [-1, -1]
    for _, message in caller.messages():
        if message["type"] == "audio_ack":
            safe[message["channel"]] = max(safe[message["channel"]], message["seq"])
    return sum(len(sent) - 1 - last for sent, last in zip(caller.sent, safe, strict=True))


def percentiles(values: Iterable[float]) -> dict[str, float | None]:
    """``p50``, ``p95`` and ``p99``, each the smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return {f"p{each}": _percentile(ordered, each) for each in _PERCENTILES}


def _percentile(ordered: Sequence[float], percent: int) -> float | None:
    if not ordered:
        return None
    return round(ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)], 1)
