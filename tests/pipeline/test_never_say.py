"""A forbidden phrase is heard in other forms of its words, and not in its denial."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.pipeline.never_say import NeverSaid, holds_phrase, never_said

PHRASES = (
    "It never makes a mistake.",
    "It sounds exactly like a human, nobody will notice.",
    "You can let your receptionist go.",
    "We guarantee more customers.",
    "Everybody in your area already uses it.",
    "This price is only good today.",
)


@pytest.mark.parametrize(
    ("said", "phrase", "quote"),
    [
        ("Well, it never makes a mistake.", 0, "it never makes a mistake"),
        ("And honestly it has never been making mistakes.", 0, "never been making mistakes"),
        ("it sounds exactly like a human being", 1, "it sounds exactly like a human"),
        (
            "So you could let the receptionist go next month.",
            2,
            "you could let the receptionist go",
        ),
        ("I'm telling you, we guarantee you more customers!", 3, "we guarantee you more customers"),
        ("We're guaranteeing twice as many customers, more really.", 3, None),
        ("everybody around here in your area is using it already", 4, None),
        ("I can do this price, but only today.", 5, "this price, but only today"),
    ],
)
def test_a_phrase_is_heard_in_other_forms(said: str, phrase: int, quote: str | None) -> None:
    (found,) = never_said(PHRASES, said)
    assert found.phrase == PHRASES[phrase]
    assert found.quote in said
    if quote is not None:
        assert found.quote == quote


@pytest.mark.parametrize(
    "said",
    [
        "It does make a mistake now and then.",
        "We can't guarantee more customers.",
        "I won't promise or guarantee more customers, I can only show you the numbers.",
        "I would never say that nobody notices.",
        "Your receptionist can let people know.",
        "The price is good.",
        "Nobody in your area uses it already, you'd be the first.",
        "",
        "...",
    ],
)
def test_what_denies_it_or_only_shares_words_is_none(said: str) -> None:
    assert never_said(PHRASES, said) == ()


def test_the_telling_words_have_to_stand_together() -> None:
    apart = "We guarantee the setup by Friday. You told me about the new shop, and about customers."
    assert never_said(PHRASES, apart) == ()


def test_a_phrase_of_small_words_is_told_by_none_of_them() -> None:
    assert never_said(("It is what it is.",), "this is it, is it?") == ()


def test_each_phrase_is_told_once() -> None:
    said = "We guarantee more customers. Again: we guarantee more customers."
    assert never_said(PHRASES, said) == (
        NeverSaid("We guarantee more customers.", "We guarantee more customers"),
    )


def test_a_written_line_holds_a_phrase_only_word_by_word() -> None:
    assert holds_phrase(PHRASES, "Look: WE guarantee, more customers!") == PHRASES[3]
    assert holds_phrase(PHRASES, "We guarantee you more customers.") is None
    assert holds_phrase(PHRASES, "Now we guarantee more customersatisfaction.") is None
    assert holds_phrase(("!",), "Anything!") is None


@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=4))
def test_any_text_is_read_and_quoted_verbatim(text: str, phrases: list[str]) -> None:
    for found in never_said(phrases, text):
        assert found.quote in text
        assert found.phrase in phrases
