"""What comes in from outside: the base of every body and message that the edge takes.

One place cleans all text of what nobody types and a screen, a log, a spreadsheet or a terminal may
obey: control characters, marks that turn the direction of writing, halves of characters. It also
stops at more parts than anything has that is sent here: each may become a complaint of its own.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

MOST_VERSIONS = 1_000_000
VersionNumber = Annotated[int, Field(ge=1, le=MOST_VERSIONS)]

MOST_PARTS = 50_000
"""Texts, numbers, lists and mappings in one body; the largest playbook has fewer."""

MOST_UNKNOWN = 100
"""Fields beyond those that are known, before they are no longer named one by one."""

_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _of_our_times(moment: datetime) -> datetime:
    if not _FIRST <= moment <= _LAST:
        raise ValueError(f"is not between {_FIRST.year} and {_LAST.year}")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_times)]
"""With its offset from UTC, and such that what is reckoned from it is a date, too."""

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNTYPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)


def cleaned(value: Any) -> Any:
    """``value`` with clean texts, in lists and mappings too. Tabs and line ends stay. Raises
    ``ValueError`` for more than ``MOST_PARTS``."""
    return _cleaned(value, iter(range(MOST_PARTS)))


def _cleaned(value: Any, left: Iterator[int]) -> Any:
    if next(left, None) is None:
        raise ValueError(f"has more than {MOST_PARTS:,} parts")
    if isinstance(value, str):
        return _UNTYPED.sub("", _LINE_ENDS.sub("\n", value))
    if isinstance(value, dict):
        return {_cleaned(key, left): _cleaned(each, left) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(each, left) for each in value]
    return value


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


OneLine = BeforeValidator(_one_line)
"""For a name or a title: whatever separates its words becomes a space."""


class Taken(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, sent: Any) -> Any:
        if isinstance(sent, dict) and len(sent) > len(cls.model_fields) + MOST_UNKNOWN:
            raise ValueError("has too many fields that are not known")
        return cleaned(sent)
