"""Which calls have a review, for other rooms' stores to join with: to be read only."""

from sqlalchemy import Index, Subquery, select

from salescoach.rooms.review.store import reviews

# A review's content is long; this index tells without passing over it.
Index(None, reviews.c.made_at, reviews.c.call_id)


def reviewed_calls() -> Subquery:
    """A row for each review: ``call_id`` and ``made_at``."""
    return select(reviews.c.call_id, reviews.c.made_at).subquery("reviewed_calls")
