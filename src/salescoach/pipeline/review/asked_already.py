"""What the salesperson asked in this very call: nobody is told to ask it again."""

import re

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.review.playbook_lines import content_words
from salescoach.pipeline.review.reading import Reading

ALIKE = 0.5
"""So many of the telling words of two questions are the same."""

_WORTH = re.compile(
    r"\b(?:worth|cost(?:s|ing)? you|(?:you|they) los(?:e|ing)|"
    r"average (?:job|sale|deal|customer))\b",
    re.IGNORECASE,
)


def asks_worth(question: str) -> bool:
    """Whether it asks what the problem, or solving it, is worth to them."""
    return _WORTH.search(question) is not None


def asked_already(reading: Reading, line: str) -> Turn | None:
    """The salesperson's turn that asks what ``line`` asks, anywhere in the call; None when ``line``
    asks nothing, or nobody has asked it."""
    wanted = questions_in(line)
    for turn in reading.turns:
        if turn.speaker is not Speaker.SALESPERSON:
            continue
        for asked in questions_in(turn.text):
            if any(_alike(asked, each) for each in wanted):
                return turn
    return None


def _alike(one: str, other: str) -> bool:
    if asks_worth(one) and asks_worth(other):
        return True
    words, others = content_words(one), content_words(other)
    shared = words & others
    return len(shared) > 1 and len(shared) >= ALIKE * min(len(words), len(others))
