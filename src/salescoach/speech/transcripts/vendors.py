"""What speech services and tools write as JSON: Deepgram, AssemblyAI, Whisper, and plain turns.

Only what is needed is read; the rest may be as it likes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from salescoach.speech.transcripts.lines import NamedLine, NotThisForm, WrittenCall

_BREAK_MS = 1_000
"""Words of one speaker that are further apart are two lines."""

Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
Millis = Annotated[int, Field(ge=0, le=86_400_000)]


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Word(_Lenient):
    word: str = ""
    punctuated_word: str | None = None
    text: str = ""
    start: float
    end: float
    speaker: int | str | None = None

    @property
    def spelled(self) -> str:
        return self.punctuated_word or self.word or self.text


class _DeepgramUtterance(_Lenient):
    start: Seconds
    end: Seconds
    transcript: str
    speaker: int | None = None
    channel: int = 0


class _Alternative(_Lenient):
    transcript: str = ""
    words: list[_Word] = []


class _DeepgramChannel(_Lenient):
    alternatives: list[_Alternative] = Field(min_length=1)


class _Results(_Lenient):
    channels: list[_DeepgramChannel] = Field(min_length=1)
    utterances: list[_DeepgramUtterance] = []


class _Deepgram(_Lenient):
    results: _Results


class _AssemblyUtterance(_Lenient):
    speaker: str | None = None
    start: Millis
    end: Millis
    text: str


class _Assembly(_Lenient):
    """Either list may be missing or null; one has to be there."""

    audio_duration: float | None
    utterances: list[_AssemblyUtterance] | None = None
    words: list[_Word] | None = None


class _WhisperSegment(_Lenient):
    start: Seconds
    end: Seconds
    text: str
    speaker: str | None = None


class _Whisper(_Lenient):
    segments: list[_WhisperSegment] = Field(min_length=1)


class _Turn(_Lenient):
    speaker: str = ""
    text: str
    start: Seconds
    end: Seconds


class _Turns(_Lenient):
    turns: list[_Turn] = Field(min_length=1)


def read_vendor_json(content: bytes) -> WrittenCall:
    """Raises ``NotThisForm``."""
    for read in (_deepgram, _assembly, _whisper, _turns):
        try:
            return read(content)
        except ValidationError:
            continue
    raise NotThisForm


def _deepgram(content: bytes) -> WrittenCall:
    results = _Deepgram.model_validate_json(content).results
    several = len(results.channels) > 1
    lines: Iterable[NamedLine]
    if results.utterances:
        lines = (
            NamedLine(_voice(each, several), each.transcript, _ms(each.start), _ms(each.end))
            for each in results.utterances
        )
    else:
        lines = (
            line
            for number, channel in enumerate(results.channels)
            for line in _of_channel(number if several else None, channel)
        )
    return WrittenCall("deepgram", tuple(lines))


def _voice(utterance: _DeepgramUtterance, several: bool) -> str:
    return f"Channel {utterance.channel + 1}" if several else _speaker(utterance.speaker)


def _of_channel(number: int | None, channel: _DeepgramChannel) -> Iterator[NamedLine]:
    """``number`` is set where each side has a channel of its own."""

    def name_of(word: _Word) -> str:
        return _speaker(word.speaker) if number is None else f"Channel {number + 1}"

    return _from_words(channel.alternatives[0].words, name_of, 1000)


def _assembly(content: bytes) -> WrittenCall:
    written = _Assembly.model_validate_json(content)
    if written.utterances:
        lines = [
            NamedLine(_speaker(each.speaker), each.text, each.start, each.end)
            for each in written.utterances
        ]
    else:
        lines = list(_from_words(written.words or [], lambda word: _speaker(word.speaker), 1))
    if not lines:
        raise NotThisForm
    return WrittenCall("assemblyai", tuple(lines))


def _whisper(content: bytes) -> WrittenCall:
    segments = _Whisper.model_validate_json(content).segments
    return WrittenCall(
        "whisper",
        tuple(NamedLine(s.speaker or "", s.text, _ms(s.start), _ms(s.end)) for s in segments),
    )


def _turns(content: bytes) -> WrittenCall:
    turns = _Turns.model_validate_json(content).turns
    return WrittenCall(
        "turns",
        tuple(NamedLine(t.speaker, t.text, _ms(t.start), _ms(t.end)) for t in turns),
    )


def _from_words(
    words: Sequence[_Word], name_of: Callable[[_Word], str], unit_ms: int
) -> Iterator[NamedLine]:
    """Words of one speaker that follow each other are a line. ``unit_ms``: what a time counts."""
    number = 0
    labelled: list[tuple[int, _Word]] = []
    for before, word in zip([None, *words], words, strict=False):
        if before is not None and (
            before.speaker != word.speaker
            or (word.start - before.end) * unit_ms > _BREAK_MS
            or before.spelled.endswith((".", "?", "!"))
        ):
            number += 1
        labelled.append((number, word))
    for _, group in groupby(labelled, key=lambda each: each[0]):
        said = [word for _, word in group]
        yield NamedLine(
            name_of(said[0]),
            " ".join(word.spelled for word in said),
            round(said[0].start * unit_ms),
            round(said[-1].end * unit_ms),
        )


def _speaker(number: int | str | None) -> str:
    return "" if number is None else f"Speaker {number}"


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
