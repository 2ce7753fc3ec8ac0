"""How many promises a review tells of each side: those of its next steps, and no others.

A promise of both counts for each of them, so that the figures agree with the list beside them.
"""

from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Figure, FigureKey, FigureMoment, Review

_SIDES: dict[FigureKey, Speaker] = {
    "own_promises": Speaker.SALESPERSON,
    "their_promises": Speaker.CUSTOMER,
}


def told_figures(review: Review) -> tuple[Figure, ...]:
    """The figures of ``review`` in their order; one that the call does not tell stays so."""
    return tuple(_told(review, figure) for figure in review.figures)


def _told(review: Review, figure: Figure) -> Figure:
    side = _SIDES.get(figure.key)
    if side is None or figure.value is None:
        return figure
    kept = [each for each in review.next_steps if each.shared or each.owner is side]
    moments = tuple(FigureMoment(each.evidence) for each in kept)
    return replace(figure, value=len(kept), moments=moments)
