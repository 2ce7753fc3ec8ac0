"""The user's own playbook out of a template and a few answers, so that the first live card sells
their product and nobody else's."""

from dataclasses import dataclass, replace

from salescoach.domain.playbook import Competitor, Fact, Playbook, Product, Term
from salescoach.rooms.playbook.templates import Template


@dataclass(frozen=True, slots=True)
class CompetitorAnswer:
    name: str
    say: str | None = None
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """``price`` as it is said aloud, such as "$40 a seat a month"."""

    product: str
    price: str
    pitch: str
    facts: tuple[str, ...]
    competitors: tuple[CompetitorAnswer, ...] = ()
    ideal_customer: str = ""


def own_playbook(answers: Answers, template: Template) -> Playbook:
    """A valid playbook; the caller gives it its id."""
    facts = tuple(
        Fact(f"fact_{place}", text, (text,)) for place, text in enumerate(answers.facts, start=1)
    )
    return replace(
        template.playbook,
        name=answers.product,
        version=1,
        product=Product(
            answers.product, answers.pitch, answers.price, facts, answers.ideal_customer
        ),
        competitors=tuple(
            Competitor(
                each.name, each.say or f"What do you like about {each.name}?", each.also_called
            )
            for each in answers.competitors
        ),
        vocabulary=(Term(answers.product), *(Term(each.name) for each in answers.competitors)),
    )
