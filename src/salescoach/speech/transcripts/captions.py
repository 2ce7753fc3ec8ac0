"""WebVTT and SRT, as players, Zoom and Teams write them.

Zoom puts ``Name: text`` into a cue, Teams a ``<v Name>`` span, and either may hold more than one
speaker.
"""

import re
from collections.abc import Iterable, Iterator

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Caption, Timestamp

from salescoach.domain.missing import tells_of_missing
from salescoach.speech.transcripts.lines import NAMED, NamedLine, NotThisForm, WrittenCall

_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,200})>")
_TAG = re.compile(r"<[^>]{0,200}>")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": ""}
_ENTITY = re.compile("|".join(_ENTITIES))
_ARROW = re.compile(r"^[^\S\n]*\d{1,2}:\d{2}(?::\d{2})?[.,]\d{1,3}\s*-->", re.MULTILINE)
_TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?!\d)")
_BROKEN_TIMING = re.compile(r"(?=.*\d:\d).*-->")


def read_captions(text: str) -> WrittenCall:
    """Raises ``NotThisForm``."""
    is_vtt = text.lstrip().startswith("WEBVTT")
    if not is_vtt and _ARROW.search(text) is None:
        raise NotThisForm
    form = "vtt" if is_vtt else "srt"
    try:
        parsed = webvtt.from_buffer(_timed(text.strip().splitlines(), form), format=form)
        lines = [line for caption in parsed.captions for line in _lines(caption)]
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        raise NotThisForm from error
    return WrittenCall(form, tuple(lines))


def _timed(lines: Iterable[str], form: str) -> Iterator[str]:
    """Times in full, as the parser wants them: hours, seconds below 60, the form's own point. A
    time that cannot be read costs no words: they follow the cue before."""
    point = "." if form == "vtt" else ","
    before = _in_full(point, "0", "0", "0", "0")
    for line in lines:
        timing = _TIMING.match(line)
        if timing is not None:
            begins, before = (_in_full(point, *timing.groups("0")[at : at + 4]) for at in (0, 4))
            yield f"{begins} --> {before}{line[timing.end() :]}"
        elif _BROKEN_TIMING.match(line):
            yield f"{before} --> {before}"
        else:
            yield line


def _in_full(point: str, hours: str, minutes: str, seconds: str, fraction: str) -> str:
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{clock}{point}{fraction:0<3}"


def _lines(caption: Caption) -> Iterator[NamedLine]:
    start_ms = _ms(caption.start_time)
    end_ms = max(start_ms, _ms(caption.end_time))
    spoken = [(name, text) for name, text in _spoken(caption.raw_text) if _is_said(name, text)]
    each_ms = max(1, end_ms - start_ms) // max(1, len(spoken))
    for place, (name, text) in enumerate(spoken):
        begins = start_ms + place * each_ms
        ends = end_ms if place == len(spoken) - 1 else begins + each_ms
        yield NamedLine(name, text, begins, ends)


def _is_said(name: str, text: str) -> bool:
    # An export of ours tells in a cue of its own what is missing.
    return bool(name) or not tells_of_missing(text)


def _spoken(raw: str) -> Iterator[tuple[str, str]]:
    """Who says what in a cue, in order."""
    before, *voiced = _VOICE.split(raw)
    if not voiced:
        yield from _by_name(raw)
        return
    if before.strip():
        yield "", _words(before)
    for name, text in zip(voiced[::2], voiced[1::2], strict=True):
        yield _words(name), _words(text)


def _by_name(raw: str) -> Iterator[tuple[str, str]]:
    """A cue whose lines may begin with names; a line without one goes on with the last."""
    name, said = "", list[str]()
    for line in raw.splitlines():
        words = _words(line)
        named = NAMED.match(words)
        if named is None:
            said.append(words)
            continue
        if any(said):
            yield name, " ".join(said).strip()
        name, said = named[1], [named[2]]
    if any(said):
        yield name, " ".join(said).strip()


def _words(raw: str) -> str:
    return " ".join(_ENTITY.sub(lambda found: _ENTITIES[found[0]], _TAG.sub("", raw)).split())


def _ms(time: Timestamp) -> int:
    seconds = time.hours * 3600 + time.minutes * 60 + time.seconds
    return int(seconds * 1000 + time.milliseconds)
