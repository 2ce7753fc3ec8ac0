"""An answer against the playbook: by meaning, and by checks that anybody can follow."""

import pytest

from salescoach.domain.drill import CardLine, Check, Comparison
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.practice.compare import compare, script_of
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.rehearsal import OnePlaybook
from salescoach.rooms.playbook.loader import load_default
from tests.fakes import WordEmbedder

LINE = "That's a lot of money for answering the phone."


@pytest.fixture
async def expertise() -> Expertise:
    playbook = load_default()
    return await Experts(OnePlaybook(playbook), WordEmbedder()).learn(playbook)


def card_of(expertise: Expertise, script_id: str = "price_too_expensive") -> CardLine:
    script = script_of(expertise.playbook, script_id)
    assert script is not None
    return CardLine(script.text, script.name, script.id, "Because.")


def check(found: Comparison, key: str) -> Check | None:
    return next((each for each in found.checks if each.key == key), None)


async def test_the_cards_own_words_are_the_card(expertise: Expertise) -> None:
    card = card_of(expertise)
    found = await compare(card.text, LINE, card, expertise)
    assert (found.nearness, found.ready, found.card) == ("card", True, card)
    assert found.headline == "That is what the card says, in your words."


async def test_another_line_of_the_playbook_is_known_by_its_name(expertise: Expertise) -> None:
    other = script_of(expertise.playbook, "trust_proof")
    assert other is not None
    found = await compare(other.text, LINE, card_of(expertise), expertise)
    assert (found.nearness, found.other) == ("other_line", other.name)


async def test_own_words_about_what_they_said_are_a_way_too(expertise: Expertise) -> None:
    own = "A lot of money, you say. What does not answering the phone cost you?"
    found = await compare(own, LINE, card_of(expertise), expertise)
    assert (found.nearness, found.ready) == ("own_way", True)


async def test_words_that_do_not_take_it_up_are_told_where_to_start(expertise: Expertise) -> None:
    found = await compare("Okay, bye then.", LINE, card_of(expertise), expertise)
    assert (found.nearness, found.ready) == ("elsewhere", False)
    assert found.headline.startswith("Start from their words")


async def test_a_question_is_wanted_where_the_card_has_one(expertise: Expertise) -> None:
    card = card_of(expertise)
    told = "I hear you. At that price one saved call usually pays for it."
    asks = check(await compare(told, LINE, card, expertise), "asks")
    assert asks is not None
    assert (asks.done, asks.quote) == (False, "What's one new customer worth to you?")
    plain = CardLine("We take the overflow.", "Plain", "plain", "Because.")
    assert check(await compare(told, LINE, plain, expertise), "asks") is None


async def test_too_much_at_once_is_told_with_the_cards_own_length(expertise: Expertise) -> None:
    card = card_of(expertise)
    long = " ".join(["What is one new customer worth to you, would you say?"] * 8)
    length = check(await compare(long, LINE, card, expertise), "length")
    assert length is not None
    assert not length.done
    assert length.text.startswith("88 words are a lot at once. The card takes ")


async def test_what_is_never_to_be_said_is_quoted(expertise: Expertise) -> None:
    said = "What would you pay? Honestly, it never makes a mistake."
    found = await compare(said, LINE, card_of(expertise), expertise)
    never = check(found, "never_say")
    assert never is not None
    assert "never makes a mistake" in (never.quote or "")
    assert (found.ready, found.headline) == (False, "Leave out one thing, and try again.")


async def test_a_fact_is_wanted_where_they_asked_for_one(expertise: Expertise) -> None:
    fact = expertise.playbook.product.facts[0]
    asked = fact.asks[0]
    card = CardLine(fact.text, None, f"fact:{fact.id}", "They asked.")
    missing = check(
        await compare("Good question, I will see to it.", asked, card, expertise), "fact"
    )
    assert missing is not None
    assert (missing.done, missing.quote) == (False, fact.text)
    given = check(await compare(fact.text, asked, card, expertise), "fact")
    assert given is not None
    assert given.done
    assert check(await compare(fact.text, LINE, card, expertise), "fact") is None


async def test_advice_is_not_held_against_anybody(expertise: Expertise) -> None:
    advice = CardLine("Stop explaining. What would you ask?", None, None, "It was missed.")
    said = "That's a lot of money, I hear you, for answering the phone."
    found = await compare(said, LINE, advice, expertise)
    assert check(found, "asks") is None
    assert found.ready
