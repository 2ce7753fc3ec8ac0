"""The call's event log: what it promises to the live call, and a log that lives in memory.

A call is its log. Durable events are kept in the order of their ``seq`` and shown on the bus only
once they are safe; interim transcriptions go straight to the bus and are never kept.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from salescoach.domain.events import CallEvent, CallStarted, is_durable
from salescoach.infra.bus.bus import Bus, call_topic
from salescoach.rooms.calls.errors import call_exists, call_has_ended, call_not_found

DRAIN_WITHIN_S = 5.0

OnTrouble = Callable[[str | None], None]
"""Told why events cannot be stored just now (``locked``, ``disk_full``, ``unreachable``), and
None once everything is stored again. Called on the event loop; it must not block or raise."""


class EventLog(Protocol):
    async def open_call(self, start: CallStarted, resume_token_hash: str) -> None:
        """Create the call, live. ``start`` is its first event: when it has a ``seq`` it is appended
        too (appending it again is harmless).

        Raises ``Conflict`` (``call_exists``), or ``Unavailable`` (``storage_unavailable``) when
        storage is in trouble for longer than a start may take.
        """
        ...

    def append(self, event: CallEvent) -> asyncio.Future[None]:
        """Never waits. The future is done once the event is committed; an interim transcription
        is published at once and its future is done.

        Events of one call come in the order of their ``seq``; a ``seq`` that the log holds already
        is dropped. After its commit the event is published on ``call_topic(call_id)``. While
        storage is in trouble events are published at once and stay queued until they can be
        written, so a call goes on; its own path should therefore not wait for the future.

        Raises ``ValueError`` for a durable event without ``seq`` or ``call_id``. The future fails
        when the event can never be stored (unknown call, backlog full, closed log).
        """
        ...

    async def read(
        self, call_id: str, after_seq: int = 0, limit: int | None = None
    ) -> list[CallEvent]:
        """Every shown durable event with a ``seq`` above ``after_seq``, in order. Empty for an
        unknown call."""
        ...

    async def committed_seq(self, call_id: str) -> int:
        """The highest ``seq`` that is safe on disk, 0 for none."""
        ...

    async def resume_token_hash(self, call_id: str) -> str:
        """Raises ``NotFound`` (``call_not_found``)."""
        ...

    async def reopen(self, call_id: str) -> None:
        """An interrupted call is live again. Raises ``NotFound`` (``call_not_found``), or
        ``Conflict`` (``call_has_ended``)."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why events cannot be stored just now, None when they can."""
        ...

    async def drain(self, within_s: float = DRAIN_WITHIN_S) -> bool:
        """Wait until every event appended so far is settled. False when storage was in trouble for
        so long that some still wait; they are written when it can be."""
        ...

    async def aclose(self) -> None:
        """Drain for a bounded time, then stop."""
        ...


def check_event(event: CallEvent) -> None:
    """Raises ``ValueError`` when the event cannot be placed in a log."""
    if not event.call_id:
        raise ValueError(f"an event of type {event.type} names no call")
    if is_durable(event) and (event.seq is None or event.seq < 1):
        raise ValueError(f"a durable event of type {event.type} has no seq")


class MemoryEventLog:
    """For replays that are not kept, and for tests: nothing outlives the process."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._token_hashes: dict[str, str] = {}
        self._ended: set[str] = set()
        self._events: dict[str, dict[int, CallEvent]] = {}

    async def open_call(self, start: CallStarted, resume_token_hash: str) -> None:
        if start.call_id in self._token_hashes:
            raise call_exists()
        self._token_hashes[start.call_id] = resume_token_hash
        if start.seq is not None:
            self.append(start)

    def append(self, event: CallEvent) -> asyncio.Future[None]:
        check_event(event)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if event.seq is not None and is_durable(event):
            if event.call_id not in self._token_hashes:
                future.set_exception(call_not_found(event.call_id))
                future.exception()
                return future
            kept = self._events.setdefault(event.call_id, {})
            if event.seq in kept:
                future.set_result(None)
                return future
            kept[event.seq] = event
            if event.type == "call_ended":
                self._ended.add(event.call_id)
        self._bus.publish(call_topic(event.call_id), event)
        future.set_result(None)
        return future

    async def read(
        self, call_id: str, after_seq: int = 0, limit: int | None = None
    ) -> list[CallEvent]:
        kept = self._events.get(call_id, {})
        return [kept[seq] for seq in sorted(kept) if seq > after_seq][:limit]

    async def committed_seq(self, call_id: str) -> int:
        return max(self._events.get(call_id, {}), default=0)

    async def resume_token_hash(self, call_id: str) -> str:
        if call_id not in self._token_hashes:
            raise call_not_found(call_id)
        return self._token_hashes[call_id]

    async def reopen(self, call_id: str) -> None:
        if call_id not in self._token_hashes:
            raise call_not_found(call_id)
        if call_id in self._ended:
            raise call_has_ended()

    @property
    def trouble(self) -> str | None:
        return None

    async def drain(self, within_s: float = DRAIN_WITHIN_S) -> bool:
        return True

    async def aclose(self) -> None:
        return
