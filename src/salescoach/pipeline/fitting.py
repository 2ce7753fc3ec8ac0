"""Which key questions fit the objection that is open, by when the playbook says to ask them.

A question for doubts about the price is of use only when the price is doubted; "what worries you
most?" always is. So what counts is how much nearer a question is to one kind of objection than to
the others: one made for another kind comes last.
"""

from collections.abc import Mapping

from salescoach.domain.signal import ObjectionType
from salescoach.pipeline.guide import open_signal
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.state import CallState


def fitting(index: PlaybookIndex, state: CallState) -> Mapping[str, float]:
    """How well each key question fits the objection that is open; empty when none is."""
    pressing = open_signal(state)
    kind = pressing.objection_type if pressing is not None else None
    return fitting_to(index, kind) if kind is not None else {}


def fitting_to(index: PlaybookIndex, kind: ObjectionType) -> Mapping[str, float]:
    """For each key question how well it fits, above 0 when it is made for ``kind``. Empty when the
    playbook has no triggers for that kind or for no other."""
    places: dict[ObjectionType, list[int]] = {}
    for place, (category, _) in enumerate(index.triggers.owners):
        if category.objection_type is not None:
            places.setdefault(category.objection_type, []).append(place)
    own, others = places.get(kind), [rows for other, rows in places.items() if other is not kind]
    if not own or not others or not index.uses.texts:
        return {}
    table = index.uses.vectors @ index.triggers.vectors.T
    return {
        owner.question: float(row[own].max() - max(row[rows].max() for rows in others))
        for owner, row in zip(index.uses.owners, table, strict=True)
    }
