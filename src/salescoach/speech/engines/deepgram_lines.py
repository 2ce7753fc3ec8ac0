"""What both of Deepgram's dialects have in common: a stream's words as lines of one channel.

Pure: messages in, transcripts out. A connection may be replaced, also in mid-line, so its times
count from where in the channel's audio it began.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from salescoach.domain.transcript import Transcript, Word
from salescoach.speech.vocabulary import Mender


class Lines(Protocol):
    """One channel's lines. ``heard_ms`` counts from the channel's first sample, and so does
    ``settled_ms``: words before it will not change, so a new connection has to hear what comes
    after it."""

    heard_ms: int
    settled_ms: int

    @property
    def unfinished(self) -> bool:
        """Whether a line has begun and has no final yet."""
        ...

    def begin(self, at_ms: int) -> None:
        """A new connection, whose first sample lies there in the channel's audio."""
        ...

    def take(self, message: object) -> Iterator[Transcript]: ...

    def end(self) -> Iterator[Transcript]:
        """Nothing more comes: what is unfinished is final as it is."""
        ...


@dataclass(slots=True)
class GrowingLine:
    """A line whose ``words`` and ``pieces`` of text are settled and whose last words may not be."""

    line_id: str
    start_ms: int
    end_ms: int
    pieces: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    voice: int | None = None

    def add(self, text: str, words: Sequence[Word], end_ms: int) -> None:
        self.pieces.append(text)
        self.words += words
        self.end_ms = max(self.end_ms, end_ms)


def line_transcript(
    channel: int,
    line: GrowingLine,
    mender: Mender,
    *,
    is_final: bool,
    unsettled: str = "",
    unsettled_words: Sequence[Word] = (),
    confidence: float | None = None,
) -> Transcript:
    """The line as heard now, with words at its end that are not settled yet. ``confidence`` is
    used when no word has one."""
    words = (*line.words, *unsettled_words)
    sure = [word.confidence for word in words if word.confidence is not None]
    return Transcript(
        channel=channel,
        line_id=line.line_id,
        text=mender.mend(" ".join(piece for piece in (*line.pieces, unsettled) if piece)),
        is_final=is_final,
        start_ms=line.start_ms,
        end_ms=max(line.end_ms, words[-1].end_ms if words else 0),
        confidence=sum(sure) / len(sure) if sure else confidence,
        words=words,
        voice=line.voice,
    )


def to_ms(seconds: float) -> int:
    return round(seconds * 1000)
