"""What waits to be filled in is never something to say."""

from dataclasses import replace

import pytest

from salescoach.domain.blanks import is_blank, without_blanks
from salescoach.domain.playbook import Competitor
from tests.fakes import playbook


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("[How long it takes.]", True),
        ("It takes [two] weeks.", True),
        ("It takes two weeks.", False),
        ("It takes ] two [ weeks.", False),
        ("", False),
    ],
)
def test_brackets_are_for_the_user(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


def test_a_playbook_without_blanks_stays_as_it_is() -> None:
    assert without_blanks(playbook()) == playbook()


def test_whatever_holds_a_blank_is_left_out_and_nothing_else() -> None:
    whole = playbook()
    product, price = whole.product, whole.category("price")
    assert price is not None
    first, *others = price.scripts
    waiting = replace(
        whole,
        product=replace(
            product,
            pitch="[One sentence.]",
            facts=(replace(product.facts[0], text="[How long.]"), *product.facts[1:]),
        ),
        categories=tuple(
            replace(each, scripts=(replace(first, text="[Your words.]"), *others))
            if each.id == "price"
            else each
            for each in whole.categories
        ),
        competitors=(*whole.competitors, Competitor("Else", "[What you say.]")),
    )
    ready = without_blanks(waiting)
    assert ready.product.pitch == ""
    assert ready.product.facts == product.facts[1:]
    left = ready.category("price")
    assert left is not None
    assert list(left.scripts) == others
    assert ready.competitors == whole.competitors
    assert ready.stages == whole.stages
