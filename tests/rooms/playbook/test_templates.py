"""Every generic template is as full as the demo's, and sells nothing of its own."""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from salescoach.domain.blanks import without_blanks
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import SignalKind, Stage
from salescoach.domain.slots import filled
from salescoach.kit.errors import NotFound
from salescoach.rooms.playbook import templates as templates_module
from salescoach.rooms.playbook.loader import load_default
from salescoach.rooms.playbook.templates import template, templates
from tests.rooms.playbook.test_default import OPENED_BY, SCRIPTS

GENERIC = [each.id for each in templates() if each.generic]
WITHOUT_AI = {"local_services", "insurance_finance", "real_estate"}
TRADES = Path(templates_module.__file__).parent / "templates" / "trades"


@pytest.fixture(scope="module", params=GENERIC)
def playbook(request: pytest.FixtureRequest) -> Playbook:
    return template(request.param).playbook


def spoken(playbook: Playbook) -> list[str]:
    """Everything the coach may put on the page."""
    return [
        *(s.text for c in playbook.categories for s in c.scripts),
        *(fact.text for fact in playbook.product.facts),
        *(competitor.say for competitor in playbook.competitors),
        *(line for q in playbook.questions for line in (q.question, *q.alternatives)),
        *(point for stage in playbook.stages for point in stage.talking_points),
        *(goal.text for goal in playbook.objectives),
    ]


def test_they_are_told_software_first_and_the_demo_last() -> None:
    assert [(each.id, each.generic) for each in templates()] == [
        ("b2b_software", True),
        ("local_services", True),
        ("agency", True),
        ("recruiting", True),
        ("insurance_finance", True),
        ("real_estate", True),
        ("education", True),
        ("default", False),
    ]
    assert {path.stem for path in TRADES.glob("*.yaml")} == {*GENERIC, "base", "ai"} - {
        "b2b_software"
    }
    with pytest.raises(NotFound) as caught:
        template("none")
    assert caught.value.code == "template_not_found"


def test_it_has_every_category_of_the_design_that_its_trade_meets(playbook: Playbook) -> None:
    foreign = {"ai_concerns"} if playbook.id in WITHOUT_AI else set()
    opened_by = {c.id: c.objection_type for c in playbook.categories if c.objection_type}
    assert {c.id for c in playbook.categories} == set(SCRIPTS) - foreign
    assert opened_by == {c: kind for c, kind in OPENED_BY.items() if c not in foreign}
    assert [c.id for c in playbook.categories if c.signal is SignalKind.BUYING_SIGNAL] == [
        "closing"
    ]
    assert all(len(category.scripts) >= 3 for category in playbook.categories)


def test_every_script_that_a_signal_opens_has_enough_triggers(playbook: Playbook) -> None:
    for category in playbook.categories:
        for script in category.scripts:
            assert len(script.triggers) in (range(6, 11) if category.signal else (0,)), script.id
    triggers = chain.from_iterable(s.triggers for c in playbook.categories for s in c.scripts)
    assert max(Counter(line.lower() for line in triggers).values()) == 1


def test_it_shares_no_line_with_the_demo(playbook: Playbook) -> None:
    def triggers(of: Playbook) -> set[str]:
        return {line.lower() for c in of.categories for s in c.scripts for line in s.triggers}

    assert len(triggers(playbook) & triggers(load_default())) <= 8


def test_cards_can_be_read_in_three_seconds(playbook: Playbook) -> None:
    texts = {s.id: s.text for c in playbook.categories for s in c.scripts}
    texts |= {fact.id: fact.text for fact in playbook.product.facts}
    assert [i for i, text in texts.items() if len(text.split()) > 24] == []


def test_every_stage_has_what_it_needs(playbook: Playbook) -> None:
    goals = Counter(goal.stage for goal in playbook.objectives)
    asked = Counter(question.stage for question in playbook.questions)
    for guide in playbook.stages:
        assert goals[guide.stage] >= 2
        assert asked[guide.stage] >= 4
        assert len(guide.talking_points) >= 3
        assert 12 <= len(guide.sounds_like) <= 20
    assert all(len(goal.done_when) >= 6 for goal in playbook.objectives)
    assert all(len(question.alternatives) >= 2 for question in playbook.questions)
    assert {guide.stage for guide in playbook.stages} == set(Stage)


def test_each_trade_has_words_of_its_own() -> None:
    def lines(of: str) -> set[str]:
        scripts = chain.from_iterable(c.scripts for c in template(of).playbook.categories)
        return set(chain.from_iterable(script.triggers for script in scripts))

    trades = {each: lines(each) for each in GENERIC if each != "b2b_software"}
    every = set.intersection(*trades.values())
    assert [each for each, own in trades.items() if len(own - every) < 40] == []


def test_what_is_never_said_is_told_in_every_template(playbook: Playbook) -> None:
    assert len(playbook.never_say) >= 5
    assert len(playbook.competitors) >= 2
    assert len(playbook.product.facts) >= 7


def test_it_claims_nothing_about_the_product(playbook: Playbook) -> None:
    claims = re.compile(
        r"\d+ (?:days?|customers|percent)|free for|encrypted|certified|guarantee|\$\d|Fernbell",
        re.IGNORECASE,
    )
    assert [line for line in spoken(playbook) if claims.search(line)] == []


@pytest.mark.parametrize("known", [{}, {"customer_name": "Ana", "company": "Acme"}])
def test_filled_lines_read_as_somebody_would_say_them(
    playbook: Playbook, known: dict[str, str]
) -> None:
    for line in spoken(without_blanks(filled(playbook, **known))):
        assert not re.search(r"[{}]|  | ,|\.\.", line), line
        assert line[0].isupper() or line.startswith(playbook.product.name), line
