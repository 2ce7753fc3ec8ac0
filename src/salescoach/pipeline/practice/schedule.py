"""When a drill comes back: sooner when it did not work out, later each time that it did."""

from dataclasses import replace
from datetime import datetime, timedelta

from salescoach.domain.drill import Drill

DAYS = (1, 3, 7, 21, 60)
"""After so many days it is due again: the first when an answer was not ready yet, the next ones
each time that it was."""


def after(drill: Drill, *, ready: bool, now: datetime) -> Drill:
    """Only the first answer once it is due moves it: another go at once is for its own sake."""
    if now < drill.due_at:
        return drill
    step = min(drill.step + 1, len(DAYS) - 1) if ready else 0
    return replace(drill, step=step, due_at=now + timedelta(days=DAYS[step]))
