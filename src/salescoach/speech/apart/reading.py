"""A stranger's file, read by a process of its own: what it is, and its sound as frames.

The process gets the open file and nothing else: no name, no environment with keys in it. Whatever
it does, this side waits only so long and takes only so much.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from salescoach.domain.audio import BYTES_PER_SAMPLE, AudioFrame, ms_to_samples
from salescoach.domain.events import Timing
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.speech.media import FRAME_MS
from salescoach.speech.transcripts.lines import NamedLine

LOOK_WITHIN_S = 60.0
SOUND_WITHIN_S = 60.0
"""Between two pieces of it."""

MOST_TOLD = 128 * 2**20
_PIPE = 1 << 18
_PASSED_ON = ("PATH", "SYSTEMROOT", "LANG", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

FileKind = Literal["recording", "transcript", "document"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is. ``mixed``: the two channels of a recording carry the same voices. ``lines``
    are a transcript's."""

    kind: FileKind
    format: str
    duration_ms: int | None = None
    channels: int = 0
    mixed: bool = False
    began_at: datetime | None = None
    timing: Timing = "full"
    lines: tuple[NamedLine, ...] = ()


async def look(path: Path) -> Look:
    """Raises ``NotFound`` (``file_not_found``) or ``InvalidInput`` with a code that says what is
    wrong with it."""
    with _opened(path) as file:
        process = await _start(file, "look")
        try:
            async with asyncio.timeout(LOOK_WITHIN_S):
                told, failed = await asyncio.gather(_all_of(process), _end_of(process))
        except TimeoutError:
            raise _unreadable() from None
        finally:
            await _end(process)
    if process.returncode != 0:
        raise _refused(failed)
    answer = json.loads(told)
    began_at = answer.get("began_at")
    return Look(
        kind=answer["kind"],
        format=answer["format"],
        duration_ms=answer.get("duration_ms"),
        channels=answer.get("channels", 0),
        mixed=answer.get("mixed", False),
        began_at=None if began_at is None else datetime.fromisoformat(began_at),
        timing=answer.get("timing", "full"),
        lines=tuple(NamedLine(*line) for line in answer.get("lines", ())),
    )


class ApartSound:
    """The sound of a recording as frames of 50 ms, the ``channels`` in turn: the file's first
    channel under ``channels[0]``. One channel of a file with two is both, mixed. ``damaged`` is
    known at the end. Iterating raises as ``look``."""

    def __init__(self, path: Path, channels: tuple[int, ...]) -> None:
        self.damaged = False
        self._path = path
        self._channels = channels

    async def __aiter__(self) -> AsyncIterator[AudioFrame]:
        with _opened(self._path) as file:
            process = await _start(file, "sound", str(len(self._channels)))
            said = asyncio.create_task(_end_of(process), name="reader-says")
            try:
                seq = 0
                async for block in self._blocks(process):
                    for place, channel in enumerate(self._channels):
                        yield AudioFrame(channel, seq, _channel_of(block, place, self._count))
                    seq += 1
                await process.wait()
                last = await said
            finally:
                said.cancel()
                await _end(process)
        if process.returncode != 0:
            raise _refused(last)
        self.damaged = bool(_told(last).get("damaged"))

    @property
    def _count(self) -> int:
        return len(self._channels)

    async def _blocks(self, process: asyncio.subprocess.Process) -> AsyncIterator[bytes]:
        assert process.stdout is not None
        unit = BYTES_PER_SAMPLE * self._count
        size = ms_to_samples(FRAME_MS) * unit
        pending = b""
        while True:
            try:
                async with asyncio.timeout(SOUND_WITHIN_S):
                    piece = await process.stdout.read(_PIPE)
            except TimeoutError:
                raise _unreadable() from None
            pending += piece
            whole = len(pending) - len(pending) % size
            for at in range(0, whole, size):
                yield pending[at : at + size]
            pending = pending[whole:]
            if not piece:
                rest = len(pending) - len(pending) % unit
                if rest:
                    yield pending[:rest]
                return


def _channel_of(block: bytes, place: int, channels: int) -> bytes:
    if channels == 1:
        return block
    picked = bytearray(len(block) // channels)
    for byte in range(BYTES_PER_SAMPLE):
        start = place * BYTES_PER_SAMPLE + byte
        picked[byte::BYTES_PER_SAMPLE] = block[start :: BYTES_PER_SAMPLE * channels]
    return bytes(picked)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except (FileNotFoundError, IsADirectoryError):
        raise NotFound("The file is not there any more.", code="file_not_found") from None


async def _start(file: IO[bytes], *arguments: str) -> asyncio.subprocess.Process:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "salescoach.speech.apart.reader",
        *arguments,
        stdin=file,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        limit=_PIPE,
    )


async def _all_of(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    told = bytearray()
    while piece := await process.stdout.read(_PIPE):
        told += piece
        if len(told) > MOST_TOLD:
            raise _unreadable()
    await process.wait()
    return bytes(told)


async def _end_of(process: asyncio.subprocess.Process) -> bytes:
    """The end of what it writes on stderr; libraries write there, too."""
    assert process.stderr is not None
    end = b""
    while piece := await process.stderr.read(_PIPE):
        end = (end + piece)[-8_192:]
    return end


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        if process.returncode is None:
            process.kill()
    await process.wait()


def _refused(last: bytes) -> InvalidInput:
    """What the process said before it ended. One that was ended by a limit said nothing."""
    told = _told(last)
    code, message = told.get("error"), told.get("message")
    if isinstance(code, str) and isinstance(message, str):
        return InvalidInput(message, code=code)
    return _unreadable()


def _told(last: bytes) -> dict[str, object]:
    lines = last.strip().splitlines()
    try:
        told = json.loads(lines[-1])
    except (IndexError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _unreadable() -> InvalidInput:
    return InvalidInput(
        "This file could not be read within its limits. Save it again in another form, such as "
        "m4a or wav, and import that.",
        code="unreadable",
    )
