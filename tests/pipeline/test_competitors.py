"""A competitor is found however its name was heard, and ordinary words are not taken for one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.playbook import Competitor, Term
from salescoach.pipeline.competitors import CompetitorNames, with_names_to_hear
from salescoach.rooms.playbook.loader import load_default
from salescoach.speech.vocabulary import Mender

NAMES = ("Salesforce", "HubSpot", "Zendesk", "Intercom", "Gong", "Microsoft Dynamics", "Five9")
PLAYBOOK = replace(
    load_default(),
    competitors=(
        *(Competitor(name, "x") for name in NAMES),
        Competitor("An answering service", "x", ("call center", "answering service")),
        Competitor("Spreadsheets", "x", ("excel", "excel sheets", "temp")),
    ),
    vocabulary=(Term("HubSpot", ("hop spot",)),),
)
KNOWN = CompetitorNames(PLAYBOOK)


def found(text: str, expected: bool = False) -> tuple[str, str] | None:
    named = KNOWN.find(text, expected)
    return None if named is None else (named.competitor.name, named.quote)


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        ("We already use Salesforce.", "Salesforce", "Salesforce"),
        ("we're on sales force already", "Salesforce", "sales force"),
        ("We've got sales for us, thanks", "Salesforce", "sales for us"),
        ("It's all in Salesforce's cloud", "Salesforce", "Salesforce's"),
        ("Sails force does that.", "Salesforce", "Sails force"),
        ("hub spot does it", "HubSpot", "hub spot"),
        ("Hop spot gave us an offer", "HubSpot", "Hop spot"),
        ("they run send desk", "Zendesk", "send desk"),
        ("with inter calm we have chat", "Intercom", "inter calm"),
        ("we tried Microsoft dynamic once", "Microsoft Dynamics", "Microsoft dynamic"),
        ("There's a call center that takes our overflow.", "An answering service", "call center"),
        ("it's just excel sheets here", "Spreadsheets", "excel sheets"),
        ("Gong does that", "Gong", "Gong"),
    ],
)
def test_a_name_is_found_by_letters_and_by_sound(text: str, name: str, quote: str) -> None:
    assert found(text) == (name, quote)


@pytest.mark.parametrize(
    "text",
    [
        "Our sales team does it.",
        "We have a spot for that.",
        "That makes sense for us.",
        "Just send us the papers.",
        "We're going a different way.",
        "I'll be gone next week, call me at five.",
        "It's a hub. Spot on!",
        "come into a room with me",
        "What time po is the rider arriving?",
        "",
        "...",
    ],
)
def test_ordinary_words_are_no_name(text: str) -> None:
    assert found(text) is None


def test_where_a_competitor_is_expected_less_will_do() -> None:
    assert found("We use sail first for that.") is None
    assert found("We use sail first for that.", expected=True) == ("Salesforce", "sail first")
    assert found("Our sales team does it.", expected=True) is None


def test_the_clearest_name_wins() -> None:
    assert found("we moved from sales for us to HubSpot") == ("HubSpot", "HubSpot")


def test_without_competitors_nothing_is_named() -> None:
    assert CompetitorNames(replace(PLAYBOOK, competitors=())).find("Salesforce") is None


def test_names_are_mended_when_they_are_misheard() -> None:
    vocabulary = with_names_to_hear(PLAYBOOK).vocabulary
    assert vocabulary[0] == PLAYBOOK.vocabulary[0]
    assert [term.term for term in vocabulary[1:]] == [
        "Fernbell",
        *(name for name in NAMES if name != "HubSpot"),
        "Spreadsheets",
    ]
    mender = Mender(vocabulary)
    assert mender.mend("We use Zendesc and hop spot.") == "We use Zendesk and HubSpot."
    assert mender.mend("They only spread sheets on the bed.").startswith("They only spread")


@given(st.text(max_size=120), st.booleans())
def test_any_text_is_read_and_quoted_verbatim(text: str, expected: bool) -> None:
    named = KNOWN.find(text, expected)
    assert named is None or named.quote in text
