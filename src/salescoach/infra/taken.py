"""What comes in from outside: the base of every body and message that the edge takes.

One place cleans all text of what nobody types and a screen, a log, a spreadsheet or a terminal may
obey: control characters, marks that turn the direction of writing, halves of characters.
"""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MOST_VERSIONS = 1_000_000
VersionNumber = Annotated[int, Field(ge=1, le=MOST_VERSIONS)]

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNTYPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)


def cleaned(value: Any) -> Any:
    """``value`` with clean texts, in lists and mappings too. Tabs and line ends stay."""
    if isinstance(value, str):
        return _UNTYPED.sub("", _LINE_ENDS.sub("\n", value))
    if isinstance(value, dict):
        return {cleaned(key): cleaned(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(each) for each in value]
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
        return cleaned(sent)
