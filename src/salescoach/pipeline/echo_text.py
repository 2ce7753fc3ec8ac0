"""The second look for echo: a salesperson's line that only repeats what the customer is saying.

Sound is judged first (``echo.py``). This catches what slipped through, and only while an echo path
is known to exist and the two lines were spoken at the same time: a salesperson may well repeat a
customer's words, but after them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn

LIKENESS = 78.0
"""How alike, 0-100, the line and the best stretch of the customer's words have to be."""

SLACK_MS = 500
"""Engines place the same sound a little differently on each channel."""

LEAST_OVERLAP = 0.6
"""Share of the salesperson's line during which the customer spoke."""

KEPT_MS = 30_000

LEAST_WORDS = 3
"""Fewer words are alike by chance."""

_WORD = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True, slots=True)
class _Heard:
    text: str
    start_ms: int
    end_ms: int


class EchoedText:
    def __init__(self) -> None:
        self._customer: dict[str, _Heard] = {}

    def note_customer(self, line_id: str, text: str, start_ms: int, end_ms: int) -> None:
        """What the customer's own channel holds; a later text of a line replaces the earlier."""
        self._customer[line_id] = _Heard(_normal(text), start_ms, end_ms)
        for known in [k for k, v in self._customer.items() if end_ms - v.end_ms > KEPT_MS]:
            del self._customer[known]

    def restore(self, turns: Iterable[Turn]) -> None:
        """Takes up what the log says the customer said."""
        for turn in turns:
            if turn.speaker is Speaker.CUSTOMER:
                self.note_customer(f"log:{turn.id}", turn.text, turn.start_ms, turn.end_ms)

    def repeats_customer(self, text: str, start_ms: int, end_ms: int) -> bool:
        """Whether a salesperson's line is the customer's own, heard at the same time."""
        own = _normal(text)
        if not own:
            return False
        together = [
            heard
            for heard in self._customer.values()
            if _overlap(heard, start_ms, end_ms) >= LEAST_OVERLAP
        ]
        # Lines of one breath may be cut differently on the two channels.
        joined = " ".join(heard.text for heard in together)
        if not joined or len(joined) < len(own) // 2:
            return False
        return fuzz.partial_ratio(own, joined) >= LIKENESS


def is_echo_of(turn: Turn, text: str, start_ms: int, end_ms: int) -> bool:
    """Whether ``text`` is what ``turn`` says, heard at the same time."""
    own, known = _normal(text), _normal(turn.text)
    if len(own.split()) < LEAST_WORDS or len(known) < len(own) // 2:
        return False
    heard = _Heard(known, turn.start_ms, turn.end_ms)
    together = _overlap(heard, start_ms, end_ms) >= LEAST_OVERLAP
    return together and fuzz.partial_ratio(own, known) >= LIKENESS


def _normal(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _overlap(heard: _Heard, start_ms: int, end_ms: int) -> float:
    shared = min(heard.end_ms + SLACK_MS, end_ms) - max(heard.start_ms - SLACK_MS, start_ms)
    return shared / max(1, end_ms - start_ms)
