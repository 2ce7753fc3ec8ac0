"""Transcripts from elsewhere, as lines with a speaker and a time, for whoever plays one."""

from dataclasses import dataclass
from pathlib import Path

from salescoach.domain.audio import Speaker
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.speech.transcripts.lines import MAX_BYTES
from salescoach.speech.transcripts.read import invalid_transcript, read_transcript

SUFFIXES = frozenset({".json", ".vtt", ".srt", ".txt"})

_SALESPERSON = frozenset({"salesperson", "rep", "sales", "seller", "agent", "me", "host"})
_CUSTOMER = frozenset({"customer", "client", "prospect", "buyer", "caller", "lead", "guest"})


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """``name`` is the speaker as the file calls them, empty when it does not."""

    name: str
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int


def read_written(path: Path, salesperson: str | None = None) -> tuple[WrittenLine, ...]:
    """The lines of a transcript, in order.

    Who is who is told by the names: plain roles ("Customer", "Rep") are known; ``salesperson``
    names the one who sells, everybody else is then the customer. Any other name is ``unknown``.
    Raises ``NotFound`` (``file_not_found``) or ``InvalidInput`` (``invalid_transcript``).
    """
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", code="file_not_found")
    if path.stat().st_size > MAX_BYTES:
        raise _of(path, invalid_transcript("it is larger than 20 MB"))
    try:
        call = read_transcript(path.read_bytes())
    except InvalidInput as refused:
        raise _of(path, refused) from None
    if path.suffix.lower() in (".vtt", ".srt", ".json") and call.format == "text":
        raise _of(path, invalid_transcript("it does not have the form of its kind"))
    return tuple(
        WrittenLine(line.name, _role(line.name, salesperson), line.text, line.start_ms, line.end_ms)
        for line in call.lines
    )


def role_by_name(name: str) -> Speaker:
    """What a name that is a role says; any other is ``unknown``."""
    plain = name.strip().lower()
    if plain in _SALESPERSON:
        return Speaker.SALESPERSON
    return Speaker.CUSTOMER if plain in _CUSTOMER else Speaker.UNKNOWN


def _role(name: str, salesperson: str | None) -> Speaker:
    if salesperson is None:
        return role_by_name(name)
    same = name.strip().lower() == salesperson.strip().lower()
    return Speaker.SALESPERSON if same else Speaker.CUSTOMER


def _of(path: Path, refused: InvalidInput) -> InvalidInput:
    return InvalidInput(f"{path.name}: {refused.message}", code=refused.code)
