"""From a call's session to the log, which has to know the call first."""

import asyncio
from collections.abc import Callable
from functools import partial

from loguru import logger

from salescoach.domain.events import CallEvent
from salescoach.rooms.calls.log import EventLog


class Outlet:
    """Takes a session's events. They wait until ``open``, when the log knows the call; ``stored``
    is told each event that the log holds."""

    def __init__(self, log: EventLog) -> None:
        self.stored: Callable[[CallEvent], None] = lambda event: None
        self._log = log
        self._waiting: list[CallEvent] | None = []

    def __call__(self, event: CallEvent) -> None:
        if self._waiting is not None:
            self._waiting.append(event)
            return
        self._log.append(event).add_done_callback(partial(self._settled, event))

    def open(self) -> None:
        waiting, self._waiting = self._waiting or [], None
        for event in waiting:
            self(event)

    def _settled(self, event: CallEvent, future: "asyncio.Future[None]") -> None:
        if future.cancelled():
            return
        if (error := future.exception()) is not None:
            logger.error("An event could not be kept: {}", type(error).__name__)
        else:
            self.stored(event)
