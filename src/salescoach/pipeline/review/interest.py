"""Which of what sounded like interest is plain enough to tell somebody of."""

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.pipeline.review.courtesies import tells_interest
from salescoach.pipeline.review.reading import Reading

PLAIN = 0.75
"""Less sure than that, it is only a tone."""


def wanted(reading: Reading) -> tuple[SignalHeard, ...]:
    """The buying signals of a call that are plain, in its order."""
    return tuple(each for each in reading.buying if _is_plain(reading, each))


def _is_plain(reading: Reading, heard: SignalHeard) -> bool:
    turn = reading.turn(heard)
    before = reading.before(turn, Speaker.SALESPERSON)
    return heard.confidence >= PLAIN and tells_interest(turn.text, before.text if before else "")
