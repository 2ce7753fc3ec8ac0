"""What the name of a file tells: something to show, and perhaps when the call took place.

A name is shown and searched for a date. It is never opened and never becomes a path.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from salescoach.domain.events import DatedBy

LONGEST_NAME = 160
_NAMELESS = "recording"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_STAMP = re.compile(
    r"(?<!\d)(GMT|UTC)?(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])"
    r"[T _.-]{1,4}([01]\d|2[0-3])[-_.:h]?([0-5]\d)[-_.:m]?([0-5]\d)?(?!\d)"
)
"""As in ``GMT20260310-140211_Recording.m4a`` (Zoom) and ``2026-03-10 14.02.11 Fernbell``."""


def shown_name(given: str) -> str:
    """The last part of what was given, without what cannot be seen."""
    last = re.split(r"[/\\]", _UNSEEN.sub("", given))[-1]
    name = " ".join(unicodedata.normalize("NFC", last).split())
    if len(name) > LONGEST_NAME:
        stem, dot, suffix = name.rpartition(".")
        ending = dot + suffix if stem and len(suffix) <= 8 else ""
        name = name[: LONGEST_NAME - 1 - len(ending)] + "…" + ending
    return name if name.strip(".") else _NAMELESS


@dataclass(frozen=True, slots=True)
class Dated:
    at: datetime
    by: DatedBy


def when_it_was(
    name: str,
    told: datetime | None,
    modified_at: datetime | None,
    duration_ms: int | None,
    now: datetime,
) -> Dated | None:
    """When the call began: by a stamp in the name, by what the file says of itself, or counted
    back from when it was last written, for a recording is written until its end. None when nothing
    tells; never later than ``now``."""
    length = timedelta(milliseconds=duration_ms or 0)
    by_writing = None if modified_at is None else modified_at - length
    guesses: tuple[tuple[DatedBy, datetime | None], ...] = (
        ("name", _stamped(name)),
        ("file", told),
        ("modified", by_writing),
    )
    for by, moment in guesses:
        if moment is not None and moment <= now:
            return Dated(moment, by)
    return None


def _stamped(name: str) -> datetime | None:
    """Where the stamp names no zone it is the zone of this machine."""
    found = _STAMP.search(name)
    if found is None:
        return None
    zone, *parts = found.groups()
    year, month, day, hour, minute, second = (int(part or 0) for part in parts)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    if zone is None:
        moment = moment.replace(tzinfo=None).astimezone()
    return moment.astimezone(UTC)
