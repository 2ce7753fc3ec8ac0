"""The log of a call while it is made from a file: lines on disk that nobody sees yet.

The history takes in the whole call once it is over. Until then there is nothing to clean up: work
that was cut off is thrown away and done again.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import CallEnded, CallEvent, CallStarted, is_durable
from salescoach.infra.bus.bus import Bus, call_topic
from salescoach.infra.codec import decode_event, encode_event
from salescoach.kit.errors import Unavailable
from salescoach.pipeline.state import fold
from salescoach.rooms.calls.log import DRAIN_WITHIN_S, check_event


class JournalLog:
    """Keeps ``EventLog`` for one call that nobody resumes. A disk that does not take it is kept in
    ``failure``: a call goes on whatever its log says, so whoever feeds it has to look."""

    def __init__(self, bus: Bus, file: IO[bytes]) -> None:
        self._bus = bus
        self._file = file
        self._start: CallStarted | None = None
        self._seq = 0
        self.failure: OSError | None = None

    async def open_call(self, start: CallStarted, resume_token_hash: str) -> None:
        self._start = start
        if start.seq is not None:
            self.append(start)

    def append(self, event: CallEvent) -> asyncio.Future[None]:
        check_event(event)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        if event.seq is not None and is_durable(event):
            if event.seq <= self._seq:
                return done
            self._put(encode_event(event) + b"\n")
            self._seq = event.seq
        self._bus.publish(call_topic(event.call_id), event)
        return done

    async def read(
        self, call_id: str, after_seq: int = 0, limit: int | None = None
    ) -> list[CallEvent]:
        """Only the first event: whoever reads along has the others from the bus."""
        return [self._start] if self._start is not None and after_seq == 0 else []

    async def committed_seq(self, call_id: str) -> int:
        return self._seq

    async def resume_token_hash(self, call_id: str) -> str:
        return ""

    async def reopen(self, call_id: str) -> None:
        return

    @property
    def trouble(self) -> str | None:
        return None

    async def drain(self, within_s: float = DRAIN_WITHIN_S) -> bool:
        self._put(b"")
        return True

    async def aclose(self) -> None:
        self._put(b"")

    def _put(self, line: bytes) -> None:
        """Nothing goes to the file any more once it took less than it was given."""
        if self.failure is not None:
            return
        try:
            self._file.write(line)
            if not line:
                self._file.flush()
        except OSError as error:
            self.failure = error


def read_journal(path: Path, *, recorded: bool = False) -> CallRecord:
    """The call as its journal tells it; ``recorded``: its sound is kept. Raises
    ``Unavailable`` (``import_cut_off``) when it does not end."""
    with path.open("rb") as file:
        events = tuple(decode_event(line) for line in file)
    started = events[0] if events else None
    last = events[-1] if events else None
    if not isinstance(started, CallStarted) or not isinstance(last, CallEnded):
        raise Unavailable("The work on this file was cut off.", code="import_cut_off")
    started = replace(started, record_audio=recorded)
    events = (started, *events[1:])
    state = fold(events)
    turns = tuple(
        sorted(
            (turn for turn in state.turns.values() if turn.text.strip()),
            key=lambda turn: (turn.start_ms, turn.id),
        )
    )
    # A length that was made up is none.
    duration_ms = 0 if started.timing == "none" else round(last.duration_s * 1000)
    began_at = datetime.fromisoformat(started.started_at).astimezone(UTC)
    call = Call(
        id=started.call_id,
        status="ended",
        started_at=began_at,
        ended_at=began_at + timedelta(milliseconds=duration_ms),
        duration_ms=duration_ms,
        customer=started.customer,
        playbook_id=started.playbook_id,
        consent=started.consent,
        record_audio=started.record_audio,
        turn_count=len(turns),
        imported_from=started.imported_from,
        timing=started.timing,
    )
    return CallRecord(call, turns, events)
