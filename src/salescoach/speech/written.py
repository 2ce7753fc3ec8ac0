"""Transcripts from elsewhere, as lines with a speaker and a time: json, vtt, srt and plain text.

A plain text has no times; they are set at the pace people speak, so that what rests on time still
has some.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import webvtt
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

from salescoach.domain.audio import Speaker
from salescoach.kit.errors import InvalidInput, NotFound

SUFFIXES = frozenset({".json", ".vtt", ".srt", ".txt"})
WORDS_PER_SECOND = 2.7
PAUSE_MS = 400
MAX_BYTES = 20_000_000

_SALESPERSON = frozenset({"salesperson", "rep", "sales", "seller", "agent", "me", "host"})
_CUSTOMER = frozenset({"customer", "client", "prospect", "buyer", "caller", "lead", "guest"})
_NAMED = re.compile(r"^\s*([^:\n]{1,60}?)\s*:\s+(\S.*)$")


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """``name`` is the speaker as the file calls them, empty when it does not."""

    name: str
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int


class _Turn(BaseModel):
    speaker: str = ""
    text: str
    start: float = Field(ge=0)
    end: float = Field(ge=0)


class _Call(BaseModel):
    turns: list[_Turn] = Field(min_length=1)


_json = TypeAdapter(_Call)


def read_written(path: Path, salesperson: str | None = None) -> tuple[WrittenLine, ...]:
    """The lines of a transcript, in order.

    Who is who is told by the names: plain roles ("Customer", "Rep") are known; ``salesperson``
    names the one who sells, everybody else is then the customer. Any other name is ``unknown``.
    Raises ``NotFound`` (``file_not_found``) or ``InvalidInput`` (``invalid_transcript``).
    """
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", code="file_not_found")
    if path.stat().st_size > MAX_BYTES:
        raise _invalid(path, "it is larger than 20 MB")
    try:
        raw = list(_READERS[path.suffix.lower()](path))
    except (ValidationError, MalformedFileError, MalformedCaptionError, UnicodeDecodeError):
        raise _invalid(path, "it does not have the form of its kind") from None
    lines = tuple(
        WrittenLine(name, _role(name, salesperson), text, start, max(start + 1, end))
        for name, text, start, end in raw
        if text
    )
    if not lines:
        raise _invalid(path, "nothing is said in it")
    return lines


_Raw = tuple[str, str, int, int]


def _from_json(path: Path) -> Iterator[_Raw]:
    for turn in _json.validate_json(path.read_bytes()).turns:
        yield turn.speaker, turn.text.strip(), round(turn.start * 1000), round(turn.end * 1000)


def _from_captions(path: Path) -> Iterator[_Raw]:
    read = webvtt.from_srt if path.suffix.lower() == ".srt" else webvtt.read
    for caption in read(str(path), encoding="utf-8-sig").captions:
        text = " ".join(caption.text.split())
        name = caption.voice or ""
        named = _NAMED.match(text)
        if not name and named is not None:
            name, text = named[1], named[2]
        yield name, text, _ms(caption.start_time), _ms(caption.end_time)


def _from_text(path: Path) -> Iterator[_Raw]:
    at = 0
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        named = _NAMED.match(line)
        name, text = (named[1], named[2].strip()) if named is not None else ("", line.strip())
        if not text:
            continue
        end = at + round(len(text.split()) / WORDS_PER_SECOND * 1000)
        yield name, text, at, end
        at = end + PAUSE_MS


_READERS = {
    ".json": _from_json,
    ".vtt": _from_captions,
    ".srt": _from_captions,
    ".txt": _from_text,
}


def _ms(time: Timestamp) -> int:
    seconds = time.hours * 3600 + time.minutes * 60 + time.seconds
    return int(seconds * 1000 + time.milliseconds)


def _role(name: str, salesperson: str | None) -> Speaker:
    plain = name.strip().lower()
    if salesperson is not None:
        return Speaker.SALESPERSON if plain == salesperson.strip().lower() else Speaker.CUSTOMER
    if plain in _SALESPERSON:
        return Speaker.SALESPERSON
    return Speaker.CUSTOMER if plain in _CUSTOMER else Speaker.UNKNOWN


def _invalid(path: Path, why: str) -> InvalidInput:
    return InvalidInput(
        f"{path.name} cannot be read as a transcript: {why}. A json file has turns with speaker, "
        "text, start and end in seconds; a txt file has lines like 'Customer: text'.",
        code="invalid_transcript",
    )
