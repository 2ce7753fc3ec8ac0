"""Presenting at length before anything was known of the customer."""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Missed
from salescoach.domain.signal import ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.taken_up import presents

AT_LENGTH_WORDS = 45
"""A reason for the call is shorter."""
TOLD_WORDS = 25
"""Who has said so much has told what they need, asked or not."""
LEAST_QUESTION_WORDS = 4

_OPENS = re.compile(
    r"\b(?:how(?:'s| are| is)? (?:it |are )?(?:you|things|going|your|the (?:day|week|weather))|"
    r"is (?:that|this|now|it)|am i|hear me|good time|bad time|okay (?:time|moment)|caught you|"
    r"catch you|(?:got|have|spare) (?:you )?(?:got )?(?:a|two|five|ten|half|thirty|any)|"
    r"(?:can|could|may) i (?:just |quickly )?(?:ask|tell|take|have|steal|borrow|explain)|"
    r"speak(?:ing)? (?:to|with)|remember me|did you (?:get|see|receive))\b",
    re.IGNORECASE,
)
_ASKED_FOR_IT = re.compile(
    r"\b(?:what (?:do|does|is|are|have|can)|what's|tell (?:me|us) (?:about|more)|how (?:do|does|"
    r"is)|"
    r"go through|explain|which|talk me|walk me)\b",
    re.IGNORECASE,
)

_SETS_OUT = re.compile(
    r"\b(?:ask you (?:guys |all |both )?(?:a few|some|a couple)|what i(?:'d| would) (?:like|love|"
    r"suggest|propose)|(?:does|would) that work|the (?:plan|agenda|idea) (?:is|for|today)|"
    r"is that (?:okay|ok|fair|all right|alright))\b",
    re.IGNORECASE,
)
"""Says how the talk shall go."""

Ranked = tuple[int, Missed]


def presented_first(reading: Reading, met: Sequence[Met]) -> Iterator[Ranked]:
    """The turn that presented before any question of the salesperson's was answered."""
    pitch = _pitch(reading)
    if pitch is None:
        return
    price = next(
        (
            each
            for each in met
            if each.type is ObjectionType.PRICE and each.turn.start_ms > pitch.start_ms
        ),
        None,
    )
    stood = price is not None and price.asked is None and price.handling != "settled"
    alone = (
        f"; at {reading.clock(price.turn.start_ms)} the price stood alone"
        if price is not None and stood
        else ""
    )
    yield (
        2,
        Missed(
            f"You presented before you knew anything of theirs{alone}.",
            "Ask first how they do it today and what it costs them: then you can say only what "
            "matters to them, and their own figure answers the price.",
            evidence_of(pitch),
        ),
    )


def _pitch(reading: Reading) -> Turn | None:
    heard = 0
    asked = False
    before: Turn | None = None
    for turn in reading.turns:
        if turn.speaker is not Speaker.SALESPERSON:
            if asked:
                return None
            heard += count_words(turn.text)
            before = turn
            continue
        if heard >= TOLD_WORDS:
            return None
        wanted = before is not None and _ASKED_FOR_IT.search(before.text.replace("’", "'"))
        if count_words(turn.text) >= AT_LENGTH_WORDS and presents(turn.text):
            set_out = _SETS_OUT.search(turn.text.replace("’", "'"))
            return None if wanted or set_out else turn
        asked = any(map(_wants_to_know, questions_in(turn.text)))
    return None


def _wants_to_know(question: str) -> bool:
    """Whether it asks about the customer's business, not for their ear."""
    return count_words(question) >= LEAST_QUESTION_WORDS and not _OPENS.search(
        question.replace("’", "'")
    )
