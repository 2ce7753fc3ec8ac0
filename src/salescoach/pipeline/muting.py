"""What the user's own judgement of past cards teaches: scripts that are better left alone.

Pure: from what became of a script's cards, oldest first, to whether it still deserves a place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

WRONG_TO_MUTE = 2
"""Wrong votes beyond the times it was useful or used."""

DISMISSED_TO_MUTE = 4
"""Dismissals in a row, with no use in between."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the user made of one card. ``used`` counts pressing it and saying it alike."""

    script_id: str
    vote: Literal["useful", "wrong"] | None = None
    used: bool = False
    dismissed: bool = False

    @property
    def liked(self) -> bool:
        return self.vote == "useful" or (self.used and self.vote is None)


@dataclass(frozen=True, slots=True)
class Lesson:
    """``reason`` says why the script is muted, None when it is not."""

    wrong: int
    liked: int
    dismissed_in_a_row: int
    reason: Literal["voted_wrong", "dismissed"] | None


def lesson(history: Iterable[Feedback]) -> Lesson:
    """``history`` is one script's, oldest first."""
    wrong = liked = in_a_row = 0
    for feedback in history:
        if feedback.vote == "wrong":
            wrong += 1
        elif feedback.liked:
            liked += 1
            in_a_row = 0
        elif feedback.dismissed:
            in_a_row += 1
    reason: Literal["voted_wrong", "dismissed"] | None = None
    if wrong - liked >= WRONG_TO_MUTE:
        reason = "voted_wrong"
    elif in_a_row >= DISMISSED_TO_MUTE:
        reason = "dismissed"
    return Lesson(wrong, liked, in_a_row, reason)
