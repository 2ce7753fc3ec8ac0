"""Try it decides like a live call, and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.blanks import is_blank
from salescoach.domain.coaching import Coaching
from salescoach.domain.playbook import Competitor, Playbook
from salescoach.domain.signal import ObjectionType, SignalKind, Stage
from salescoach.domain.suggestion import card_of_fact
from salescoach.pipeline.utterance import Utterance
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.rehearsal import OnePlaybook
from salescoach.rooms.playbook.loader import load_default, parse
from salescoach.rooms.playbook.templates import template
from salescoach.rooms.playbook.trial import Said, Trial, Tried
from tests.fakes import WordEmbedder, trigger
from tests.rooms.playbook.builders import MINIMAL


async def tried(text: str, *context: Said, playbook: Playbook | None = None) -> Tried:
    written = playbook or load_default()
    return await Trial(Experts(OnePlaybook(written), WordEmbedder()).learn)(written, text, context)


async def test_a_trigger_brings_its_script_and_says_so() -> None:
    found = await tried(trigger("price"), (Speaker.SALESPERSON, "It is $79 a month."))
    assert found.card is not None
    assert (found.card.category, found.card.script_id) == ("price", "price_too_expensive")
    assert "$79 a month" in found.card.text
    objection = next(s for s in found.signals if s.kind is SignalKind.OBJECTION)
    assert objection.objection_type is ObjectionType.PRICE
    assert objection.quote == trigger("price")
    assert objection.examples[0] == trigger("price")
    assert found.nearest[0].line == trigger("price")
    assert found.nearest[0].similarity == pytest.approx(1)
    why = "\n".join(found.why)
    assert "Heard an objection (price)" in why
    assert "the script “Too expensive”" in why
    assert "100% alike" in why


async def test_another_trigger_changes_the_card_at_once() -> None:
    demo = load_default()
    words = "Crikey Moses that's a proper wedge."
    assert (await tried(words)).card is None
    price = demo.category("price")
    assert price is not None
    scripts = (price.scripts[0], replace(price.scripts[1], triggers=(words,)), price.scripts[2])
    changed = replace(
        demo,
        categories=tuple(
            replace(c, scripts=scripts) if c.id == "price" else c for c in demo.categories
        ),
    )
    found = await tried(words, playbook=changed)
    assert found.card is not None
    assert found.card.script_id == "price_no_budget"


async def test_what_means_nothing_brings_no_card_and_the_nearest_trigger() -> None:
    found = await tried("The weather was lovely on Sunday.")
    assert found.card is None
    assert found.why[0] == "No objection and no buying signal."
    assert any(line.startswith("The nearest of your triggers is “") for line in found.why)
    assert all(0 <= near.similarity <= 1 for near in found.nearest)


async def test_a_question_without_a_fact_says_how_near_one_came() -> None:
    found = await tried("Which colours do the trucks come in?")
    assert found.card is None
    assert found.why[0].startswith("A question was heard")
    assert any("that a fact of yours answers is “" in line for line in found.why)


async def test_a_question_with_a_fact_is_answered() -> None:
    found = await tried("Is there a setup fee?")
    assert found.card is not None
    assert found.card.category is None
    assert found.card.text.startswith("There is no setup fee")
    assert any("your fact “" in line and "setup fee" in line for line in found.why)


async def test_a_muted_fact_answers_nothing() -> None:
    written = load_default()

    async def coaching(playbook_id: str) -> Coaching:
        return Coaching(muted=(card_of_fact("setup_fee"),))

    trial = Trial(Experts(OnePlaybook(written), WordEmbedder()).learn, coaching)
    assert (await trial(written, "Is there a setup fee?", ())).card is None


async def test_courtesy_is_told_to_be_held_back() -> None:
    demo = load_default()
    price = demo.category("price")
    assert price is not None
    polite = replace(price.scripts[0], triggers=("Thank you and have a good day.",))
    changed = replace(demo, categories=(replace(price, scripts=(polite,)),))
    found = await tried("Thank you and have a good day.", playbook=changed)
    assert found.card is None
    assert any("held back: the words are only courtesy" in line for line in found.why)


async def test_a_competitor_that_is_named_brings_what_was_written_about_it() -> None:
    demo = replace(load_default(), competitors=(Competitor("Orbit", "{competitor} is slower."),))
    category = demo.category("competitor")
    assert category is not None
    scripts = (replace(category.scripts[0], triggers=("We already use Orbit.",)),)
    changed = replace(demo, categories=(replace(category, scripts=scripts),))
    found = await tried("We already use Orbit.", playbook=changed)
    assert found.card is not None
    assert (found.card.text, found.card.category) == ("Orbit is slower.", "competitor")
    assert "The card is what you wrote about the competitor they named." in found.why


async def test_a_competitor_that_is_named_needs_no_objection_to_be_heard() -> None:
    demo = replace(load_default(), competitors=(Competitor("SunPeak", "Ask what is in it."),))
    found = await tried("And we are also talking to Sunpeak.", playbook=demo)
    assert found.card is not None
    assert (found.card.text, found.card.category) == ("Ask what is in it.", None)
    assert (await tried("We left SunPeak years ago.", playbook=demo)).card is None
    assert (await tried("Yes.", (Speaker.SALESPERSON, "SunPeak?"), playbook=demo)).card is None


async def test_the_context_brings_no_cards_of_its_own() -> None:
    found = await tried(trigger("price", 1), (Speaker.CUSTOMER, trigger("price", 0)))
    assert found.card is not None


async def test_what_the_user_muted_brings_no_card_here_either() -> None:
    written = load_default()

    async def coaching(playbook_id: str) -> Coaching:
        assert playbook_id == written.id
        return Coaching(muted=("price_too_expensive",))

    trial = Trial(Experts(OnePlaybook(written), WordEmbedder()).learn, coaching)
    found = await trial(written, trigger("price"), [(Speaker.SALESPERSON, "It is $79 a month.")])
    assert found.card is not None
    assert found.card.category == "price"
    assert found.card.script_id != "price_too_expensive"


class Sure:
    """A classifier that is always as sure of the same."""

    def __init__(self, label: str, confidence: float) -> None:
        self._table = {label: confidence, "none": 1 - confidence}

    async def probabilities(
        self, utterance: Utterance, parts: Sequence[str] = ()
    ) -> Sequence[Mapping[str, float]]:
        return [self._table for _ in (utterance, *parts)]


@pytest.mark.parametrize(
    ("label", "confidence", "why"),
    [
        ("objection:trust", 0.9, "None of your categories answers an objection (trust)"),
        (
            "objection:price",
            0.55,
            "Heard an objection (price), not sure enough for a card (55%, 60% are needed)",
        ),
    ],
)
async def test_a_card_that_was_missed_is_explained(label: str, confidence: float, why: str) -> None:
    written = parse(MINIMAL)
    experts = Experts(OnePlaybook(written), WordEmbedder(), Sure(label, confidence))
    found = await Trial(experts.learn)(written, "Zebras gallop over frozen lakes", ())
    assert found.card is None
    assert any(why in line for line in found.why), found.why


async def test_what_is_still_to_be_filled_in_is_never_a_card() -> None:
    """The template's own questions about each of its facts, word for word."""
    general = template("b2b_software").playbook
    waiting = [fact for fact in general.product.facts if is_blank(fact.text)]
    assert len(waiting) > 5
    for fact in waiting:
        for asked in fact.asks:
            card = (await tried(asked, playbook=general)).card
            assert card is None or not is_blank(card.text)
    known = replace(waiting[0], text="You can work with it after two weeks.")
    told = replace(general, product=replace(general.product, facts=(known,)))
    card = (await tried(known.asks[0], playbook=told)).card
    assert card is not None
    assert card.text == known.text


async def test_the_next_move_fits_what_was_said_also_in_the_first_minute() -> None:
    found = await tried(trigger("price"))
    assert found.card is not None
    goals = {goal.text: goal.stage for goal in load_default().objectives}
    assert goals[found.card.next_move] is Stage.OBJECTION
