"""A playbook as a file may hold it: the shapes and bounds of user input.

The field names are those of ``domain.playbook``, so a valid file converts without a mapping.
What goes beyond shapes (unique ids, slots, which drawer a signal opens) is in ``rules``.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
)

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import ObjectionType, SignalKind, Stage

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _printable(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("holds a control character: remove it")
    return value


_ONE_LINE = BeforeValidator(_one_line)
_PRINTABLE = AfterValidator(_printable)

# The bounds come first: a validator before them would hide that they bound a text.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100), _ONE_LINE, _PRINTABLE]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400), _ONE_LINE, _PRINTABLE]
Paragraph = Annotated[str, StringConstraints(max_length=1000), _ONE_LINE, _PRINTABLE]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactFile(Part):
    id: Id
    text: Line
    asks: list[Line] = Field(default=[], max_length=50)


class ProductFile(Part):
    name: Name
    pitch: Line
    price: Name
    facts: list[FactFile] = Field(default=[], max_length=200)
    ideal_customer: Paragraph = ""


class CompetitorFile(Part):
    name: Name
    say: Line
    also_called: list[Name] = Field(default=[], max_length=50)


class TermFile(Part):
    term: Name
    sounds_like: list[Name] = Field(default=[], max_length=50)


class ScriptFile(Part):
    id: Id
    name: Name
    text: Line
    when_to_use: Line
    triggers: list[Line] = Field(default=[], max_length=100)


class CategoryFile(Part):
    id: Id
    name: Name
    scripts: list[ScriptFile] = Field(min_length=1, max_length=50)
    signal: Literal[SignalKind.OBJECTION, SignalKind.BUYING_SIGNAL] | None = None
    objection_type: ObjectionType | None = None


class ObjectiveFile(Part):
    id: Id
    stage: Stage
    text: Line
    done_when: list[Line] = Field(min_length=1, max_length=100)
    said_by: Literal[Speaker.SALESPERSON, Speaker.CUSTOMER] | None = None
    asks: list[Line] = Field(default=[], max_length=50)


class QuestionFile(Part):
    question: Line
    alternatives: list[Line] = Field(default=[], max_length=20)
    when_to_use: Line
    stage: Stage = Stage.DISCOVERY


class StageFile(Part):
    stage: Stage
    direction: Line
    why: Line
    sounds_like: list[Line] = Field(min_length=1, max_length=100)
    talking_points: list[Line] = Field(default=[], max_length=30)


class PlaybookFile(Part):
    id: Id
    name: Name
    version: int = Field(default=1, ge=1, le=1_000_000)
    product: ProductFile
    categories: list[CategoryFile] = Field(min_length=1, max_length=50)
    objectives: list[ObjectiveFile] = Field(default=[], max_length=100)
    questions: list[QuestionFile] = Field(default=[], max_length=200)
    stages: list[StageFile]
    competitors: list[CompetitorFile] = Field(default=[], max_length=100)
    vocabulary: list[TermFile] = Field(default=[], max_length=500)
    never_say: list[Line] = Field(default=[], max_length=100)

    def to_domain(self) -> Playbook:
        return _playbook.validate_python(self.model_dump())


KEYS = sorted({key for part in Part.__subclasses__() for key in part.model_fields})
"""Every key a playbook may use anywhere, for suggesting the one that was meant."""

_playbook = TypeAdapter(Playbook)
