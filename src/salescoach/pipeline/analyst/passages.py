"""A call in parts that a language model can read, each at most so many tokens: every word of every
turn is in exactly one of them, whatever the lengths.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from salescoach.domain.turn import Turn
from salescoach.llm.tokens import estimate
from salescoach.pipeline.prompts import material
from salescoach.pipeline.review.words import clock

Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A turn, or one of several pieces of a turn that is longer than a part may be. ``number`` is
    the turn's place in the call, from 1; ``text`` is what may leave the machine of it."""

    number: int
    who: str
    at: str
    text: str

    @property
    def shown(self) -> str:
        return f'<turn n="{self.number}" who="{self.who}" at="{self.at}">{self.text}</turn>'

    @property
    def tokens(self) -> int:
        return estimate(self.shown) + 1


Passage = tuple[Line, ...]


def lines_of(
    turns: Iterable[Turn], mask: Mask, shown: Callable[[int], str] = clock
) -> tuple[Line, ...]:
    """``turns`` in their order; ``shown`` writes their moments."""
    return tuple(
        Line(number, turn.speaker.value, shown(turn.start_ms), material(mask(turn.text)))
        for number, turn in enumerate(turns, start=1)
    )


def passages(lines: Sequence[Line], most_tokens: int) -> tuple[Passage, ...]:
    """As few as will do, of about the same length."""
    pieces = [piece for line in lines for piece in _pieces(line, most_tokens)]
    if not pieces:
        return ()
    total = sum(piece.tokens for piece in pieces)
    wanted = -(-total // most_tokens)
    even = -(-total // wanted) + max(piece.tokens for piece in pieces)
    return tuple(_filled(pieces, min(most_tokens, even)))


def halves(passage: Passage) -> tuple[Passage, ...]:
    """Itself, when it is a single piece."""
    middle = len(passage) // 2
    return (passage[:middle], passage[middle:]) if middle else (passage,)


def _filled(pieces: Iterable[Line], most_tokens: int) -> Iterator[Passage]:
    held: list[Line] = []
    tokens = 0
    for piece in pieces:
        if held and tokens + piece.tokens > most_tokens:
            yield tuple(held)
            held, tokens = [], 0
        held.append(piece)
        tokens += piece.tokens
    if held:
        yield tuple(held)


def _pieces(line: Line, most_tokens: int) -> Iterator[Line]:
    """At its words where it has any, else anywhere."""
    while line.tokens > most_tokens and len(line.text) > 1:
        head = _head(line, most_tokens)
        yield _with(line, line.text[:head].rstrip())
        line = _with(line, line.text[head:].lstrip())
    yield line


def _head(line: Line, most_tokens: int) -> int:
    """So many characters of it fit, at least one."""
    low, high = 1, len(line.text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _with(line, line.text[:middle]).tokens <= most_tokens:
            low = middle
        else:
            high = middle - 1
    word = line.text.rfind(" ", 0, low + 1)
    return word if word > 0 else low


def _with(line: Line, text: str) -> Line:
    return Line(line.number, line.who, line.at, text)
