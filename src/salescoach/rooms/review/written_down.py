"""A review as it was given out becomes the review that is kept: the other way of `views`."""

from typing import Any

from pydantic import TypeAdapter

from salescoach.domain.review import Review
from salescoach.rooms.review.store import UNTOLD, Job, StoredReview
from salescoach.rooms.review.views import JobView, ReadyAnalysisView

_OTHERWISE_NAMED = {
    "outcome": "call_outcome",
    "outcome_text": "outcome",
    "missed": "missed_opportunities",
    "tips": "improvement_tips",
    "insights": "key_insights",
    "parts": "scorecard",
    "figures": "metrics",
    "mail": "follow_up_mail",
}
"""Field of the review by that of the view; the others bear the same name."""

_review = TypeAdapter(Review)


def stored_review(view: ReadyAnalysisView) -> StoredReview:
    """What the view adds by definition or from the weights is left out: both are made anew."""
    told: dict[str, Any] = view.model_dump()
    renamed = {kept: told[shown] for kept, shown in _OTHERWISE_NAMED.items()}
    return StoredReview(
        view.call_id, _review.validate_python({**told, **renamed}), view.made_at, UNTOLD
    )


def kept_job(view: JobView) -> Job:
    """One that was at work elsewhere is pending here."""
    state = "pending" if view.state in ("running", "refining") else view.state
    return Job(
        view.call_id,
        view.id,
        state,
        False,
        view.attempts,
        view.asked_at,
        view.asked_at,
        view.finished_at,
        view.error,
    )
