"""Where the salesperson talked on over what the customer was telling. Less is how two people take
turns: it counts in the figures, and is no moment that was missed and no habit.
"""

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import count_words, interruptions
from salescoach.pipeline.review.reading import Reading

TALKED_OVER_MS, TOLD_WORDS = 1_500, 8


def talked_over(reading: Reading) -> list[tuple[Turn, Turn]]:
    """The salesperson's turn and the customer's that it began in, oldest first; none of a call
    whose moments nobody knows."""
    found: list[tuple[Turn, Turn]] = []
    for cut in interruptions(reading.turns if reading.timing == "full" else ()):
        theirs = reading.before(cut, Speaker.CUSTOMER)
        if theirs is None or count_words(theirs.text) < TOLD_WORDS:
            continue
        if theirs.end_ms - cut.start_ms >= TALKED_OVER_MS:
            found.append((cut, theirs))
    return found
