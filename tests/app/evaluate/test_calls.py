import math

import numpy as np
import pytest

from salescoach.app.evaluate.call_figures import call_figures, figures_of, stage_confusion
from salescoach.app.evaluate.calls import CallResult, Tally, added_up, play_call
from salescoach.app.evaluate.material import LabelledCall
from salescoach.domain.audio import Speaker
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.rooms.live.rehearsal import SpokenLine
from tests.fakes import expertise, trigger

PRICE, TIMING = ObjectionType.PRICE, ObjectionType.TIMING


def call(
    *said: str,
    objections: tuple[tuple[int, ObjectionType], ...] = (),
    buying_signals: tuple[int, ...] = (),
    stages: tuple[Stage | None, ...] = (),
) -> LabelledCall:
    """The salesperson begins; everybody takes half a minute."""
    speakers = (Speaker.SALESPERSON, Speaker.CUSTOMER)
    lines = tuple(
        SpokenLine(speakers[at % 2], text, at * 30_000, at * 30_000 + 29_000)
        for at, text in enumerate(said)
    )
    return LabelledCall("c", lines, stages or (None,) * len(said), objections, buying_signals)


async def play(labelled: LabelledCall) -> CallResult:
    return await play_call(await expertise(), labelled)


async def test_an_objection_is_found_on_its_turn() -> None:
    done = await play(call("Hello.", trigger("price"), objections=((1, PRICE),)))

    assert done.tally.objections == done.tally.objections_found == 1
    assert done.tally.objections_carded == done.tally.cards_right == 1
    assert done.tally.cards_false == 0
    assert done.missed == ()


async def test_a_neighbouring_turn_is_near_enough_and_a_farther_one_is_not() -> None:
    said = ("Hello.", "Mhm.", "So.", trigger("price"), "Right.")

    near = await play(call(*said, objections=((2, PRICE),)))
    far = await play(call(*said, objections=((1, PRICE),)))

    assert (near.tally.objections_found, near.tally.cards_false) == (1, 0)
    assert (far.tally.objections_found, far.tally.cards_false) == (0, 1)
    assert far.missed[0].text == "Mhm."


async def test_the_wrong_type_is_found_only_when_types_do_not_count() -> None:
    done = await play(call("Hello.", trigger("price"), objections=((1, TIMING),)))

    assert done.tally.objections_found == 0
    assert done.tally.objections_found_any_type == 1
    assert done.tally.objections_carded == 0
    assert done.missed[0].heard == ("price",)
    (card,) = done.cards
    assert not card.fits
    assert not card.is_false


async def test_a_card_where_nothing_is_labelled_is_false() -> None:
    done = await play(call("Hello.", trigger("price"), "I see.", "Mhm."))

    assert (done.tally.cards, done.tally.cards_false) == (1, 1)
    assert done.tally.seconds == pytest.approx(119)
    assert figures_of(done.tally)["false_cards_per_10_min"] == pytest.approx(600 / 119)
    assert done.cards[0].about == "objection:price"


async def test_an_answer_from_the_facts_is_neither_right_nor_false() -> None:
    done = await play(call("Hello.", "What happens when we go over the number of calls?"))

    assert (done.tally.cards, done.tally.cards_of_facts, done.tally.cards_false) == (1, 1, 0)
    assert not done.cards[0].fits


async def test_buying_signals() -> None:
    said = ("Hello.", "Mhm.", "So.", "Right then.", "Well?", trigger("closing"))

    done = await play(call(*said, buying_signals=(1, 5)))

    assert (done.tally.buying_signals, done.tally.buying_signals_found) == (2, 1)
    assert [(each.turn, each.about) for each in done.missed] == [(1, "buying_signal")]


async def test_the_stage_that_stands_after_a_turn_is_compared_with_its_label() -> None:
    opening, close = Stage.OPENING, Stage.CLOSE
    unlabelled = (opening, None, close)

    done = await play(call("Hi, is that the owner?", "Mhm.", "Mhm.", stages=unlabelled))

    assert done.stages == ((opening, opening), (close, opening))
    assert (done.tally.stages, done.tally.stages_right) == (2, 1)
    matrix = stage_confusion([done])
    assert matrix[list(Stage).index(close), list(Stage).index(opening)] == 1
    assert matrix.sum() == 2


def test_calls_are_added_up_before_they_are_divided() -> None:
    long = Tally(seconds=900, stages=90, stages_right=90, cards_false=3)
    short = Tally(seconds=300, stages=10, stages_right=0, cards_false=1)

    figures = call_figures([long, short])

    both = figures(np.array([0, 1]))
    assert added_up([long, short]).seconds == 1_200
    assert both["stage_accuracy"] == pytest.approx(0.9)
    assert both["false_cards_per_10_min"] == pytest.approx(2.0)
    assert math.isnan(both["objection_recall"])
    assert figures(np.array([1, 1]))["stage_accuracy"] == 0.0
