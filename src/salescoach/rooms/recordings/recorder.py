"""Makes recordings of the sound that ended calls left in the spool.

The queue is the spool itself: what lies there for a call that has ended is still to be done, after
a crash too. It goes only once the recording has its name, which it gets when it was heard through.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from loguru import logger

from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import CallEnded, CallEvent
from salescoach.infra.database import StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, NotFound, SalesCoachError
from salescoach.pipeline.state import CallState, fold
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.recordings.keeping import Kept, keep
from salescoach.rooms.recordings.mixdown import mixdown, sides, silenced
from salescoach.rooms.recordings.steps import StepByStep

LOOK_EVERY_S = 2.0
SETTLED = timedelta(seconds=3)
"""The end of a call is stored before its last sound is put away."""
TRY_AGAIN_S = 30.0
"""Twice as long after each failure of a call, up to an hour."""
LONGEST_WAIT_S = 3_600.0


MASK_MARGIN_MS = 400
"""A voice is heard a little before and after the words are marked."""


class Calls(Protocol):
    async def live_ids(self) -> frozenset[str]: ...
    async def get(self, call_id: str) -> Call: ...
    async def record(self, call_id: str) -> CallRecord: ...


class Recorder:
    def __init__(self, files: RecordingFiles, work: StepByStep, calls: Calls, clock: Clock) -> None:
        self._files = files
        self._work = work
        self._calls = calls
        self._clock = clock
        self._failures: dict[str, tuple[int, datetime]] = {}
        """How often a call failed, and when it is tried again."""

    async def run(self) -> None:
        """Never returns."""
        while True:
            try:
                await self.work_off()
            except StorageTrouble as trouble:
                logger.warning("Recordings wait for storage: {}", trouble.reason)
            except OSError as error:
                logger.warning("Recordings wait for the disk: {}", error.strerror)
            await asyncio.sleep(LOOK_EVERY_S)

    async def work_off(self) -> None:
        """Everything that can be done now. Raises ``StorageTrouble``, and ``OSError`` when the
        spool cannot be read."""
        spooled = await asyncio.to_thread(self._files.spooled)
        # Nearly all that lies there belongs to calls that go on.
        live = await self._calls.live_ids() if spooled else frozenset()
        for call_id in spooled:
            if call_id not in live and await self._is_due(call_id):
                await self._record(call_id)

    async def _is_due(self, call_id: str) -> bool:
        now = self._clock.utc()
        _, not_before = self._failures.get(call_id, (0, now))
        try:
            call = await self._calls.get(call_id)
        except NotFound:
            return False
        settled = call.ended_at is not None and call.ended_at + SETTLED <= now
        return call.status == "ended" and call.record_audio and settled and not_before <= now

    async def _record(self, call_id: str) -> None:
        try:
            kept = None
            if not self._files.recording(call_id).is_file():
                kept = await self._made(call_id)
            await asyncio.to_thread(self._files.remove_spool, call_id)
            self._failures.pop(call_id, None)
            if kept is not None:
                logger.info("Call {}: {} ms of sound kept", call_id, kept.duration_ms)
        except StorageTrouble:
            raise
        except (NotFound, Conflict):
            # Deleted, or being deleted.
            return
        except Exception as error:  # noqa: BLE001 - one call's trouble must not stop the others
            code = error.code if isinstance(error, SalesCoachError) else type(error).__name__
            logger.error("Call {} could not be recorded: {}", call_id, code)
            self._try_again(call_id)

    async def _made(self, call_id: str) -> Kept | None:
        record = await self._calls.record(call_id)
        state = fold(until_the_end(record.events))
        groups: Sequence[Sequence[int]] = sides(tuple(state.channels.values()))
        blocks = mixdown(self._files.spool(call_id), groups, state.timelines)
        blocks = silenced(blocks, masked_spans(state))
        return await self._work.do(call_id, keep(self._files, call_id, blocks))

    def _try_again(self, call_id: str) -> None:
        times, _ = self._failures.get(call_id, (0, None))
        wait_s = min(LONGEST_WAIT_S, TRY_AGAIN_S * 2**times)
        self._failures[call_id] = (times + 1, self._clock.utc() + timedelta(seconds=wait_s))


def until_the_end(events: Iterable[CallEvent]) -> Iterator[CallEvent]:
    """Without what was corrected afterwards: a recording has its sides as the call ended, whenever
    it is made, and whoever plays it knows of later swaps from the same log."""
    for event in events:
        yield event
        if isinstance(event, CallEnded):
            return


def masked_spans(state: CallState) -> list[tuple[int, int]]:
    """Call time of the turns that something was taken out of before they were kept: where in them
    it was said is not known, so nothing of them is heard."""
    masked = (each.turn_id for each in state.masked.values() if each.stored)
    turns = (state.turns[turn_id] for turn_id in masked if turn_id in state.turns)
    return [(turn.start_ms - MASK_MARGIN_MS, turn.end_ms + MASK_MARGIN_MS) for turn in turns]
