"""What is typed becomes words, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.rooms.calls.asked import MAX_WORDS, customer_key, wanted
from salescoach.rooms.calls.spellings import spellings


def words(text: str) -> list[tuple[str, bool]]:
    return [(each.spellings[0], each.begins) for each in wanted(text)]


def test_the_last_word_is_still_being_typed_and_long_words_may_go_on() -> None:
    assert words("too expens") == [("too", False), ("expens", True)]
    assert words("price to") == [("price", True), ("to", True)]
    assert words("price to ") == [("price", True), ("to", False)]


def test_what_stands_in_quotation_marks_is_taken_as_it_is() -> None:
    assert words('"already have one" now') == [("already have one", False), ("now", True)]
    assert words("“Already have”") == [("already have", False)]
    assert words('"already ha') == [("already ha", True)]
    assert words('"a"') == [("a", False)]


def test_signs_and_single_letters_ask_for_nothing() -> None:
    assert wanted('a - % _ * "" ( NEAR'[:-4]) == ()
    assert words("don't") == [("don t", True)]
    assert words("5") == [("5", True)]


def test_accents_and_capitals_do_not_matter() -> None:
    assert words("CAFÉ cafe\u0301") == [("cafe", True)]
    assert customer_key("Zoë Núñez", None, "ACME & Söhne") == " zoe nunez acme sohne "
    assert customer_key(None) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organise", "organize"),
        ("realisation", "realization"),
        ("analyse", "analyze"),
        ("colour", "color"),
        ("favourite", "favorite"),
        ("centre", "center"),
        ("catalogue", "catalog"),
        ("cancelled", "canceled"),
        ("travelling", "traveling"),
        ("defence", "defense"),
        ("programme", "program"),
        ("cheque", "check"),
        ("enrolment", "enrollment"),
        ("fulfil", "fulfill"),
        ("lakh", "lac"),
    ],
)
def test_both_spellings_of_a_word_lead_to_each_other(one: str, other: str) -> None:
    assert other in spellings(one)
    assert one in spellings(other)


def test_most_words_have_one_spelling() -> None:
    assert [each for each in ("price", "budget", "four", "our") if len(spellings(each)) > 1] == []


@given(st.text(max_size=400))
def test_whatever_is_typed_asks_for_plain_words(text: str) -> None:
    asked = wanted(text)
    assert len(asked) <= MAX_WORDS
    for each in asked:
        assert all(way and way.replace(" ", "").isalnum() for way in each.spellings)
