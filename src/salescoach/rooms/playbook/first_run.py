"""The user's own playbook out of a template and a few answers, so that the first live card sells
their product and nobody else's.

Of a template only what is true of any product stays. The user's facts answer the questions that
the template's careful answers on the same topic would have answered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from salescoach.domain.playbook import Category, Competitor, Fact, Playbook, Product, Script, Term
from salescoach.rooms.playbook.fact_topics import ASKS, topic_of
from salescoach.rooms.playbook.ids import free_id
from salescoach.rooms.playbook.loader import PlaybookInvalid, Problem, as_file, parse_draft
from salescoach.rooms.playbook.templates import Template, template
from salescoach.speech.vocabulary import ordinary_words

BASE = "b2b_software"
"""The generic template that fills what another template has no generic words for."""

SAY = "What do you like about {competitor}, and what do you wish it did better?"
PRICE = "price"

_GENERIC_SCRIPTS: Mapping[str, frozenset[str]] = {
    "default": frozenset(
        {
            "callback_bad_time",
            "callback_think",
            "authority_boss",
            "authority_partner",
            "authority_committee",
            "trust_burned",
            "discovery_decision",
        }
    )
}
"""Of a template that sells something: the scripts that would fit any other product."""

_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LEAST_PART = 3


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


def own_playbook(answers: Answers, chosen: Template) -> Playbook:
    """A playbook that sells what the answers name. Raises ``PlaybookInvalid`` whose problems name
    the answer, such as ``facts[2]``."""
    generic = generic_part(chosen)
    facts, places = _facts(answers.facts, generic.product.facts)
    competitors = _competitors(answers.competitors)
    own = replace(
        generic,
        name=answers.product,
        version=1,
        product=Product(
            answers.product, answers.pitch, answers.price, facts, answers.ideal_customer
        ),
        competitors=(*competitors, *generic.competitors),
        vocabulary=_vocabulary(answers, generic.vocabulary),
    )
    try:
        return parse_draft(as_file(own).model_dump(mode="json"))
    except PlaybookInvalid as invalid:
        named = tuple(replace(each, path=_answer(each, places)) for each in invalid.problems)
        raise PlaybookInvalid("first run", named) from None


def from_template(chosen: Template, product: str, price: str | None) -> Playbook:
    """The template to begin with. One that sells nothing of its own sells ``product``; without a
    price it has no answer to questions about it."""
    if not chosen.generic:
        return chosen.playbook
    general = chosen.playbook.product
    facts = general.facts if price else tuple(f for f in general.facts if f.id != PRICE)
    return replace(
        chosen.playbook,
        product=replace(general, name=product, price=price or general.price, facts=facts),
    )


def generic_part(chosen: Template) -> Playbook:
    """What of a template is true of any product."""
    if chosen.generic:
        return chosen.playbook
    base = template(BASE).playbook
    kept = _GENERIC_SCRIPTS.get(chosen.id, frozenset())
    return replace(
        base,
        categories=tuple(
            replace(category, scripts=_merged(category, chosen.playbook, kept))
            for category in base.categories
        ),
    )


def sound_alikes(name: str) -> tuple[str, ...]:
    """How a name made of words may come out: "HubSpot" as "hub spot", "Salesforce" as "sales
    force". None for a name that is no such compound."""
    if not name.isalpha():
        return ()
    inner = _CAPITAL_INSIDE.sub(" ", name).casefold()
    if " " in inner:
        return (inner,)
    word, words = name.casefold(), ordinary_words()
    if word in words:
        return ()
    cuts = range(_LEAST_PART, len(word) - _LEAST_PART + 1)
    return tuple(
        f"{word[:cut]} {word[cut:]}" for cut in cuts if word[:cut] in words and word[cut:] in words
    )


def _merged(category: Category, other: Playbook, kept: frozenset[str]) -> tuple[Script, ...]:
    same = other.category(category.id)
    taken = {script.id: script for script in same.scripts if script.id in kept} if same else {}
    own = tuple(taken.pop(script.id, script) for script in category.scripts)
    return (*own, *taken.values())


def _facts(
    texts: Sequence[str], careful: Sequence[Fact]
) -> tuple[tuple[Fact, ...], dict[int, int]]:
    """The user's facts and those careful answers whose topic none of them covers; and for each
    place of a user's fact the place of its answer."""
    asks = {**ASKS, **{fact.id: fact.asks for fact in careful}}
    covered: dict[str, Fact] = {}
    own: list[Fact] = []
    for text in texts:
        topic = topic_of(text)
        fresh = topic is not None and topic in asks and topic not in covered
        if topic is not None and fresh:
            fact = Fact(topic, text, (*asks[topic], text))
            covered[topic] = fact
        else:
            taken = {fact.id for fact in own} | set(asks)
            fact = Fact(free_id(" ".join(text.split()[:4]), taken), text, (text,))
        own.append(fact)
    price = [fact for fact in careful if fact.id == PRICE]
    rest = [fact for fact in careful if fact.id != PRICE and fact.id not in covered]
    places = {len(price) + place: place for place in range(len(own))}
    return (*price, *own, *rest), places


def _competitors(answers: Sequence[CompetitorAnswer]) -> tuple[Competitor, ...]:
    known: dict[str, Competitor] = {}
    for each in answers:
        known.setdefault(
            each.name.casefold(), Competitor(each.name, each.say or SAY, each.also_called)
        )
    return tuple(known.values())


def _vocabulary(answers: Answers, general: Sequence[Term]) -> tuple[Term, ...]:
    names = (answers.product, *(each.name for each in answers.competitors))
    terms = {name.casefold(): Term(name, sound_alikes(name)) for name in reversed(names)}
    for term in general:
        # The general term knows more ways its name comes out.
        terms[term.term.casefold()] = term
    own = [terms.pop(name.casefold(), None) for name in names]
    return (*(term for term in own if term is not None), *terms.values())


def _answer(problem: Problem, places: Mapping[int, int]) -> str:
    """Which answer a problem of the playbook is about."""
    return next(_answers(problem.path, places), problem.path)


def _answers(path: str, places: Mapping[int, int]) -> Iterator[str]:
    for answer in ("pitch", "price", "ideal_customer"):
        if path == f"product.{answer}":
            yield answer
    if path in ("product.name", "name") or path.startswith("vocabulary[0]"):
        yield "product"
    fact = re.match(r"product\.facts\[(\d+)\]", path)
    if fact is not None and int(fact[1]) in places:
        yield f"facts[{places[int(fact[1])]}]"
    if path.startswith(("competitors[", "vocabulary[")):
        yield path if path.startswith("competitors[") else "competitors"
