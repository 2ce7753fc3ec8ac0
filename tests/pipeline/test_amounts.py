"""Amounts read apart from their spelling."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.pipeline.amounts import amounts


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("$40k", [("40000", "dollar")]),
        ("forty thousand dollars", [("40000", "dollar")]),
        ("$1,250.50", [("1250.50", "dollar")]),
        ("1.5 million euros", [("1500000", "euro")]),
        ("one point five million", [("1500000", "")]),
        ("two hundred and fifty", [("250", "")]),
        ("a hundred pounds", [("100", "pound")]),
        ("three hundred twenty-five thousand", [("325000", "")]),
        ("30%", [("30", "percent")]),
        ("thirty per cent", [("30", "percent")]),
        ("2-3 weeks", [("2", "week"), ("3", "week")]),
        ("two to three weeks", [("2", "week"), ("3", "week")]),
        ("a 30-day trial", [("30", "day")]),
        ("at 10:30 or 3 pm", [("1030", "clock"), ("300", "clock")]),
        ("one and two", [("1", ""), ("2", "")]),
        ("35 seats at $9 each", [("35", ""), ("9", "dollar")]),
        ("Q3 and version 3.11", [("3.11", "")]),
        ("someone often weighs alone", []),
        ("", []),
    ],
)
def test_values_and_units(text: str, read: list[tuple[str, str]]) -> None:
    found = [(amount.value, amount.unit) for amount in amounts(text)]
    assert found == [(Decimal(value), unit) for value, unit in read]


def test_places_are_those_of_the_text() -> None:
    text = "It is $40k, or thirty percent."
    assert [text[a.start : a.end] for a in amounts(text)] == ["$40k", "thirty percent"]
    assert [a.in_words for a in amounts(text)] == [False, True]


@given(st.integers(0, 10**12))
def test_figures_are_read_with_and_without_commas(value: int) -> None:
    for text in (f"${value}", f"${value:,}"):
        (amount,) = amounts(text)
        assert (int(amount.value), amount.unit) == (value, "dollar")


@given(st.text(alphabet="0123456789 ,.:-$%kmone two and hundred point", max_size=50))
def test_no_text_is_too_odd(text: str) -> None:
    for amount in amounts(text):
        assert 0 <= amount.start < amount.end <= len(text)
