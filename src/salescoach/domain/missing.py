"""What a call's transcript lacks, in the words of every file that leaves: the same as the page's
(``gapText`` in ``ui/words.ts``), in brackets, for nobody said them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from salescoach.domain.events import CallEvent, Gap, GapReason
from salescoach.domain.turn import Turn
from salescoach.kit.durations import spelled

LEAST_MS = 1_000
"""Less is not told."""
WORDS: dict[GapReason, str] = {
    "paused": "off the record",
    "lost": "of sound lost",
    "disconnected": "without a connection",
    "disk_full": "not kept: the disk is full",
}
_TOLD = re.compile(rf"\[\d+ (?:s|min|h)(?: \d+ (?:s|min))? (?:{'|'.join(WORDS.values())})\]")


@dataclass(frozen=True, slots=True)
class Missing:
    """From ``start_ms`` to ``end_ms`` of call time."""

    start_ms: int
    end_ms: int
    reason: GapReason

    @property
    def text(self) -> str:
        """As in "[10 s of sound lost]"."""
        return f"[{spelled(self.end_ms - self.start_ms)} {WORDS[self.reason]}]"


def missing_of(events: Iterable[CallEvent]) -> list[Missing]:
    """In the order they begin. What both channels lack at the same time is told once."""
    latest: dict[GapReason, Missing] = {}
    found: list[Missing] = []
    gaps = (event for event in events if isinstance(event, Gap))
    for gap in sorted(gaps, key=lambda each: each.start_ms):
        before = latest.get(gap.reason)
        if before is not None and gap.start_ms <= before.end_ms:
            latest[gap.reason] = replace(before, end_ms=max(before.end_ms, gap.end_ms))
            continue
        if before is not None:
            found.append(before)
        latest[gap.reason] = Missing(gap.start_ms, gap.end_ms, gap.reason)
    told = (each for each in (*found, *latest.values()) if each.end_ms - each.start_ms >= LEAST_MS)
    return sorted(told, key=lambda each: each.start_ms)


def beside(turns: Iterable[Turn], missing: Iterable[Missing]) -> list[Turn | Missing]:
    """Both in the order they begin."""
    pieces: list[Turn | Missing] = [*missing, *turns]
    return sorted(pieces, key=lambda each: each.start_ms)


def tells_of_missing(text: str) -> bool:
    """Whether these are the words of a file about what is missing, and nobody's."""
    return _TOLD.fullmatch(text) is not None
