"""Whether words that come near to an objective's lines also hold what those lines hold.

Likeness alone takes "I will send it" for a confirmed date, and "that is easy" for a yes to a day.
"""

import re
from collections.abc import Callable, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Stage
from salescoach.pipeline.due_dates import due_in
from salescoach.pipeline.replies import asks_amount, has_amount

_STEP = re.compile(
    r"\b(?:send|book|put|pencil|set|start|try|do|go|sign|invite|call|ring|come|meet|take|talk|speak|"
    r"deal|works?|suits?|count|order|buy|lock|see you|in)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"e-?mail|\binbox|\baddress|\b(?:number|cell|mobile|phone|extension)\b|@|"
    r"\bdot (?:com|co|org|net|io)\b|\breach (?:me|us) (?:on|at)\b|\d{3}[ -]?\d{3,4}|"
    r"\b(?:noon|midday|half past|quarter (?:past|to)|o'clock)\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\b(?:now|away|today|minutes?|once|asap|soon)\b", re.IGNORECASE)
_HOUR = re.compile(r"\d|\b(?:at|by) \w+", re.IGNORECASE)


def says_as_much(goal: Objective, piece: str) -> bool:
    """An amount where the objective's questions ask for one; in the close a day or an address where
    most of its lines state some, and a deed or a time where they do."""
    if wants_amount(goal) and not has_amount(piece):
        return False
    if goal.stage is not Stage.CLOSE:
        return True
    tests: list[Callable[[str], bool]] = []
    if not _mostly(_asks, goal.done_when):
        tests.append(has_particulars)
    if is_consent(goal):
        tests.append(takes_step)
    return all(holds(piece) for holds in tests if _mostly(holds, goal.done_when))


def wants_amount(goal: Objective) -> bool:
    """Whether its questions ask how many."""
    asking = sum(asks_amount(ask) for ask in goal.asks)
    return asking * 2 > len(goal.asks)


def is_consent(goal: Objective) -> bool:
    """Whether it is the customer's yes to something."""
    return goal.said_by is Speaker.CUSTOMER and goal.stage is not Stage.DISCOVERY


def has_particulars(text: str) -> bool:
    """Whether it holds what people note down: a day, an hour, or where somebody is reached."""
    return _WHERE.search(text) is not None or any(
        _HOUR.search(due.words) or (due.names_day and not _AT_ONCE.search(due.words))
        for due in due_in(text, None)
    )


def takes_step(text: str) -> bool:
    """Whether it says what is to be done, or when."""
    return _STEP.search(text) is not None or bool(due_in(text, None))


def _asks(line: str) -> bool:
    return line.rstrip().endswith("?")


def _mostly(holds: Callable[[str], bool], lines: Sequence[str]) -> bool:
    return sum(map(holds, lines)) * 2 > len(lines)
