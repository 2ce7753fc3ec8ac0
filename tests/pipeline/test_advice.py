"""How much of what a model writes may be shown, while it is written and when it is done."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.events import Customer
from salescoach.llm.structured import strict_schema
from salescoach.pipeline.advice import (
    MOST_WORDS,
    Advice,
    mentionable,
    playbook_grounds,
    sayable,
    sentences,
)
from salescoach.pipeline.grounding import Grounds
from tests.fakes import playbook

FORBIDDEN = ("We guarantee results",)
SAID = Grounds(
    ["Acme Desk costs $49 a seat. Dana, the trial is 30 days. It answers at 4.5 seconds."]
)


def test_the_words_to_say_come_first() -> None:
    assert list(strict_schema(Advice)["properties"]) == ["say", "why", "next_move"]


@pytest.mark.parametrize(
    ("text", "growing", "found"),
    [
        ("It is fair. What", True, ["It is fair."]),
        ("It is fair.", True, []),
        ("It is fair.", False, ["It is fair."]),
        ("It is 4.", True, []),
        ("It is 4.5 seconds. Fair?", True, ["It is 4.5 seconds."]),
        ("Ask Mr. Hill, e.g. on price. And", True, ["Ask Mr. Hill, e.g. on price."]),
        ("“Fair?” she said. Good", True, ["“Fair?”", "she said."]),
        ("", False, []),
        ("no end", False, ["no end"]),
    ],
)
def test_a_sentence_has_ended_when_more_follows(text: str, growing: bool, found: list[str]) -> None:
    assert list(sentences(text, growing=growing)) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("At $49 a seat, Dana, who decides?", "At $49 a seat, Dana, who decides?"),
        ("Who decides with you, Dana? It is $39 for Zendesk.", "Who decides with you, Dana?"),
        ("It is $39. Who decides?", ""),
        ("That is fair. We guarantee you results. Who decides?", "That is fair."),
        ("Send it to [e-mail address], please.", ""),
        ("Hi {customer_name}, who decides?", ""),
        ("<b>Who decides?</b>", ""),
        ("   ", ""),
    ],
)
def test_the_first_sentence_that_may_not_be_said_ends_it(text: str, shown: str) -> None:
    assert sayable(text, SAID, FORBIDDEN) == shown


def test_what_nobody_can_read_in_time_is_left_out() -> None:
    long = " ".join(["Who decides with you here and what would they want to see first?"] * 9)
    shown = sayable(long, SAID, ())
    assert 0 < len(shown.split()) <= MOST_WORDS
    assert long.startswith(shown)


TEXTS = (
    "At $49 a seat, Dana, the trial is 30 days. Who decides with you? It is $39 for Zendesk.",
    "It answers at 4.5 seconds. We guarantee results, Dana. Who decides?",
    "Ready in 2 days, e.g. by Friday. Sure.",
)


@given(st.sampled_from(TEXTS), st.integers(0, 100))
def test_whatever_was_shown_stays_shown(text: str, cut: int) -> None:
    early = sayable(text[:cut], SAID, FORBIDDEN, growing=True)
    assert sayable(text, SAID, FORBIDDEN).startswith(early)


@given(st.text(max_size=200))
def test_only_words_of_the_model_in_whole_are_shown(text: str) -> None:
    shown = sayable(text, SAID, FORBIDDEN)
    assert " ".join(text.split()).startswith(shown)


def test_a_reason_is_shown_whole_or_not_at_all() -> None:
    assert mentionable("Dana asked for the  price.", SAID) == "Dana asked for the price."
    assert mentionable("Dana asked. It is $39 elsewhere.", SAID) == ""
    assert mentionable("word " * 60, SAID) == ""


def test_the_playbook_may_be_said_but_not_what_customers_are_expected_to_say() -> None:
    book = playbook()
    category = book.categories[0]
    script = replace(category.scripts[0], triggers=("Zendesk wants $19 a seat for it",))
    book = replace(book, categories=(replace(category, scripts=(script,)), *book.categories[1:]))
    grounds = playbook_grounds(book, Customer("Dana Reyes", "Harbor Dental"))
    assert sayable(script.text, grounds, ())
    assert sayable("Thanks, Dana. What does Harbor Dental need?", grounds, ())
    assert not sayable("It is $19 a seat for you.", grounds, ())
    assert not sayable("It is better than Zendesk.", grounds, ())
