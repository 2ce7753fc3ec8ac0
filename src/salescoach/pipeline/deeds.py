"""What somebody takes upon himself, and the words of the deed in what was said."""

import re
from dataclasses import dataclass
from enum import StrEnum

from salescoach.pipeline.due_dates import Due


class Form(StrEnum):
    """``OTHERS``: somebody of the speaker's will do it. ``DELIVERY``: the listener will have it.
    ``DOING``: it is being done. ``ANSWER`` takes up what the other asked for, ``TAKEN`` what the
    other offered, ``MEETING`` a time that the other proposed."""

    OWN = "own"
    OTHERS = "others"
    DELIVERY = "delivery"
    DOING = "doing"
    ANSWER = "answer"
    TAKEN = "taken"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Undertaking:
    """``deed`` is what, from the verb on; ``start`` is where in the clause the form begins."""

    form: Form
    deed: str
    due: Due | None
    start: int

    @property
    def by_speaker(self) -> bool:
        """Whether who says it will do it, or the one it is said to."""
        return self.form is not Form.TAKEN

    @property
    def is_vague(self) -> bool:
        """Whether the deed is about an "it" that was named before."""
        return bool(ABOUT_IT.match(self.deed))

    @property
    def says_nothing(self) -> bool:
        """Whether nothing, or nothing but an "it", is left of the deed."""
        return bool(EMPTY.match(self.deed)) or (self.is_vague and len(self.deed.split()) < 3)


_STOP = re.compile(
    r"[.;:?!]|,(?! (?:uh|um|er)\b)|\s(?:so|but|because|if|unless|cause|since|though|although|"
    r"whether|which|in case|okay|ok|right|alright|then(?= (?:you|we|i)\b)|as|and then|"
    r"and (?=(?:i|we|you|he|she|they|it|that|this|my|our|the|if|then|see|[\w']+(?:'ll|’ll| will))"
    r"\b)|you (?=\w+ (?:it|me)\b)|once|when|after|before|until|till|while|whichever)\b|\s-+\s",
    re.IGNORECASE,
)


def up_to_stop(clause: str, start: int, times: list[Due]) -> str:
    """The words from ``start`` to where the deed ends, times left out."""
    stop, at = len(clause), start
    while found := _STOP.search(clause, at):
        time = next((t for t in times if t.start <= found.start() < t.end), None)
        if time is None:
            stop = found.start()
            break
        at = time.end
    words, at = "", start
    for time in times:
        if at <= time.start < stop:
            words += clause[at : time.start]
            at = time.end
    return words + clause[at : max(at, stop)]


EMPTY = re.compile(
    r"^(?:|(?:do|see|have|get|make|want|let|take|need)(?: (?:it|that|so|this|you|me|us))?|be|go|"
    r"can|it|that|this|to|the|a|not|of course|you|me|say|tell|think|ask|come|send|give|put|know|"
    r"hear)$"
)
ABOUT_IT = re.compile(
    r"^([\w'-]+) (?:(?:it|them|em|'em)\b|(?:that|this|those|these|one|some)(?=$| (?:up|over|out|in|"
    r"on|to|for|back|off|across|through|sorted|signed|done)\b))(.*)$"
)
