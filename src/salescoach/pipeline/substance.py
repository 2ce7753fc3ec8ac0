"""Whether words that come near to an objective's lines also hold what those lines hold.

Likeness alone takes "I will send it" for a confirmed date, "that is easy" for a yes to a day, a
name for a reason to call, and a bare price for what it is worth to them.
"""

import re
from collections.abc import Callable, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Stage
from salescoach.pipeline.amounts import amounts
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


_INTRODUCES = re.compile(
    r"\b(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?\b[,. ]*"
    r"|(?:this is|my name is|my name's|it's|i'm|i am)"
    r"(?! (?:calling|ringing|phoning|with|from|the|a|just|here)\b)(?: [\w'-]+){1,2}?"
    r"(?=[,.]|$| (?:calling|here|from|with|and|again)\b)"
    r"|(?:(?:and )?i'm |and |calling |here )*(?:from|with) [\w'-]+(?: [A-Z][\w'-]+)*)",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"^(?:(?:oh|okay|ok|right|alright|all right|yes|yeah|yep|good|fine|great|well|ah)\b[,. ]+)+",
    re.IGNORECASE,
)
LEAST_REASON_WORDS = 3
LEAST_SAID_WORDS = 4
"""Beside its amounts."""


def says_as_much(goal: Objective, piece: str) -> bool:
    """An amount where the objective's questions ask for one; in the close a day or an address where
    most of its lines state some, and a deed or a time where they do; at the opening a reason where
    they do; in the pitch more than an amount where they do."""
    if wants_amount(goal) and not has_amount(piece):
        return False
    if goal.said_by is Speaker.SALESPERSON and goal.stage in _SAYS_MORE:
        holds = _SAYS_MORE[goal.stage]
        return holds(piece) or not _mostly(holds, goal.done_when)
    if goal.stage is not Stage.CLOSE:
        return True
    tests: list[Callable[[str], bool]] = []
    if not _mostly(_asks, goal.done_when):
        tests.append(has_particulars)
    if is_consent(goal):
        tests.append(takes_step)
    return all(holds(piece) for holds in tests if _mostly(holds, goal.done_when))


def without_okay(text: str) -> str:
    """What follows the "okay": the word itself agrees to anything."""
    return _AGREES.sub("", text)


def tells_reason(text: str) -> bool:
    """Whether it says more than a greeting and who is speaking."""
    return len(_INTRODUCES.sub(" ", text).split()) >= LEAST_REASON_WORDS


def tells_more_than_amounts(text: str) -> bool:
    left = text
    for amount in reversed(amounts(text)):
        left = left[: amount.start] + " " + left[amount.end :]
    said = [word for word in re.findall(r"[a-z']+", left.lower()) if word not in _OF_AMOUNTS]
    return len(said) >= LEAST_SAID_WORDS or left == text


_OF_AMOUNTS = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "it",
            "it's",
            "that",
            "that's",
            "is",
            "so",
            "only",
            "just",
            "and",
            "or",
        ),
        *("per", "each", "every", "for", "of", "from", "to", "at", "in", "up", "plus", "calls"),
        *("day", "week", "month", "year", "user", "seat", "dollars", "pounds", "euros", "rupees"),
        *("cents", "percent"),
    }
)
_SAYS_MORE: dict[Stage, Callable[[str], bool]] = {
    Stage.OPENING: tells_reason,
    Stage.PITCH: tells_more_than_amounts,
}


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
