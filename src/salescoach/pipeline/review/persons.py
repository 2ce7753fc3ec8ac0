"""Whose mouth a deed is told in: what the customer said of themselves ("send you my bill") reads
wrong to anybody else, and so does "your" in what the salesperson said.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep
from salescoach.pipeline.review.sure_deeds import said_in

_BY_MAIL = {
    "my": "your", "mine": "yours", "me": "you", "our": "your", "ours": "yours", "us": "you",
    "myself": "yourself", "you": "me", "your": "my", "yours": "mine",
}  # fmt: skip
"""What the customer said of themselves, and of the salesperson, in the salesperson's mouth."""
_OF_CUSTOMER = {
    "my": "their", "mine": "theirs", "me": "them", "myself": "themselves", "our": "the",
}  # fmt: skip
"""To the salesperson, who is "you" in these words already. "Our" may be of both."""
_OF_SALESPERSON = {
    "my": "your", "mine": "yours", "me": "you", "myself": "yourself",
    "you": "them", "your": "their", "yours": "theirs",
}  # fmt: skip


def to_customer(what: str) -> str:
    """A deed of the customer's, as the salesperson writes it to them."""
    return _in_words_of(_BY_MAIL, what)


def to_salesperson(step: NextStep) -> NextStep:
    """The step as the salesperson reads it: of either side, and to nobody else. What is quoted
    stays as it was said."""
    if step.shared or said_in(step.what):
        return step
    words = _OF_CUSTOMER if step.owner is Speaker.CUSTOMER else _OF_SALESPERSON
    return replace(step, what=_in_words_of(words, step.what))


def _in_words_of(words: Mapping[str, str], what: str) -> str:
    return re.sub(r"[\w'’]+", lambda match: words.get(match[0].lower(), match[0]), what)
