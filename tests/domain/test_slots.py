import pytest

from salescoach.domain.playbook import Product
from salescoach.domain.slots import fill, slot_problem

WIDGET = Product(name="Widget", pitch="", price="$5 a month", facts=())


@pytest.mark.parametrize(
    ("text", "without", "with_name"),
    [
        ("Hi {customer_name}, got a minute?", "Hi, got a minute?", "Hi Ana, got a minute?"),
        ("Thanks {customer_name}.", "Thanks.", "Thanks Ana."),
        ("Fair, {customer_name}. And now?", "Fair. And now?", "Fair, Ana. And now?"),
        ("Well, {customer_name}, what now?", "Well, what now?", "Well, Ana, what now?"),
        ("{customer_name}, what now?", "What now?", "Ana, what now?"),
        ("Good. {customer_name}, is it?", "Good. Is it?", "Good. Ana, is it?"),
        ("{product} is {price}.", "Widget is $5 a month.", "Widget is $5 a month."),
    ],
)
def test_a_line_reads_well_with_and_without_a_name(text: str, without: str, with_name: str) -> None:
    assert slot_problem(text) is None
    assert fill(text, WIDGET) == without
    assert fill(text, WIDGET, "  ") == without
    assert fill(text, WIDGET, " Ana ") == with_name


def test_a_name_is_never_read_as_a_slot() -> None:
    assert fill("Hi {customer_name}.", WIDGET, "{price}") == "Hi {price}."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ask {customer_name} again", "may only address"),
        ("Is it {customer_name}'s call?", "may only address"),
        ("It is {cost}.", "unknown slot {cost}"),
        ("It is {price", "a brace"),
        ("It is { price }.", "a brace"),
        ("}{", "a brace"),
    ],
)
def test_what_cannot_be_filled_is_told(text: str, problem: str) -> None:
    assert problem in (slot_problem(text) or "")
