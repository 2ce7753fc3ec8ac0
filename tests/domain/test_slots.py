from dataclasses import replace

import pytest

from salescoach.domain.playbook import Competitor, Product
from salescoach.domain.slots import fill, filled, slot_problem, spoken_price
from salescoach.rooms.playbook.loader import parse
from tests.rooms.playbook.builders import MINIMAL

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


@pytest.mark.parametrize(
    ("text", "without", "known"),
    [
        ("How does {company} do it?", "How does your company do it?", "How does Acme do it?"),
        ("{company}'s data stays.", "Your company's data stays.", "Acme's data stays."),
        ("Sure. {competitor} is fine.", "Sure. The other one is fine.", "Sure. Orbit is fine."),
        ("Why {competitor}?", "Why the other one?", "Why Orbit?"),
    ],
)
def test_what_is_not_known_is_spoken_of_in_general_words(
    text: str, without: str, known: str
) -> None:
    assert slot_problem(text) is None
    assert fill(text, WIDGET) == without
    assert fill(text, WIDGET, company=" ", competitor="") == without
    assert fill(text, WIDGET, company="Acme", competitor="Orbit") == known


def test_what_is_said_about_a_competitor_names_that_one() -> None:
    playbook = replace(
        parse(MINIMAL),
        competitors=(Competitor("Orbit", "{competitor} is good. {product} costs {price}."),),
    )
    ready = filled(playbook, "Ana", "Acme")
    assert ready.competitors[0].say == "Orbit is good. Widget costs $5 a month."


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


@pytest.mark.parametrize(
    ("price", "in_a_sentence"),
    [
        ("$35 a vehicle a month, no setup fee", "$35 a vehicle a month"),
        ("$1,200 a year", "$1,200 a year"),
        ("$79 a month (first 14 days free)", "$79 a month"),
        ("from €49.50 a seat; volume prices on request", "from €49.50 a seat"),
        ("", ""),
    ],
)
def test_a_price_leaves_its_conditions_out_of_a_sentence(price: str, in_a_sentence: str) -> None:
    assert spoken_price(price) == in_a_sentence
