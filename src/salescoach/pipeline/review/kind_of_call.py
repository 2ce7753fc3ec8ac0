"""Whether a call is a sale at all, and whether it is about what its playbook sells.

A recording that only happened to be imported is told shortly; and nobody is given a line about a
product that the call was not about.
"""

import re

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Stage
from salescoach.pipeline.review.playbook_lines import content_words
from salescoach.pipeline.review.reading import Reading

_SELLS = re.compile(
    r"\b(?:(?:my|our|the) (?:price|pricing|plans?|product|customers?|clients?|offer|service|cover|"
    r"software|solution|package)s?|(?:a|per) (?:month|seat|user|licen[cs]e)|trial|demo|quote|"
    r"proposal|discount|contract|subscription|upgrade|reason (?:for my call|i'm calling|i am "
    r"calling)|(?:i'm|i am|this is \w+|we're) calling (?:from|about|because|you)|"
    r"we (?:help|offer|sell|provide|make|build|do)|interested in|set ?up fee)\b",
    re.IGNORECASE,
)
_BUYS = re.compile(
    r"\b(?:how much|price|quote|buy|order|sign up|trial|interested|contract)\b",
    re.IGNORECASE,
)
_SERVES = re.compile(
    r"\b(?:customer (?:service|care|support)|(?:technical|tech) support|"
    r"support(?=[,.]| (?:team|desk|line)\b)|(?:help|service) ?desk|"
    r"(?:account|order|ticket|case|booking|policy) number|reference number)\b",
    re.IGNORECASE,
)
"""How somebody answers who is there for those that have bought."""
OPENING_TURNS = 3
ENOUGH_TURNS = 8
PITCH_WORDS = 3
"""So many of the words a product is pitched with are said by who sells it."""

_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e)$")
_ANYWHERE = "get said say see text send help need use mak work tak giv day tim"
_IN_ANY_CALL = frozenset(_ANYWHERE.split())
"""What is said on the phone about anything."""

_TOLD = (Stage.DISCOVERY, Stage.PITCH)


def is_sale(reading: Reading) -> bool:
    """Whether anything was objected to, wanted, offered or asked about. Whoever talked live wanted
    to sell, so a few lines without any of it prove nothing there."""
    if not reading.is_imported and len(reading.turns) < ENOUGH_TURNS:
        return True
    if reading.is_imported and _is_service(reading):
        return False
    if reading.objections or reading.buying:
        return True
    if any(
        each.objective.stage in _TOLD or each.objective.said_by is Speaker.SALESPERSON
        for each in reading.reached
    ):
        return True
    return _is_spoken_of_as_sale(reading)


def _is_service(reading: Reading) -> bool:
    """Whether a call from elsewhere was answered by a support line, and nobody sold or bought:
    there too people are annoyed, want something and agree on a day."""
    own = [turn for turn in reading.turns if turn.speaker is Speaker.SALESPERSON][:OPENING_TURNS]
    answered = any(_SERVES.search(turn.text) for turn in own)
    return answered and not _is_spoken_of_as_sale(reading)


def _is_spoken_of_as_sale(reading: Reading) -> bool:
    return speaks_of_product(reading) or any(
        (_SELLS if turn.speaker is Speaker.SALESPERSON else _BUYS).search(
            turn.text.replace("’", "'")
        )
        for turn in reading.turns
    )


def is_of_playbook(reading: Reading) -> bool:
    """Whether its playbook's lines, facts and objectives belong into the call: whoever talked live
    had chosen it; what comes from elsewhere has to be about what it sells, in the salesperson's own
    words. Objectives prove nothing: in every trade somebody asks what a problem costs."""
    if not reading.is_imported or speaks_of_product(reading):
        return True
    product = reading.playbook.product
    sold = _stems(f"{product.name} {product.pitch}")
    said = _stems(
        " ".join(turn.text for turn in reading.turns if turn.speaker is Speaker.SALESPERSON)
    )
    return bool(sold) and len(sold & said) >= min(PITCH_WORDS, len(sold))


def _stems(text: str) -> set[str]:
    """Its telling words, without what number and tense add."""
    words = (word for word in content_words(text) if "'" not in word)
    return {_ENDING.sub("", word) for word in words} - _IN_ANY_CALL


def speaks_of_product(reading: Reading) -> bool:
    """Whether anybody names it."""
    name = content_words(reading.playbook.product.name)
    return bool(name) and any(name <= content_words(turn.text) for turn in reading.turns)
