"""Changes are told in the user's words, and moving a thing is one change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.playbook import Category, Fact, Playbook, Script
from salescoach.domain.signal import ObjectionType, SignalKind
from salescoach.rooms.playbook.diff import Change, _moved, changes
from salescoach.rooms.playbook.loader import load_default, parse
from tests.rooms.playbook.builders import MINIMAL


@pytest.fixture(scope="module")
def before() -> Playbook:
    return load_default()


def with_scripts(playbook: Playbook, **scripts: tuple[Script, ...]) -> Playbook:
    return replace(
        playbook,
        categories=tuple(
            replace(c, scripts=scripts[c.id]) if c.id in scripts else c for c in playbook.categories
        ),
    )


def scripts_of(playbook: Playbook, category_id: str) -> tuple[Script, ...]:
    category = playbook.category(category_id)
    assert category is not None
    return category.scripts


def told(before: Playbook, after: Playbook) -> list[tuple[str, str, str]]:
    return [(change.kind, change.label, change.path) for change in changes(before, after)]


def test_equal_contents_have_no_changes(before: Playbook) -> None:
    assert changes(before, replace(before, id="other", version=9)) == ()


def test_a_field_that_changed(before: Playbook) -> None:
    first, *rest = scripts_of(before, "price")
    after = with_scripts(before, price=(replace(first, text="Compared to what?"), *rest))
    assert changes(before, after) == (
        Change(
            "categories[2].scripts[0].text",
            "changed",
            "Script 'Too expensive': text",
            first.text,
            "Compared to what?",
        ),
    )


def test_lines_that_came_and_went(before: Playbook) -> None:
    first, *rest = scripts_of(before, "price")
    triggers = (*first.triggers[1:], "Blimey.")
    after = with_scripts(before, price=(replace(first, triggers=triggers), *rest))
    removed, added = changes(before, after)
    assert (removed.kind, removed.before, removed.after) == ("removed", first.triggers[0], None)
    assert (added.kind, added.before, added.after) == ("added", None, "Blimey.")
    assert removed.label == added.label == "Script 'Too expensive': triggers"


def test_moving_one_script_is_one_change(before: Playbook) -> None:
    one, two, three = scripts_of(before, "price")
    after = with_scripts(before, price=(two, three, one))
    (moved,) = changes(before, after)
    assert (moved.kind, moved.label) == ("moved", "Script 'Too expensive' in Category 'Price'")
    assert (moved.before, moved.after) == (1, 3)


def test_a_script_that_went_to_another_category(before: Playbook) -> None:
    one, *prices = scripts_of(before, "price")
    trust = (*scripts_of(before, "trust"), replace(one, name="What it is worth"))
    after = with_scripts(before, price=tuple(prices), trust=trust)
    moved, renamed = changes(before, after)
    assert (moved.kind, moved.label) == ("moved", "Script 'What it is worth'")
    assert (moved.before, moved.after) == ("Category 'Price'", "Category 'Trust'")
    assert (renamed.kind, renamed.before, renamed.after) == (
        "changed",
        "Too expensive",
        "What it is worth",
    )


def test_whole_things_that_came_and_went(before: Playbook) -> None:
    script = Script("new", "New one", "Hm?", "Always")
    category = Category("extra", "Extra", (script,), SignalKind.OBJECTION, ObjectionType.PRICE)
    fact = Fact("short", "It is short.")
    after = replace(
        before,
        categories=(*before.categories[1:], category),
        product=replace(before.product, facts=(*before.product.facts, fact)),
        never_say=(),
    )
    found = told(before, after)
    assert found[0] == ("added", "Fact 'It is short.'", "product.facts[20]")
    assert found[1] == ("removed", "Category 'Opener'", "categories[0]")
    assert found[2] == ("added", "Category 'Extra'", "categories[10]")
    assert {(kind, label) for kind, label, _ in found[3:]} == {("removed", "Never say")}


def test_long_titles_are_cut_and_empty_fields_count_as_none(before: Playbook) -> None:
    minimal = parse(MINIMAL)
    grown = replace(minimal, product=replace(minimal.product, ideal_customer="Anybody"))
    (change,) = changes(minimal, grown)
    assert (change.kind, change.label, change.before) == (
        "added",
        "Product: ideal customer",
        None,
    )
    goal = before.objectives[0]
    renamed = replace(before, objectives=(replace(goal, text="x" * 90), *before.objectives[1:]))
    (change,) = changes(before, renamed)
    assert len(change.label) < 90


@given(st.permutations(range(8)))
def test_what_is_not_moved_keeps_its_order(order: list[int]) -> None:
    old, new = [str(n) for n in range(8)], [str(n) for n in order]
    moved = _moved(old, new)
    assert [key for key in new if key not in moved] == [key for key in old if key not in moved]
    assert len(moved) < 8


@given(st.permutations(range(6)))
def test_moving_one_thing_is_one_move(order: list[int]) -> None:
    old = [str(n) for n in order]
    for place in range(6):
        rest = [key for key in old if key != old[place]]
        assert len(_moved(old, [*rest, old[place]])) <= 1
