"""What is judged: words, and the line they answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Utterance:
    """``before`` is the line before it, empty at the start of a call: what "yes" means depends on
    what was asked."""

    text: str
    before: str
