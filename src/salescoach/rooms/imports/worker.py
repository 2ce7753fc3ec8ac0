"""A process that makes a call of one file: started, told to wait while somebody talks, and ended.

It works at low priority, and with the server's end ends too: it lives as long as its stdin.
"""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Sequence

from pydantic import ValidationError

from salescoach.kit.errors import InvalidInput, SalesCoachError, Unavailable
from salescoach.rooms.imports.job import Figures
from salescoach.rooms.imports.order import GO, WAIT, Told, WorkOrder, order_form, told_form

_LONGEST_LINE = 1 << 20
_GOODBYE_S = 5.0

Progress = Callable[[float], None]
"""Told how far the work is, 0-1, about once a second."""
Work = Callable[[WorkOrder, Progress, asyncio.Event], Awaitable[Figures]]
"""Does an order while the event is set, and rests while it is not. Raises ``InvalidInput`` for what
another try would not mend, any other ``SalesCoachError`` for what it may; cancelled, it leaves no
process behind."""


class WorkerProcess:
    """Keeps ``Work``: ``command`` is a program that speaks ``order`` on its pipes."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    async def __call__(
        self, order: WorkOrder, progress: Progress, may_go_on: asyncio.Event
    ) -> Figures:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST_LINE,
        )
        talking = asyncio.create_task(_talk(process, order, may_go_on), name="import-talk")
        try:
            return await _listen(process, progress)
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
            await _end(process)


def python_worker(module: str) -> WorkerProcess:
    return WorkerProcess((sys.executable, "-P", "-m", module))


async def _talk(
    process: asyncio.subprocess.Process, order: WorkOrder, may_go_on: asyncio.Event
) -> None:
    assert process.stdin is not None
    # A worker that is gone is noticed where it is listened to.
    with contextlib.suppress(OSError, RuntimeError):
        process.stdin.write(order_form.dump_json(order) + b"\n")
        going = True
        while True:
            if may_go_on.is_set() is not going:
                going = not going
                process.stdin.write(GO if going else WAIT)
            await process.stdin.drain()
            if going:
                await asyncio.sleep(_LOOK_S)
            else:
                await may_go_on.wait()


_LOOK_S = 0.25


async def _listen(process: asyncio.subprocess.Process, progress: Progress) -> Figures:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        try:
            told = told_form.validate_json(line)
        except ValidationError:
            raise _failed() from None
        if told.figures is not None:
            return told.figures
        if told.error is not None:
            raise _told_error(told)
        if told.progress is not None:
            progress(told.progress)
    raise _failed()


async def _end(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_GOODBYE_S if process.returncode is None else None):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _told_error(told: Told) -> SalesCoachError:
    assert told.error is not None
    message = told.message or "The file could not be imported."
    kind = Unavailable if told.error in _PASSING else InvalidInput
    return kind(message, code=told.error)


_PASSING = frozenset(
    {
        "unavailable",
        "storage_unavailable",
        "disk_full",
        "speech_failed",
        "import_failed",
        "recording_not_written",
        "recording_failed",
    }
)
"""What another try may mend."""


def _failed() -> Unavailable:
    return Unavailable(
        "The work on this file stopped halfway. Try again; if it happens again, save the file in "
        "another form.",
        code="import_failed",
    )
