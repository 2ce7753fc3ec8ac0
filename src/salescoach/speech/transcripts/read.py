"""Transcripts of whatever origin as lines with a name and a time; what a file is shows in its
content, whatever it is called."""

from collections.abc import Callable
from dataclasses import replace

from pydantic_core import from_json

from salescoach.domain.events import Timing
from salescoach.kit.errors import InvalidInput
from salescoach.speech.transcripts.captions import read_captions
from salescoach.speech.transcripts.lines import (
    MAX_BYTES,
    NotThisForm,
    WrittenCall,
    cleaned,
    in_full,
    in_turn,
    plain,
    timing_of,
    with_ends,
)
from salescoach.speech.transcripts.plain_text import read_plain_text
from salescoach.speech.transcripts.vendors import read_vendor_json

_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


def read_transcript(content: bytes) -> WrittenCall:
    """Raises ``InvalidInput`` (``invalid_transcript``), which says why."""
    if len(content) > MAX_BYTES:
        raise invalid_transcript("it is larger than 20 MB")
    text = _text(content)
    if not text.strip():
        raise invalid_transcript("nothing is said in it")
    read = _reader(text)
    try:
        call = read(text)
        if read is _captions_or_text:
            call = replace(call, lines=tuple(in_full(call.lines)))
        lines = cleaned(call.lines)
    except NotThisForm as other:
        why = str(other) or "it does not have the form of its kind"
        raise invalid_transcript(why) from None
    if not lines:
        raise invalid_transcript("nothing is said in it")
    timing = _least(call.timing, timing_of(lines))
    if timing == "none":
        # In the order of the file: whoever sorts by times that are none shuffles the call.
        lines = cleaned(in_turn([line for line in call.lines if plain(line.text)]))
    elif timing == "starts":
        lines = cleaned(with_ends(lines))
    return WrittenCall(call.format, lines, call.began_at, timing)


def _least(one: Timing, other: Timing) -> Timing:
    order: tuple[Timing, ...] = ("none", "starts", "full")
    return min(one, other, key=order.index)


def _reader(text: str) -> Callable[[str], WrittenCall]:
    if text.lstrip()[:1] in ("{", "["):
        # A line like "[Dana] 0:12" opens with a bracket too.
        return _json_or_text
    return _captions_or_text


def _json_or_text(text: str) -> WrittenCall:
    try:
        return read_vendor_json(text.encode())
    except NotThisForm:
        if text.lstrip().startswith("{") or _is_json(text):
            raise
        return _captions_or_text(text)


def _is_json(text: str) -> bool:
    try:
        from_json(text)
    except ValueError:
        return False
    return True


def _captions_or_text(text: str) -> WrittenCall:
    try:
        return read_captions(text)
    except NotThisForm:
        if text.lstrip().startswith("WEBVTT") or "-->" in text:
            raise
        return read_plain_text(text)


def _text(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding)
    return _decoded(content, "utf-8")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = _western(content)
    if "\x00" in text:
        raise invalid_transcript("it is no text")
    # Old Macs end lines by a return alone.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _western(content: bytes) -> str:
    """Older Windows programs write so. Bytes that mean nothing there are no text."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise invalid_transcript("it is no text") from None


def invalid_transcript(why: str) -> InvalidInput:
    return InvalidInput(
        f"This cannot be read as a transcript: {why}. Give captions (VTT, SRT), the JSON of "
        "Deepgram, AssemblyAI or Whisper, turns with speaker, text, start and end in seconds, or "
        "lines like 'Customer: text'.",
        code="invalid_transcript",
    )
