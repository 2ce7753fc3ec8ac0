"""A drill: a moment of one's own that was missed, to be answered once more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SaidBy = Literal["voice", "typed"]

Nearness = Literal["card", "other_line", "own_way", "elsewhere"]
"""Of an answer: it says the card; it says another line of the playbook; it takes up what the
customer said in words of its own; it does not take it up."""

CheckKey = Literal["asks", "length", "fact", "never_say"]


@dataclass(frozen=True, slots=True)
class Check:
    """``text`` is a sentence to the salesperson, ``quote`` the words of the answer or of the
    playbook that it is about."""

    key: CheckKey
    done: bool
    text: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class CardLine:
    """What the coach would show. ``script_id`` None: the playbook has no line for it, and the
    review's advice stands in."""

    text: str
    name: str | None
    script_id: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``ready``: as it stands, the answer does what the card is for. ``other``: the name of the
    playbook's other line that was said."""

    headline: str
    ready: bool
    nearness: Nearness
    other: str | None
    checks: tuple[Check, ...]
    card: CardLine


@dataclass(frozen=True, slots=True)
class Attempt:
    id: str
    at: datetime
    said_by: SaidBy
    answer: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Drill:
    """``turn_id``: the missed moment; ``line_turn_id``: the customer's words to be answered.
    ``step``: how often in a row it was ready when it was due."""

    id: str
    call_id: str
    turn_id: str
    line_turn_id: str
    opportunity: str
    what_to_do: str
    made_at: datetime
    due_at: datetime
    step: int = 0
