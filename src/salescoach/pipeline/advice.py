"""What a language model is asked to write for a card, and how much of it may be shown.

It is judged sentence by sentence while it is being written. The first sentence that says what
stands nowhere, or what the playbook forbids, ends it: what came before stands by itself, and
nothing that was shown ever has to be taken back.
"""

import re
from collections.abc import Iterator, Sequence

from pydantic import BaseModel, Field

from salescoach.domain.events import Customer
from salescoach.domain.playbook import Playbook
from salescoach.kit.masking import PLACEHOLDERS
from salescoach.pipeline.grounding import Grounds, ungrounded
from salescoach.pipeline.never_say import holds_phrase, never_said

MOST_WORDS = 45
"""More cannot be read while somebody is speaking: sentences beyond are left out."""

MOST_WHY_WORDS = 40

_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’)]*(?=\s)")
_ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|vs|approx|inc|ltd|no|st|[a-z])\.$", re.IGNORECASE
)


class Advice(BaseModel):
    """In this order, so that the words to say come first."""

    say: str = Field(
        description="The words to say next, at most thirty. Empty when what is on the screen is "
        "as good."
    )
    why: str = Field(description="In at most fifteen words, why these words fit what was said.")
    next_move: str = Field(
        description="In at most ten words, what to do once it is said. Empty when nothing is due."
    )


def sentences(text: str, *, growing: bool) -> Iterator[str]:
    """In order. While the text is ``growing`` its last sentence is left out until what follows it
    shows that it has ended."""
    begin = 0
    for match in _END.finditer(text):
        if not _ABBREVIATED.search(text[begin : match.end()]):
            yield text[begin : match.end()].strip()
            begin = match.end()
    if not growing and text[begin:].strip():
        yield text[begin:].strip()


def sayable(text: str, grounds: Grounds, forbidden: Sequence[str], *, growing: bool = False) -> str:
    """The beginning of ``text``, in whole sentences, that may be shown; empty when none may."""
    said: list[str] = []
    for sentence in sentences(" ".join(text.split()), growing=growing):
        longer = [*said, sentence]
        if sum(len(each.split()) for each in longer) > MOST_WORDS or not _may_be_said(
            " ".join(longer), sentence, grounds, forbidden
        ):
            break
        said = longer
    return " ".join(said)


def mentionable(text: str, grounds: Grounds) -> str:
    """A word beside the card, whole or not at all."""
    plain = " ".join(text.split())
    short = len(plain.split()) <= MOST_WHY_WORDS
    return plain if short and not unfit(plain) and not ungrounded(plain, grounds) else ""


def playbook_grounds(playbook: Playbook, customer: Customer | None = None) -> Grounds:
    """What may be said before anybody has spoken. What customers are known to say, such as
    triggers, is no ground: it claims nothing that is true of the product."""
    grounds = Grounds(_texts(playbook))
    if customer is not None:
        grounds.know(customer.name)
        grounds.add(customer.company or "")
    return grounds


def _may_be_said(so_far: str, sentence: str, grounds: Grounds, forbidden: Sequence[str]) -> bool:
    return not (
        unfit(sentence)
        or ungrounded(sentence, grounds)
        or never_said(forbidden, so_far)
        or holds_phrase(forbidden, so_far)
    )


def unfit(text: str) -> bool:
    """Nobody can say a placeholder, a mark or a slot."""
    return any(mark in text for mark in ("<", ">", "{", "}", "‹", "›", *PLACEHOLDERS.values()))


def _texts(playbook: Playbook) -> Iterator[str]:
    product = playbook.product
    yield from (product.name, product.pitch, product.price, product.ideal_customer)
    yield from (fact.text for fact in product.facts)
    for competitor in playbook.competitors:
        yield from (competitor.name, competitor.say, *competitor.also_called)
    for category in playbook.categories:
        yield category.name
        for script in category.scripts:
            yield from (script.name, script.text, script.when_to_use)
    for question in playbook.questions:
        yield from (question.question, *question.alternatives)
    for guide in playbook.stages:
        yield from (guide.direction, guide.why, *guide.talking_points)
    yield from (goal.text for goal in playbook.objectives)
    yield from (term.term for term in playbook.vocabulary)
