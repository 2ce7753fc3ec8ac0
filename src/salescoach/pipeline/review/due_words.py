"""How the moment a next step is due is written: the day, and the hour where one was said.

A day comes from a calendar and is written as its reader expects days; of the hour only the words
are known, so they follow the day as they were said.
"""

import re
from collections.abc import Callable
from datetime import date

from salescoach.pipeline.due_dates import due_in

_BARE_HOUR = re.compile(
    r"\d|(?:half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon)\b",
    re.IGNORECASE,
)


def hour_of(due: str | None) -> str:
    """The time of day in the words ``due``, as it stands after a day ("at four", "by noon"); empty
    when none was said."""
    hour = next((each.hour for each in due_in(due or "", None) if each.hour), "")
    return f"at {hour}" if _BARE_HOUR.match(hour) else hour


def due_text(due: str | None, due_on: date | None, day: Callable[[date], str]) -> str:
    """``due_on`` as ``day`` writes it, with the hour of the words ``due``; the words themselves
    where they name no day. Empty when nothing was said of a time."""
    if due_on is None:
        return due or ""
    return ", ".join(filter(None, (day(due_on), hour_of(due))))
