"""The shipped playbook keeps what the product promises of it."""

from collections import Counter
from itertools import chain

import pytest

from salescoach.domain.playbook import Category, Playbook
from salescoach.domain.signal import ObjectionType, SignalKind, Stage
from salescoach.domain.slots import filled
from salescoach.rooms.playbook.loader import load_default

SCRIPTS = {
    "opener": 3,
    "not_interested": 4,
    "price": 3,
    "callback": 3,
    "ai_concerns": 3,
    "closing": 4,
    "discovery": 6,
    "authority": 3,
    "trust": 3,
    "competitor": 3,
    "technical": 3,
}
OPENED_BY = {
    "price": ObjectionType.PRICE,
    "callback": ObjectionType.TIMING,
    "not_interested": ObjectionType.NEED,
    "ai_concerns": ObjectionType.AI_CONCERNS,
    "authority": ObjectionType.AUTHORITY,
    "trust": ObjectionType.TRUST,
    "competitor": ObjectionType.COMPETITOR,
    "technical": ObjectionType.TECHNICAL,
}


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return load_default()


def test_eleven_categories_with_thirty_eight_scripts(playbook: Playbook) -> None:
    assert {c.id: len(c.scripts) for c in playbook.categories} == SCRIPTS


def test_each_signal_opens_the_category_of_the_design(playbook: Playbook) -> None:
    objections = {c.id: c.objection_type for c in playbook.categories if c.objection_type}
    assert objections == OPENED_BY
    assert [c.id for c in playbook.categories if c.signal is SignalKind.BUYING_SIGNAL] == [
        "closing"
    ]


def test_every_script_that_a_signal_opens_has_enough_triggers(playbook: Playbook) -> None:
    for category in playbook.categories:
        for script in category.scripts:
            assert len(script.triggers) in (range(6, 11) if category.signal else (0,)), script.id


def test_no_trigger_stands_twice(playbook: Playbook) -> None:
    triggers = chain.from_iterable(s.triggers for c in playbook.categories for s in c.scripts)
    assert [line for line, n in Counter(t.lower() for t in triggers).items() if n > 1] == []


def _scripts(categories: tuple[Category, ...]) -> dict[str, str]:
    return {s.id: s.text for c in categories for s in c.scripts}


def test_cards_can_be_read_in_three_seconds(playbook: Playbook) -> None:
    long = [i for i, text in _scripts(playbook.categories).items() if len(text.split()) > 22]
    assert long == []


@pytest.mark.parametrize("name", [None, "Rosa"])
def test_filled_texts_hold_no_slot(playbook: Playbook, name: str | None) -> None:
    ready = filled(playbook, name)
    for script_id, text in _scripts(ready.categories).items():
        assert "{" not in text, script_id
        assert text[0].isupper(), script_id
        assert "  " not in text, script_id
        assert " ," not in text, script_id
    assert not any("{" in c.say for c in ready.competitors)


def test_fourteen_objectives_over_five_stages(playbook: Playbook) -> None:
    assert Counter(o.stage for o in playbook.objectives) == {
        Stage.OPENING: 2,
        Stage.DISCOVERY: 3,
        Stage.PITCH: 3,
        Stage.OBJECTION: 3,
        Stage.CLOSE: 3,
    }
    assert all(6 <= len(o.done_when) <= 16 for o in playbook.objectives)


def test_guidance_always_has_questions_and_points(playbook: Playbook) -> None:
    asked = Counter(q.stage for q in playbook.questions)
    for guide in playbook.stages:
        assert asked[guide.stage] >= 3
        assert len(guide.talking_points) >= 3
        assert 12 <= len(guide.sounds_like) <= 20


def test_facts_answer_questions(playbook: Playbook) -> None:
    assert len(playbook.product.facts) >= 12
    assert all(4 <= len(fact.asks) <= 8 for fact in playbook.product.facts)


def test_the_product_name_is_in_the_vocabulary(playbook: Playbook) -> None:
    assert playbook.product.name in {term.term for term in playbook.vocabulary}
