"""Whether a customer said a trigger as it is written.

Whoever writes a trigger says what its words mean here: said as they stand, they need no head to
agree. Likeness alone cannot tell a sentence from its denial or from a question about it.
"""

import re

SAID_SIMILARITY = 0.93
"""From here a clause is the trigger itself, with a word more or less."""

LEAST_SAID_WORDS = 3
"""Of fewer words ("not now") only the very same are the trigger: they are said of many things."""

_WORD = re.compile(r"[\w']+")
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|without|hardly|cannot|dont|isnt|wont|wasnt|doesnt|didnt"
    r"|cant)\b|n't\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:and |so |but |well |okay |ok |yeah |um |uh )*(?:who|what|when|where|why|how|which|is|are"
    r"|am|was|were|do|does|did|can|could|will|would|should|has|have)\b",
    re.IGNORECASE,
)


def is_said(trigger: str, clause: str, similarity: float) -> bool:
    """``similarity`` of the two by meaning, a cosine."""
    trigger, clause = _plain(trigger), _plain(clause)
    if similarity < SAID_SIMILARITY:
        return False
    wanted, words = _WORD.findall(trigger.casefold()), _WORD.findall(clause.casefold())
    if wanted == words:
        return trigger.endswith("?") or not clause.endswith("?")
    return (
        len(words) >= LEAST_SAID_WORDS
        and len(_DENIES.findall(trigger)) == len(_DENIES.findall(clause))
        and _asks(trigger) == _asks(clause)
    )


def _asks(text: str) -> bool:
    return text.endswith("?") or _ASKS.match(text) is not None


def _plain(text: str) -> str:
    return text.replace("’", "'").strip()
