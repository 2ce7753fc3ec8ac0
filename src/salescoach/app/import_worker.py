"""The process that makes a call of one file: ``python -m salescoach.app.import_worker``.

It puts the file through the desk of a live call, into a journal that the history takes in once it
is whole. No language model writes cards for a call that is over; the review may ask one.
"""

import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from loguru import logger

from salescoach.app.import_desk import open_import_desk
from salescoach.app.import_sound import keep_sound
from salescoach.app.import_source import source_of
from salescoach.app.replay_report import peak_rss_mb
from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.events import CallEvent, Transcription
from salescoach.infra.configuration import read_configuration
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.imports.errors import disk_full, is_disk_full, too_long
from salescoach.rooms.imports.job import Figures
from salescoach.rooms.imports.journal import JournalLog
from salescoach.rooms.imports.order import GO, WAIT, Told, WorkOrder, order_form, told_form
from salescoach.rooms.imports.roles import person_in
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import OpenCall
from salescoach.rooms.live.replay import Frames, Replayed, each_frame, replay

NICENESS = 10
TELL_EVERY_S = 0.5
_GRACE_MS = 60_000
_HEARING = 0.9
"""Of the work, when the sound is kept, too."""


class Gate:
    """Whether the work may go on, and how long it stood still."""

    def __init__(self) -> None:
        self.waited_s = 0.0
        self._open = asyncio.Event()
        self._open.set()
        self._loop = asyncio.get_running_loop()

    def listen(self, orders: Iterator[bytes]) -> None:
        listening = threading.Thread(
            target=self._listen, args=(orders,), name="import-orders", daemon=True
        )
        listening.start()

    async def passed(self) -> None:
        if self._open.is_set():
            return
        began = time.monotonic()
        await self._open.wait()
        self.waited_s += time.monotonic() - began

    def _listen(self, orders: Iterator[bytes]) -> None:
        for line in orders:
            if line == WAIT:
                self._loop.call_soon_threadsafe(self._open.clear)
            elif line == GO:
                self._loop.call_soon_threadsafe(self._open.set)
        # Whoever gave the order is gone.
        os._exit(0)


def orders_on(descriptor: int) -> Iterator[bytes]:
    """Lines as they come. Without a buffer of Python's: its lock, held by a thread that waits for
    the next line, would stop the process from ending."""
    pending = b""
    while piece := os.read(descriptor, 1 << 16):
        *lines, pending = (pending + piece).split(b"\n")
        for line in lines:
            yield line + b"\n"


class Passing:
    """The frames of a file as long as the work may go on, with word of how far they have come: from
    ``begin`` to ``end`` of all there is to do, each 0-1."""

    def __init__(
        self, frames: Frames, gate: Gate, order: WorkOrder, begin: float = 0.0, end: float = 1.0
    ) -> None:
        self.heard_ms = 0.0
        """Of the first channel."""
        self._frames = frames
        self._gate = gate
        self._duration_ms = order.duration_ms
        self._begin, self._end = begin, end
        self._told_at = time.monotonic()

    async def __aiter__(self) -> AsyncIterator[AudioFrame]:
        first = None
        async for frame in each_frame(self._frames):
            await self._gate.passed()
            yield frame
            first = frame.channel if first is None else first
            self.heard_ms += frame.duration_ms if frame.channel == first else 0
            self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if self._duration_ms and now - self._told_at >= TELL_EVERY_S:
            self._told_at = now
            share = min(1.0, self.heard_ms / self._duration_ms)
            tell(Told(progress=round(self._begin + (self._end - self._begin) * share, 4)))


class Heard:
    """The frames on their way to the desk, and the turns that came of them."""

    def __init__(self, passing: Passing, most_minutes: int) -> None:
        self.turns: set[str] = set()
        self._passing = passing
        self._most_minutes = most_minutes

    def take(self, event: CallEvent) -> None:
        if isinstance(event, Transcription) and event.is_final:
            if event.text.strip():
                self.turns.add(event.turn_id)
            else:
                self.turns.discard(event.turn_id)

    async def __aiter__(self) -> AsyncIterator[AudioFrame]:
        async for frame in self._passing:
            yield frame
            if self._passing.heard_ms > self._most_minutes * 60_000 + _GRACE_MS:
                # A file may hold more than it says.
                raise too_long(self._most_minutes)


async def through(desk: CallDesk, log: JournalLog, request: OpenCall, heard: Heard) -> Replayed:
    """Plays what is heard as long as what comes of it is kept. Raises ``OSError`` when it is not,
    and what ``heard`` raises."""
    return await replay(desk, request, _written_down(heard, log), heard.take)


async def _written_down(heard: Heard, log: JournalLog) -> AsyncIterator[AudioFrame]:
    async for frame in heard:
        if log.failure is not None:
            raise log.failure
        yield frame
    await log.drain()
    if log.failure is not None:
        raise log.failure


async def work(order: WorkOrder, orders: Iterator[bytes]) -> Figures:
    """Raises ``SalesCoachError`` with a code that says what is wrong."""
    began = time.monotonic()
    gate = Gate()
    gate.listen(orders)
    settings = read_configuration().settings
    source, sound = await source_of(order)
    listened = 1.0 if order.sound is None else _HEARING
    passing = Passing(source.frames(), gate, order, end=listened)
    heard = Heard(passing, settings.max_call_minutes)
    with tempfile.TemporaryDirectory(dir=order.journal.parent, prefix="spool-") as folder:
        async with open_import_desk(
            settings, source, Path(folder), order.journal, order.playbook_id
        ) as (desk, log, keeps_audio):
            done = await through(desk, log, _request(order, source.channels), heard)
    if order.sound is not None and keeps_audio:
        again = Passing(source.frames(), gate, order, begin=listened)
        await keep_sound(again, source.channels, order.journal, StagedSound(order.sound))
    return Figures(
        # A length that was made up is none.
        audio_s=0.0 if order.timing == "none" else round(done.audio_s, 2),
        wall_s=round(time.monotonic() - began - gate.waited_s, 2),
        cpu_s=_cpu_s(),
        peak_rss_mb=peak_rss_mb() or 0,
        turns=len(heard.turns),
        damaged=sound is not None and sound.damaged,
    )


def _request(order: WorkOrder, channels: tuple[Channel, ...]) -> OpenCall:
    return OpenCall(
        channels=channels,
        consent=order.consent,
        playbook_id=order.playbook_id,
        customer=order.customer,
        began_at=order.began_at,
        dated_by=order.dated_by,
        imported_from=order.name,
        salesperson=person_in(order.roles, Speaker.SALESPERSON),
        timing=order.timing,
    )


def _cpu_s() -> float:
    """Of this process and of those it waited for."""
    spent = os.times()
    return round(spent.user + spent.system + spent.children_user + spent.children_system, 2)


def tell(told: Told) -> None:
    sys.stdout.buffer.write(told_form.dump_json(told, exclude_none=True) + b"\n")
    sys.stdout.buffer.flush()


def why(error: Exception) -> Told:
    """What is told of a failure that nobody foresaw."""
    if is_disk_full(error):
        full = disk_full()
        return Told(error=full.code, message=full.message)
    return Told(error="import_failed", message="The work on this file stopped halfway.")


def main() -> None:
    if sys.platform != "win32":
        os.nice(NICENESS)
    orders = orders_on(0)
    order = order_form.validate_json(next(orders))
    settings = read_configuration().settings
    configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    try:
        tell(Told(figures=asyncio.run(work(order, orders))))
    except SalesCoachError as error:
        tell(Told(error=error.code, message=error.message))
    except Exception as error:  # noqa: BLE001 - whatever it is, whoever gave the order must be told
        logger.opt(exception=error).error("An import failed")
        tell(why(error))
    finally:
        stop_logging()


if __name__ == "__main__":
    main()
