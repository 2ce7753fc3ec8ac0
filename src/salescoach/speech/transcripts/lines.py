"""What every reader of transcripts hands out, and what all of them are bound by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from salescoach.domain.events import Timing
from salescoach.kit.long_words import broken

MAX_BYTES = 20_000_000
MAX_LINES = 50_000
LONGEST_LINE = 20_000
LONGEST_NAME = 80
LATEST_MS = 24 * 3_600_000

WORDS_PER_SECOND = 2.7
PAUSE_MS = 400
"""Lines without times are set at the pace people speak, so that what rests on time still has
some."""

NAMED = re.compile(r"^\s*([^:\n]{1,60}?)\s*:\s+(\S.*)$")
"""A line like ``Dana: too expensive``."""

_NAME_GOES_ON = re.compile(r"^([^\W\d_][^\s:]*(?: [^\W\d_][^\s:]*){0,3}):\s+\S")

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


FASTEST_WORDS_PER_SECOND = 8.0
"""Nobody says so much: ends that say so are none."""


class NotThisForm(Exception):
    """The content is of another form than the reader knows; with what is wrong, where that can be
    told."""


@dataclass(frozen=True, slots=True)
class NamedLine:
    """``name`` is the speaker as the file calls them, empty when it does not. Times from the
    beginning of the call, in milliseconds."""

    name: str
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """``format``: ``vtt``, ``srt``, ``text``, ``deepgram``, ``assemblyai``, ``whisper`` or
    ``turns``. ``began_at`` as far as the file tells. ``timing``: which times are the file's."""

    format: str
    lines: tuple[NamedLine, ...]
    began_at: datetime | None = None
    timing: Timing = "full"


def plain(text: str) -> str:
    """One line, without characters that cannot be seen."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def spoken_ms(text: str) -> int:
    """How long it takes to say, at the usual pace."""
    return max(1, round(len(text.split()) / WORDS_PER_SECOND * 1000))


def cleaned(lines: Sequence[NamedLine]) -> tuple[NamedLine, ...]:
    """Those with words, in the order they began. Raises ``NotThisForm`` for what no call has."""
    kept: list[NamedLine] = []
    for line in lines:
        text, name = broken(plain(line.text)), plain(line.name)[:LONGEST_NAME].strip()
        if not text:
            continue
        if len(text) > LONGEST_LINE:
            raise NotThisForm(f"somebody says more than {LONGEST_LINE:,} characters at once")
        if not 0 <= line.start_ms <= LATEST_MS:
            raise NotThisForm("a line of it begins before the call, or a day after")
        end_ms = min(max(line.start_ms + 1, line.end_ms), LATEST_MS + 1)
        kept.append(NamedLine(name, text, line.start_ms, end_ms))
    if len(kept) > MAX_LINES:
        raise NotThisForm(f"it has more than {MAX_LINES:,} lines")
    return tuple(sorted(kept, key=lambda line: line.start_ms))


def in_full(lines: Sequence[NamedLine]) -> list[NamedLine]:
    """Lines whose names have a colon in them, as ``Dr: Anna Reed`` has: what follows it stands
    before all that they say, and again and again."""
    said: dict[str, list[re.Match[str] | None]] = {}
    for line in lines:
        said.setdefault(line.name, []).append(_NAME_GOES_ON.match(line.text))
    longer = {
        name
        for name, found in said.items()
        if name and all(found) and 2 * len({each[1] for each in found if each}) <= len(found)
    }
    return [_in_full(line) if line.name in longer else line for line in lines]


def _in_full(line: NamedLine) -> NamedLine:
    rest, text = line.text.split(":", 1)
    return replace(line, name=f"{line.name}: {rest}", text=text.strip())


def with_ends(lines: Sequence[NamedLine]) -> list[NamedLine]:
    """Lines of which only the beginnings are known: each lasts as long as it takes to say, and no
    longer than until the next one begins."""
    ordered = sorted(lines, key=lambda line: line.start_ms)
    ends = [
        min(this.start_ms + spoken_ms(this.text), max(after.start_ms, this.start_ms + 1))
        for this, after in pairwise(ordered)
    ]
    ends += [line.start_ms + spoken_ms(line.text) for line in ordered[-1:]]
    return [replace(line, end_ms=end) for line, end in zip(ordered, ends, strict=True)]


def in_turn(lines: Sequence[NamedLine]) -> list[NamedLine]:
    """Lines of which no time is known, one after the other."""
    at_ms = 0
    placed: list[NamedLine] = []
    for line in lines:
        end_ms = at_ms + spoken_ms(line.text)
        placed.append(replace(line, start_ms=at_ms, end_ms=end_ms))
        at_ms = end_ms + PAUSE_MS
    return placed


def timing_of(lines: Sequence[NamedLine]) -> Timing:
    """What times that stand in a file are worth: many write zeros, or one time for everything."""
    if len({line.start_ms for line in lines}) * 2 <= len(lines) and len(lines) > 1:
        return "none"
    words = [(len(line.text.split()), line.end_ms - line.start_ms) for line in lines]
    hurried = sum(said * 1000 > lasts * FASTEST_WORDS_PER_SECOND for said, lasts in words)
    return "starts" if hurried * 2 > len(lines) else "full"
