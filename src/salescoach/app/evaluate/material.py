"""Labelled material out of files: utterances and whole calls.

A file may hold one JSON object, a list of them or one a line, of either shape. Somebody wrote the
labels by hand, so every refusal names the file and the line and says the mend.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.kit.errors import InvalidInput
from salescoach.pipeline.labels import BUYING_SIGNAL, NONE, OBJECTIONS, QUESTION
from salescoach.rooms.live.rehearsal import SpokenLine
from salescoach.speech.transcripts.lines import PAUSE_MS, WORDS_PER_SECOND

SIGNALS = ("objection", BUYING_SIGNAL, QUESTION, NONE)
LABELS = (*OBJECTIONS, BUYING_SIGNAL, QUESTION, NONE)
"""The eleven classes: eight kinds of objection and what is none."""

MAX_BYTES = 100_000_000

SignalName = Literal["objection", "buying_signal", "question", "none"]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Shape = TypeVar("_Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LabelledUtterance:
    """``context``: the lines before, oldest first. ``label`` is one of ``LABELS``; ``also_ok``
    are the labels that a careful reader could defend as well."""

    id: str
    context: tuple[tuple[Speaker, str], ...]
    text: str
    label: str
    also_ok: frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """``stages`` has one for each line, None where it is not labelled. ``objections`` maps lines
    to kinds of objection, ``buying_signals`` holds lines; lines count from 0. ``objectives``: each
    one reached, by id, with the lines that show it, None where nobody labelled them.
    ``labels_cards`` is False where only objectives are labelled."""

    id: str
    lines: tuple[SpokenLine, ...]
    stages: tuple[Stage | None, ...]
    objections: tuple[tuple[int, ObjectionType], ...]
    buying_signals: tuple[int, ...]
    objectives: tuple[tuple[str, tuple[int, ...]], ...] | None = None
    labels_cards: bool = True


@dataclass(frozen=True, slots=True)
class Material:
    utterances: tuple[LabelledUtterance, ...]
    calls: tuple[LabelledCall, ...]


class _Line(BaseModel):
    speaker: Speaker
    text: str


class _Utterance(BaseModel):
    id: str | int
    context: list[_Line] = []
    text: _Text
    signal: SignalName
    objection_type: ObjectionType | None = None
    also_ok: list[str] = []

    @field_validator("also_ok")
    @classmethod
    def _known(cls, labels: list[str]) -> list[str]:
        for label in labels:
            if label not in LABELS and label != "objection":
                raise ValueError(f"knows no label {label!r}: use one of {', '.join(LABELS)}")
        return labels

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if (self.signal == "objection") != (self.objection_type is not None):
            raise ValueError("objection_type belongs to an objection, and only to it")
        return self

    def to_domain(self) -> LabelledUtterance:
        kind = self.objection_type
        accepted = {label for each in self.also_ok for label in _meant(each)}
        return LabelledUtterance(
            str(self.id),
            tuple((line.speaker, line.text) for line in self.context),
            self.text,
            f"objection:{kind.value}" if kind else self.signal,
            frozenset(accepted),
        )


class _Turn(BaseModel):
    speaker: Speaker
    text: str
    start: float | None = Field(default=None, ge=0)
    end: float | None = Field(default=None, ge=0)


class _Objection(BaseModel):
    turn: int = Field(ge=0)
    type: ObjectionType


class _Objective(BaseModel):
    id: str
    turns: list[int] = Field(min_length=1)


class _Labels(BaseModel):
    stages: list[Stage | None] = []
    objections: list[_Objection] = []
    buying_signals: list[int] = []
    objectives: list[_Objective] | None = None


class _Call(BaseModel):
    id: str | int
    turns: list[_Turn] = Field(min_length=1)
    labels: _Labels

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        count = len(self.turns)
        if self.labels.stages and len(self.labels.stages) != count:
            raise ValueError(f"labels.stages has {len(self.labels.stages)} for {count} turns")
        named = [each.turn for each in self.labels.objections] + self.labels.buying_signals
        named += [turn for each in self.labels.objectives or () for turn in each.turns]
        outside = next((turn for turn in named if not 0 <= turn < count), None)
        if outside is not None:
            raise ValueError(f"labels name turn {outside}, but turns count from 0 to {count - 1}")
        return self

    def to_domain(self) -> LabelledCall:
        labels = self.labels
        objectives = labels.objectives
        return LabelledCall(
            str(self.id),
            _timed(self.turns),
            tuple(labels.stages) or (None,) * len(self.turns),
            tuple((each.turn, each.type) for each in labels.objections),
            tuple(labels.buying_signals),
            None
            if objectives is None
            else tuple((o.id, tuple(sorted(o.turns))) for o in objectives),
            labels.model_fields_set != {"objectives"},
        )


def read_material(files: Sequence[Path]) -> Material:
    """Raises ``InvalidInput`` (``invalid_evaluation_file``)."""
    utterances: dict[str, LabelledUtterance] = {}
    calls: list[LabelledCall] = []
    for file in files:
        for line, value in _values(file):
            if isinstance(value, dict) and "turns" in value:
                calls.append(_checked(_Call, value, file, line).to_domain())
                continue
            found = _checked(_Utterance, value, file, line).to_domain()
            if found.id in utterances:
                raise _invalid(file, line, f"the id {found.id!r} is used before: give it another")
            utterances[found.id] = found
    if not utterances and not calls:
        raise InvalidInput(
            "There is nothing labelled in these files.", code="invalid_evaluation_file"
        )
    return Material(tuple(utterances.values()), tuple(calls))


def json_values(text: str) -> Iterator[tuple[int, Any]]:
    """Each value of a file and the line it begins at, counted from 1: those of a list, or one
    after another. Raises ``json.JSONDecodeError``."""
    decoder = json.JSONDecoder()
    separators = " \t\r\n"
    at = _skip(text, 0, separators)
    is_list = text[at : at + 1] == "["
    if is_list:
        at, separators = at + 1, separators + ","
    while True:
        at = _skip(text, at, separators)
        if at == len(text) and not is_list:
            return
        if is_list and text[at : at + 1] == "]":
            return
        start = at
        value, at = decoder.raw_decode(text, at)
        yield text.count("\n", 0, start) + 1, value


def _skip(text: str, at: int, what: str) -> int:
    while at < len(text) and text[at] in what:
        at += 1
    return at


def _values(file: Path) -> Iterator[tuple[int, Any]]:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InvalidInput(f"{file} is larger than 100 MB.", code="invalid_evaluation_file")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidInput(
            f"{file} cannot be read: {reason}.", code="invalid_evaluation_file"
        ) from None
    except UnicodeDecodeError:
        raise InvalidInput(
            f"{file} is not UTF-8 text: save it as UTF-8.", code="invalid_evaluation_file"
        ) from None
    try:
        yield from json_values(text)
    except json.JSONDecodeError as error:
        why = f"this is not JSON ({error.msg}, column {error.colno})"
        raise _invalid(file, error.lineno, why) from None


def _checked(shape: type[_Shape], value: Any, file: Path, line: int) -> _Shape:
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise _invalid(file, line, f"{place + ': ' if place else ''}{why}") from None


def _invalid(file: Path, line: int, why: str) -> InvalidInput:
    return InvalidInput(f"{file}, line {line}: {why}", code="invalid_evaluation_file")


def _meant(label: str) -> tuple[str, ...]:
    return OBJECTIONS if label == "objection" else (label,)


def _timed(turns: Sequence[_Turn]) -> tuple[SpokenLine, ...]:
    """A turn without times begins after the one before and takes as long as people take."""
    lines: list[SpokenLine] = []
    now = 0
    for turn in turns:
        start = now if turn.start is None else round(turn.start * 1000)
        lasts = round(len(turn.text.split()) / WORDS_PER_SECOND * 1000)
        end = start + lasts if turn.end is None else round(turn.end * 1000)
        lines.append(SpokenLine(turn.speaker, turn.text, start, max(start + 1, end)))
        now = lines[-1].end_ms + PAUSE_MS
    return tuple(lines)
