"""Whether a call is a sale at all, and whether it is about what its playbook sells.

A recording that only happened to be imported is told shortly; and nobody is given a line about a
product that the call was not about.
"""

import re

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Stage
from salescoach.pipeline.review.playbook_lines import content_words
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.sale_signs import ENOUGH_TURNS, reads_like_a_sale, signs_of_sale

WORDS_OF_PITCH = 3
"""So many of the words a product is pitched with are said by who sells it."""

_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e)$")
_ANYWHERE = "get said say see text send help need use mak work tak giv day tim"
_IN_ANY_CALL = frozenset(_ANYWHERE.split())
"""What is said on the phone about anything."""

_TOLD = (Stage.DISCOVERY, Stage.PITCH)


def is_sale(reading: Reading) -> bool:
    """Whether something was sold or was to be sold. What comes from elsewhere has to read like it;
    whoever talked live wanted to sell, so there anything that was objected to, wanted, offered or
    asked about is enough, and a few lines without any of it prove nothing."""
    if speaks_of_product(reading):
        return True
    if reading.is_imported:
        return reads_like_a_sale(reading)
    if len(reading.turns) < ENOUGH_TURNS or reading.objections or reading.buying:
        return True
    return bool(signs_of_sale(reading)) or any(
        each.objective.stage in _TOLD or each.objective.said_by is Speaker.SALESPERSON
        for each in reading.reached
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
    return bool(sold) and len(sold & said) >= min(WORDS_OF_PITCH, len(sold))


def _stems(text: str) -> set[str]:
    """Its telling words, without what number and tense add."""
    words = (word for word in content_words(text) if "'" not in word)
    return {_ENDING.sub("", word) for word in words} - _IN_ANY_CALL


def speaks_of_product(reading: Reading) -> bool:
    """Whether anybody names it."""
    name = content_words(reading.playbook.product.name)
    return bool(name) and any(name <= content_words(turn.text) for turn in reading.turns)
