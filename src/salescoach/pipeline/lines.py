"""A turn taken apart into the clauses that can mean something by themselves.

People ramble: one clause of a long turn objects, the rest is story. Judging clause by clause finds
it, and gives the words to quote.
"""

import itertools
import re

from salescoach.pipeline.metrics import count_words

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_GAP = r"(?:,|(?<!\s))\s++"
"""A comma with the space behind it, or space from where it begins: no gap is looked at twice."""
_CLAUSE_START = re.compile(
    rf"{_GAP}(?=(?:but|because|although|though|however|unless|except|so|and then|and i|and we)\b)",
    re.IGNORECASE,
)
_CONTRAST = re.compile(rf"{_GAP}(?=(?:but|though|although|however)\b)", re.IGNORECASE)
_TURNING = re.compile(r"(?:but|though|although|however)\b", re.IGNORECASE)
LONG_SENTENCE_WORDS = 14
"""A sentence up to this length is judged whole, unless it turns with a "but"."""

JUDGED_WORDS = 45
"""Of a longer turn only the end is judged, from a clause's beginning."""

MIN_CLAUSE_WORDS = 3
"""A shorter piece belongs to the clause before it."""


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a turn in order, each a verbatim piece of ``text``."""
    found: list[tuple[int, int]] = []
    for start, end in _spans(text, _SENTENCE_END, 0, len(text)):
        is_long = count_words(text[start:end]) > LONG_SENTENCE_WORDS
        pieces: list[tuple[int, int]] = []
        for piece in _spans(text, _CLAUSE_START if is_long else _CONTRAST, start, end):
            if pieces and count_words(text[slice(*piece)]) < MIN_CLAUSE_WORDS:
                pieces[-1] = (pieces[-1][0], piece[1])
            else:
                pieces.append(piece)
        found.extend(pieces)
    return tuple(text[start:end] for start, end in found)


def latest_clauses(text: str) -> tuple[str, tuple[str, ...]]:
    """The end of a turn that is judged, and its clauses. What a long turn said earlier was judged
    when it was said."""
    pieces = clauses(text) or (text,)
    words = 0
    for count, piece in enumerate(reversed(pieces), start=1):
        words += len(piece.split())
        if words >= JUDGED_WORDS:
            pieces = pieces[-count:]
            break
    at = len(text)
    for piece in reversed(pieces):
        at = text.rfind(piece, 0, at)
    return text[at:], pieces


def is_turning(clause: str) -> bool:
    """Whether the clause takes back or limits what stands before it."""
    return _TURNING.match(clause) is not None


def _spans(text: str, border: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    """What lies between the borders, without surrounding space and empty pieces."""
    cuts = [(start, start)]
    cuts += [match.span() for match in border.finditer(text, start, end)]
    cuts += [(end, end)]
    spans: list[tuple[int, int]] = []
    for (_, piece_start), (piece_end, _) in itertools.pairwise(cuts):
        piece = text[piece_start:piece_end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append((piece_start + lead, piece_start + len(piece.rstrip())))
    return spans
