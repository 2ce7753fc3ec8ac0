"""What the log of an earlier server tells about a call that goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from salescoach.domain.events import CallEnded, CallEvent, CallStarted, Paused
from salescoach.kit.errors import Conflict, NotFound
from salescoach.pipeline.state import CallState, fold


@dataclass(frozen=True, slots=True)
class Past:
    """``since_first_frame_ms`` is real time. ``paused_at_ms`` says when the call was paused, as
    ``at_ms``, when it still is."""

    started: CallStarted
    state: CallState
    since_first_frame_ms: float
    paused_at_ms: int | None


def past_of(
    call_id: str, events: Sequence[CallEvent], now: datetime, since_ms: float | None = None
) -> Past:
    """``since_ms``: how long ago the call began, where that is known better than by the wall clock.

    Raises ``NotFound`` (``call_not_found``) or ``Conflict`` (``call_has_ended``)."""
    if not events or not isinstance(events[0], CallStarted):
        raise NotFound(f"There is no call {call_id}.", code="call_not_found")
    if isinstance(events[-1], CallEnded):
        raise Conflict("This call has ended.", code="call_has_ended")
    started = events[0]
    state = fold(events)
    # As near as the log tells: the first frame came soon after the start, and no event of the
    # past may be later than now.
    since = since_ms
    if since is None:
        since = (now - datetime.fromisoformat(started.started_at)).total_seconds() * 1000
    paused_at_ms = None
    if state.paused_at_ms is not None:
        paused_at_ms = next(e.at_ms for e in reversed(events) if isinstance(e, Paused))
    return Past(started, state, max(since, float(events[-1].at_ms)), paused_at_ms)
