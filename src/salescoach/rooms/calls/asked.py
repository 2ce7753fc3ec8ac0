"""What somebody typed into the search, as words to be found.

Whatever is typed is words: no character has a meaning of its own but the quotation mark, and what
holds no letter and no figure asks for nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

from salescoach.rooms.calls.spellings import spellings

MAX_CHARS = 300
MAX_WORDS = 12
_LONG_ENOUGH = 4
_KEY_LENGTH = 160

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PARTS = re.compile(r'"([^"]*)("|$)|([^\s"]+)')
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word, or several that stand together. ``spellings`` are its ways to be written, each in
    small letters and without accents; ``begins``: longer words that begin so will do as well."""

    spellings: tuple[str, ...]
    begins: bool


def wanted(text: str) -> tuple[Wanted, ...]:
    """Every one of them has to be found. A word is met by longer ones that begin with it when it
    has four letters or is the last and still being typed; what stands in quotation marks is taken
    as it is. A single letter says too little and is left out."""
    text = text.encode(errors="ignore").decode().translate(_QUOTES)[:MAX_CHARS]
    found: dict[Wanted, None] = {}
    for part in _PARTS.finditer(text):
        quoted, closed, bare = part.group(1), part.group(2) == '"', part.group(3)
        words = _folded(quoted if bare is None else bare)
        if not words or (bare is not None and len(words) == 1 and _too_little(words[0])):
            continue
        typing = part.end() == len(text) and not closed
        begins = typing or (bare is not None and len(words[-1]) >= _LONG_ENOUGH)
        ways = spellings(words[0]) if bare is not None and len(words) == 1 else (" ".join(words),)
        found[Wanted(ways, begins)] = None
    return tuple(found)[:MAX_WORDS]


def customer_key(*names: str | None) -> str:
    """The words of a customer's name and company between spaces, to be found and sorted by; empty
    without any."""
    words = " ".join(_folded(" ".join(filter(None, names))))[:_KEY_LENGTH].strip()
    return f" {words} " if words else ""


def _folded(text: str) -> list[str]:
    return _WORDS.findall("".join(map(_base, unicodedata.normalize("NFC", text).lower())))


def _base(letter: str) -> str:
    """Latin letters lose their accents, and only they: as in the index."""
    first = unicodedata.normalize("NFD", letter)[0]
    return first if first.isascii() else letter


def _too_little(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()
