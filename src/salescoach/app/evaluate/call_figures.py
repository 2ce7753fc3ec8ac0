"""The few numbers that whole calls are judged by, out of their tallies."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from salescoach.app.evaluate.calls import CallResult, Tally, added_up
from salescoach.app.evaluate.measures import Matrix, confusion
from salescoach.app.evaluate.paired import Figures, Places
from salescoach.domain.signal import Stage

TEN_MINUTES_S = 600.0
STAGES = tuple(Stage)
SMALLER_IS_BETTER = frozenset({"false_cards_per_10_min"})


def figures_of(total: Tally) -> dict[str, float]:
    """nan where there is nothing to count."""
    carded_s = total.seconds - total.seconds_without_cards
    return {
        "stage_accuracy": _share(total.stages_right, total.stages),
        "objection_recall": _share(total.objections_found, total.objections),
        "objection_recall_any_type": _share(total.objections_found_any_type, total.objections),
        "objection_card_recall": _share(total.objections_carded, total.objections),
        "buying_signal_recall": _share(total.buying_signals_found, total.buying_signals),
        "false_cards_per_10_min": _share(total.cards_false * TEN_MINUTES_S, carded_s),
        "tick_precision": _share(total.ticks_right, total.ticks),
        "tick_recall": _share(total.ticks_right, total.objectives),
    }


def call_figures(tallies: Sequence[Tally]) -> Figures:
    """The figures of the calls at some places, added up before they are divided: a long call
    weighs as much as it is long."""

    def measured(places: Places) -> Mapping[str, float]:
        return figures_of(added_up(tallies[place] for place in places))

    return measured


def stage_confusion(results: Sequence[CallResult]) -> Matrix:
    pairs = [pair for result in results for pair in result.stages]
    codes = np.array([[STAGES.index(each) for each in pair] for pair in pairs], np.int64)
    codes = codes.reshape(-1, 2)
    return confusion(codes[:, 0], codes[:, 1], len(STAGES))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan
