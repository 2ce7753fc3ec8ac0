"""Transcripts that are plain text: names before what is said, with or without times, on the same
line or on a line of their own above it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from salescoach.domain.events import Timing
from salescoach.speech.transcripts.lines import (
    NAMED,
    NamedLine,
    NotThisForm,
    WrittenCall,
    in_turn,
    with_ends,
)

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_NAME = r"[^\s:\[\]()\d][^:\[\]()\n]{0,59}?"
_BEFORE = re.compile(rf"^\s*[\[(]?({_TIME})[\])]?\s*[-–|]?\s*({_NAME})\s*:\s+(\S.*)$")
"""``[00:12] Dana: text``."""
_BETWEEN = re.compile(rf"^\s*({_NAME})\s*[\[(]\s*({_TIME})\s*[\])]\s*:?\s*(\S.*)?$")
"""``Dana (00:12): text``, or without the text."""
_ABOVE = re.compile(
    rf"^\s*(?:\[([^\]\n]{{1,60}})\]|({_NAME}))\s+({_TIME})(?:\s*(?:-->|[-–])\s*{_TIME})?\s*$"
)
"""``Dana Reed  0:12`` or ``[Dana Reed] 10:02:33`` above what is said."""
_ABOVE_LATER = re.compile(rf"^\s*({_TIME})(?:\s*(?:-->|[-–])\s*{_TIME})?\s*[-–|]?\s*({_NAME})\s*$")
"""``0:12 | Dana Reed`` above what is said."""

_CLOCK_FROM_MS = 30 * 60_000
"""Nobody says the first words of a call so late: then the times are those of a clock."""


@dataclass(slots=True)
class _Said:
    name: str
    at_ms: int | None
    words: list[str] = field(default_factory=list)


def read_plain_text(text: str) -> WrittenCall:
    """Raises ``NotThisForm``. Lines before the first name belong to nobody."""
    said = [each for each in _said(text.splitlines()) if any(each.words)]
    if not said:
        raise NotThisForm
    if any(each.at_ms is not None for each in said):
        known = sum(each.at_ms is not None for each in said) * 2 > len(said)
        timing: Timing = "starts" if known else "none"
        return WrittenCall("text", tuple(_by_their_times(said)), timing=timing)
    lines = in_turn([NamedLine(each.name, " ".join(each.words), 0, 0) for each in said])
    return WrittenCall("text", tuple(lines), timing="none")


def _said(lines: Iterable[str]) -> Iterator[_Said]:
    current: _Said | None = None
    above = False
    for raw in lines:
        # A long stretch of spaces could be read in more ways than there is time for.
        line = " ".join(raw.split())
        if not line:
            continue
        opened = _opened(line)
        if opened is not None:
            if current is not None:
                yield current
            current, above = opened, not opened.words
        elif current is not None and (above or current.name):
            current.words.append(line)
        else:
            if current is not None:
                yield current
            current = _Said("", None, [line])
    if current is not None:
        yield current


def _opened(line: str) -> _Said | None:
    """What begins with this line, when a name says that something does."""
    if found := _BEFORE.match(line):
        return _Said(found[2], _ms(found[1]), [found[3]])
    if found := _BETWEEN.match(line):
        return _Said(found[1].strip(), _ms(found[2]), [found[3]] if found[3] else [])
    if found := _ABOVE.match(line):
        return _Said(found[1] or found[2], _ms(found[3]))
    if found := _ABOVE_LATER.match(line):
        return _Said(found[2], _ms(found[1]))
    if found := NAMED.match(line):
        return _Said(found[1], None, [found[2]])
    return None


def _by_their_times(said: list[_Said]) -> Iterator[NamedLine]:
    at_ms = 0
    lines: list[NamedLine] = []
    for each in said:
        at_ms = each.at_ms if each.at_ms is not None else at_ms + 1
        lines.append(NamedLine(each.name, " ".join(each.words), at_ms, at_ms))
    first_ms = min(line.start_ms for line in lines)
    zero_ms = first_ms if first_ms >= _CLOCK_FROM_MS else 0
    for line in with_ends(lines):
        yield NamedLine(line.name, line.text, line.start_ms - zero_ms, line.end_ms - zero_ms)


def _ms(time: str) -> int:
    whole, _, fraction = time.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3] or 0)
