"""Tries of one client to begin one call.

A busy machine may open a call after its client has given up waiting and asked again. That is the
same call: a second one would stay in the history, open and with nobody in it.
"""

import asyncio
from collections import OrderedDict

from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import OpenCall, Opened

KEPT = 16


class Attempts:
    def __init__(self) -> None:
        self._openings: OrderedDict[str, asyncio.Task[Opened]] = OrderedDict()

    async def open(self, desk: CallDesk, request: OpenCall, attempt_id: str | None) -> Opened:
        """Opens a call, or joins the opening of an earlier try. Raises like ``CallDesk.open``; a
        try that failed, or whose call is over, may be made again."""
        self._forget(desk)
        if attempt_id is None:
            return await desk.open(request)
        opening = self._openings.get(attempt_id)
        if opening is None or _is_over(opening, desk):
            opening = asyncio.create_task(desk.open(request), name="call-opening")
            opening.add_done_callback(_heard)
            self._openings[attempt_id] = opening
            while len(self._openings) > KEPT:
                self._openings.popitem(last=False)
        return await asyncio.shield(opening)

    def _forget(self, desk: CallDesk) -> None:
        """What is over may be made again, and would keep its call in memory."""
        for attempt_id in [each for each, task in self._openings.items() if _is_over(task, desk)]:
            del self._openings[attempt_id]


def _is_over(opening: "asyncio.Task[Opened]", desk: CallDesk) -> bool:
    if not opening.done():
        return False
    if opening.cancelled() or opening.exception() is not None:
        return True
    return desk.get(opening.result().call.id) is None


def _heard(opening: "asyncio.Task[Opened]") -> None:
    """Whoever asked may be gone when it fails; it is told to those who are not."""
    if not opening.cancelled():
        opening.exception()
