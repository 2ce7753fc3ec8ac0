"""Where the customer leaves it open: will not name a day, takes back what they said, has to think.

What was agreed before it stands no more; what is agreed after it does.
"""

import re
from collections.abc import Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.review.yes_and_no import plain_sentences, unconditional

_WE = r"(?:i|we)"
_LEAVES_OPEN = re.compile(
    rf"\b{_WE} (?:can't|cannot|can not|couldn't|won't|wouldn't) (?:really |honestly )?"
    r"(?:give you (?:a|any) (?:day|date|time|yes|answer|commitment)"
    r"|pin (?:it|that|this|anything|nothing|nothin'|down)|commit\b(?! (?:to )?more)"
    r"|say (?:when|yes)|promise (?:you )?(?:a|any|that|it|anything))"
    r"|\b(?:i'm|i am|we're|we are) not (?:saying|promising) (?:yes|anything|a yes)(?! \w)"
    r"|\blet (?:me|us) (?:sit with|sleep on|mull over) (?:it|this|that)\b"
    r"|\blet (?:me|us) (?:just |have a |go and )?think "
    r"(?:about (?:it|this|that)|(?:it|this|that) over)"
    rf"|\b{_WE}(?:'ll| will|'ll have to| need to| have to| want to|'d like to|'d want to) "
    r"(?:just )?(?:sleep on|mull over|think about|think over) (?:it|this|that)(?! with)\b"
)
_TAKES_BACK = re.compile(
    r"\b(?:scrub (?:that|it)|forget (?:that|i said)|don't hold me to (?:that|it)|"
    r"i take (?:that|it) back|strike that|ignore that|(?:oh|ah),? (?:wait|hang on|hold on),? no)\b"
)


def left_open_ms(turns: Sequence[Turn]) -> int:
    """Where the customer's last words begin that leave it open, -1 when none do."""
    for turn in reversed(turns):
        if turn.speaker is Speaker.CUSTOMER and any(
            unconditional(_LEAVES_OPEN, each) for each in plain_sentences(turn.text)
        ):
            return turn.start_ms
    return -1


def is_taken_back(turn: Turn, quote: str) -> bool:
    """Whether the turn takes back what it said with ``quote``."""
    text = turn.text.replace("’", "'").casefold()
    place = text.find(quote.replace("’", "'").casefold())
    return any(match.start() >= place for match in _TAKES_BACK.finditer(text))
