"""How the salesperson is talking, counted from the turns alone.

Each figure is defined here and nowhere else. Speaking time is the time from a turn's first word to
its last.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn

PACE_WINDOW_MS = 60_000
"""Pace is that of the last minute in which the salesperson spoke."""

MIN_PACE_SPEECH_MS = 5_000
"""Below this a pace says nothing."""

SILENCE_ENDS_MONOLOGUE_MS = 10_000
"""Somebody who was silent for so long, or off the record, did not talk through it."""

_SENTENCE = re.compile(r"([^.!?]+)([.!?]?)")
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class TalkMetrics:
    """``talk_ratio``: the salesperson's share of the speaking time, 0-1. ``longest_monologue_ms``:
    the longest the salesperson spoke without the customer. ``questions``: the salesperson's."""

    talk_ratio: float | None
    longest_monologue_ms: int
    current_monologue_ms: int
    questions: int
    pace_wpm: int | None
    speaking_ms: int


def count_questions(text: str) -> int:
    return sum(1 for said, mark in _SENTENCE.findall(text) if mark == "?" and _WORD.search(said))


def count_words(text: str) -> int:
    return len(_WORD.findall(text))


def measure(turns: Sequence[Turn]) -> TalkMetrics:
    """The metrics of a call from its committed turns, in any order."""
    ordered = sorted((turn for turn in turns if turn.text), key=lambda turn: turn.start_ms)
    own = [turn for turn in ordered if turn.speaker is Speaker.SALESPERSON]
    own_ms = _speaking_ms(own)
    all_ms = own_ms + _speaking_ms(t for t in ordered if t.speaker is Speaker.CUSTOMER)
    monologues = _monologues(ordered)
    ends_with_own = bool(ordered) and ordered[-1].speaker is Speaker.SALESPERSON
    return TalkMetrics(
        talk_ratio=round(own_ms / all_ms, 3) if all_ms else None,
        longest_monologue_ms=max(monologues, default=0),
        current_monologue_ms=monologues[-1] if ends_with_own and monologues else 0,
        questions=sum(count_questions(turn.text) for turn in own),
        pace_wpm=_pace(own),
        speaking_ms=all_ms,
    )


def _speaking_ms(turns: Iterable[Turn]) -> int:
    return sum(turn.end_ms - turn.start_ms for turn in turns)


def _monologues(ordered: Sequence[Turn]) -> list[int]:
    """Lengths of the salesperson's unbroken stretches."""
    lengths: list[int] = []
    start: int | None = None
    end = 0
    for turn in ordered:
        if turn.speaker is Speaker.SALESPERSON:
            if start is None or turn.start_ms - end > SILENCE_ENDS_MONOLOGUE_MS:
                start, end = turn.start_ms, turn.end_ms
                lengths.append(0)
            end = max(end, turn.end_ms)
            lengths[-1] = end - start
        elif turn.speaker is Speaker.CUSTOMER:
            start = None
    return lengths


def _pace(own: Sequence[Turn]) -> int | None:
    spoken_ms = words = 0
    for turn in reversed(own):
        spoken_ms += turn.end_ms - turn.start_ms
        words += count_words(turn.text)
        if spoken_ms >= PACE_WINDOW_MS:
            break
    if spoken_ms < MIN_PACE_SPEECH_MS:
        return None
    return round(words * 60_000 / spoken_ms)
