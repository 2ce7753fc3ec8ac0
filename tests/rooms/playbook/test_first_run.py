"""A few answers become a playbook in which nothing sells somebody else's product."""

from dataclasses import replace

import pytest

from salescoach.domain.playbook import Playbook
from salescoach.rooms.playbook.first_run import (
    Answers,
    CompetitorAnswer,
    from_template,
    own_playbook,
    sound_alikes,
)
from salescoach.rooms.playbook.loader import PlaybookInvalid, dump, load_default, parse
from salescoach.rooms.playbook.templates import Template, template, templates
from tests.rooms.playbook.test_templates import spoken

ANSWERS = Answers(
    product="Ledgerly",
    price="$40 a seat a month",
    pitch="Ledgerly closes your books in a day.",
    facts=(
        "You're live in two weeks, and we do the import.",
        "It works with NetSuite and Xero.",
        "Ten seats is the minimum.",
        "Our API is open too.",
    ),
    competitors=(
        CompetitorAnswer("BlackLine"),
        CompetitorAnswer("Salesforce", "They are big, {product} is quick.", ("SFDC",)),
        CompetitorAnswer("salesforce", "Said twice."),
    ),
    ideal_customer="Finance teams of five to fifty.",
)
TEMPLATES = [each.id for each in templates()]


@pytest.mark.parametrize("chosen", TEMPLATES)
def test_nothing_in_it_sells_somebody_elses_product(chosen: str) -> None:
    own = own_playbook(ANSWERS, template(chosen))
    assert "fernbell" not in dump(own).lower()
    demo = load_default()
    theirs = {fact.text for fact in demo.product.facts} | {c.say for c in demo.competitors}
    assert not theirs & set(spoken(own))
    told = "\n".join(spoken(own)).lower()
    for claim in ("$79", "14 days", "two weeks free", "hipaa", "voicemail", "calls you miss"):
        assert claim not in told
    assert {line for line in spoken(own) if "receptionist" in line or "front desk" in line} == set()


@pytest.mark.parametrize("chosen", TEMPLATES)
def test_it_is_valid_and_survives_a_round_trip(chosen: str) -> None:
    own = replace(own_playbook(ANSWERS, template(chosen)), id="ledgerly")
    assert parse(dump(own)) == own
    begun_from = template(chosen).playbook
    assert {c.id for c in own.categories} == {c.id for c in begun_from.categories}


def test_it_sells_what_was_answered() -> None:
    own = own_playbook(ANSWERS, template("b2b_software"))
    assert own.name == own.product.name == "Ledgerly"
    assert own.product.price == "$40 a seat a month"
    assert own.product.pitch == ANSWERS.pitch
    assert own.product.ideal_customer == ANSWERS.ideal_customer
    texts = [fact.text for fact in own.product.facts]
    assert texts[0] == "{product} is {price}."
    assert texts[1:5] == list(ANSWERS.facts)


def facts(own: Playbook) -> dict[str, tuple[str, ...]]:
    return {fact.text: fact.asks for fact in own.product.facts}


def test_facts_answer_the_questions_on_their_topic() -> None:
    base = {fact.id: fact for fact in template("b2b_software").playbook.product.facts}
    asks = facts(own_playbook(ANSWERS, template("b2b_software")))
    live, works, seats, api = ANSWERS.facts
    assert asks["{product} is {price}."] == base["price"].asks
    assert asks[live] == (*base["setup_time"].asks, live)
    assert asks[works] == (*base["integrations"].asks, works)
    assert asks[seats][0] == "Is there a minimum?"
    assert asks[api] == (api,)
    # A careful answer goes when the user's own fact covers it, and stays when none does.
    assert base["setup_time"].text not in asks
    assert base["security"].text in asks


def test_how_long_the_work_takes_is_not_how_soon_somebody_comes() -> None:
    answers = replace(
        ANSWERS,
        facts=("The installation takes four days.", "The battery has a ten year warranty."),
    )
    asks = facts(own_playbook(answers, template("local_services")))
    installation, battery = answers.facts
    assert "How long will it take?" in asks[installation]
    assert "Can you come today?" not in asks[installation]
    assert "Is there a warranty on the work?" in asks[battery]


def test_competitors_are_known_by_name_and_by_sound() -> None:
    own = own_playbook(ANSWERS, template("b2b_software"))
    assert [c.name for c in own.competitors[:2]] == ["BlackLine", "Salesforce"]
    assert own.competitors[0].say.startswith("What do you like about {competitor}")
    assert own.competitors[1].say == "They are big, {product} is quick."
    terms = {term.term: term.sounds_like for term in own.vocabulary}
    assert list(terms)[:3] == ["Ledgerly", "BlackLine", "Salesforce"]
    assert terms["BlackLine"] == ("black line",)
    assert "sail first" in terms["Salesforce"]


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("HubSpot", ("hub spot",)),
        ("Salesforce", ("sales force",)),
        ("Pipedrive", ("pipe drive",)),
        ("Zoho", ()),
        ("Notion", ()),
        ("Smith & Sons", ()),
    ],
)
def test_how_a_name_may_come_out(name: str, heard: tuple[str, ...]) -> None:
    assert sound_alikes(name) == heard


def test_what_is_wrong_is_told_by_the_answer() -> None:
    wrong = replace(
        ANSWERS,
        product="The {best}",
        facts=("Fine.", "Costs {little}."),
        competitors=(CompetitorAnswer("Orbit", "Worse than {us}."),),
    )
    with pytest.raises(PlaybookInvalid) as caught:
        own_playbook(wrong, template("b2b_software"))
    assert {problem.path for problem in caught.value.problems} == {
        "product",
        "facts[1]",
        "competitors[0].say",
    }


@pytest.mark.parametrize(
    "chosen", [each for each in templates() if each.generic], ids=lambda chosen: chosen.id
)
def test_the_examples_of_a_trade_make_a_playbook_of_it(chosen: Template) -> None:
    told = chosen.examples
    assert told is not None
    competitor = CompetitorAnswer(told.competitor, told.say)
    answers = Answers(
        told.product, told.price, told.pitch, told.facts, (competitor,), told.ideal_customer
    )

    own = own_playbook(answers, chosen)

    assert len(told.facts) == 3
    assert own.product.pitch == told.pitch
    assert own.competitors[0].say == told.say


def test_a_generic_template_goes_by_the_name_it_is_given() -> None:
    named = from_template(template("b2b_software"), "Ledgerly", None)
    assert named.product.name == "Ledgerly"
    assert "price" not in {fact.id for fact in named.product.facts}
    priced = from_template(template("b2b_software"), "Ledgerly", "$40 a seat")
    assert (priced.product.price, priced.product.facts[0].id) == ("$40 a seat", "price")
    assert from_template(template("default"), "Ledgerly", None) == load_default()
