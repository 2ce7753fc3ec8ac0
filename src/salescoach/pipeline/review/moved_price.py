"""Whether a price that was told is still the one at the end: a sum in writing that was brought down
later is worse than none.
"""

import re

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.review.reading import Reading

_MOVES = re.compile(
    r"\b(?:(?:get|bring|bump|knock|take|drop|do|make|call|leave|hold|give|let)(?:s|ting|ping)? "
    r"(?:it|that|you|this|the price|them)\b(?! (?:a|some|any) (?:call|ring|look|minute))|"
    r"(?:i'd|i could|i can|we could|we can|we'd) (?:do|go|make)\b|"
    r"(?:come|came|go|went|coming) (?:down|up)|(?:instead|in place) of|rather than|"
    r"(?:percent|per cent|pounds|dollars|quid|euros?|hundred|thousand|grand|bucks) off|discount|"
    r"waive|without the|if you (?:took|take|went|go|drop|skip|leave|sign|pay|order|commit)|"
    r"(?:bigger|smaller|higher|lower|larger|cheaper) \w+|then (?:it's|it'd be|it comes))\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:hundreds?|thousands?|grand|half|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)


def was_moved(reading: Reading, told: Turn) -> bool:
    """Whether the salesperson named another sum after ``told``, by another way or for less."""
    later = reading.turns[reading.place(told) + 1 :]
    return any(
        turn.speaker is Speaker.SALESPERSON
        and _FIGURE.search(turn.text)
        and _MOVES.search(turn.text.replace("’", "'")) is not None
        for turn in later
    )
