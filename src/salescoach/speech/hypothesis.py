"""What a model hears in one stretch of speech."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """``tokens`` can be the draft of the next decode of the same line; a model that has no use for
    drafts gives none. ``confidence`` is 0-1, the geometric mean over the tokens."""

    text: str
    tokens: tuple[int, ...]
    confidence: float


NOTHING = Hypothesis("", (), 0.0)
