"""Ticks are right when their words are of a turn that shows the objective."""

import pytest

from salescoach.app.evaluate.call_figures import figures_of
from salescoach.app.evaluate.calls import CallResult, play_call
from salescoach.app.evaluate.material import LabelledCall
from salescoach.domain.audio import Speaker
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.rehearsal import SpokenLine
from tests.fakes import expertise, playbook

GOAL = next(goal for goal in playbook().objectives if goal.id == "need_linked")
SHOWN = GOAL.done_when[0]


def call(*reached: tuple[str, tuple[int, ...]]) -> LabelledCall:
    lines = (
        SpokenLine(Speaker.SALESPERSON, "So.", 0, 2_000),
        SpokenLine(Speaker.CUSTOMER, "Hm.", 3_000, 5_000),
        SpokenLine(Speaker.SALESPERSON, SHOWN, 6_000, 9_000),
    )
    return LabelledCall("c", lines, (None,) * 3, (), (), reached, labels_cards=False)


async def play(labelled: LabelledCall) -> CallResult:
    return await play_call(await expertise(), labelled)


async def test_a_tick_on_a_turn_that_shows_it_is_right() -> None:
    done = await play(call((GOAL.id, (0, 2))))

    assert [(tick.turn, tick.objective, tick.is_right) for tick in done.ticks] == [
        (2, GOAL.id, True)
    ]
    assert done.ticks[0].quote in SHOWN
    assert done.unticked == ()
    figures = figures_of(done.tally)
    assert (figures["tick_precision"], figures["tick_recall"]) == (1, 1)


async def test_a_tick_on_other_words_is_false_and_the_objective_stays_missed() -> None:
    done = await play(call((GOAL.id, (0,))))

    assert [tick.is_right for tick in done.ticks] == [False]
    assert [(each.turn, each.objective) for each in done.unticked] == [(0, GOAL.id)]


async def test_what_nobody_reached_is_a_false_tick() -> None:
    assert figures_of((await play(call())).tally)["tick_precision"] == 0


async def test_objectives_of_another_playbook_are_refused() -> None:
    with pytest.raises(InvalidInput, match="'conquer'"):
        await play(call(("conquer", (0,))))
