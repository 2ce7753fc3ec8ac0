"""A sound becomes the recording of a call: written, heard through, and only then given its name."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.recordings import waveform
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.recordings.mixdown import Sound
from salescoach.rooms.recordings.opus import OpusWriter
from salescoach.rooms.recordings.steps import Steps
from salescoach.rooms.recordings.waveform import Waveform, WaveformReader

BLOCKS_A_STEP = 5
FRAMES_A_STEP = 200
SHORTER_MS = 60
"""A file may hold so much less or more than it was given."""
LOUD = 4_096
"""A side that reached this cannot come out silent."""


class RecordingFailed(SalesCoachError):
    """What was written is not what was given."""

    code = "recording_failed"


@dataclass(frozen=True, slots=True)
class Kept:
    """``channels``: 2 for salesperson left and customer right, 1 when they are mixed."""

    duration_ms: int
    channels: int
    size_bytes: int


def keep(files: RecordingFiles, call_id: str, blocks: Iterator[Sound]) -> Steps[Kept | None]:
    """None, and no file, when there was no sound. Raises ``OSError``, ``av.FFmpegError``,
    ``RecordingFailed``, and what ``blocks`` raises; nothing is left behind then."""
    first = next(blocks, None)
    if first is None:
        return None
    part = files.part(call_id)
    files.prepare(call_id)
    try:
        given = yield from _write(files, call_id, first, blocks)
        made = yield from waveform_of(files, call_id, part=True)
        _compare(given, made)
        waveform.store(made, files.waveform(call_id))
        files.publish(call_id)
    finally:
        part.unlink(missing_ok=True)
    size = files.recording(call_id).stat().st_size
    return Kept(made.duration_ms, len(made.peaks), size)


def waveform_of(files: RecordingFiles, call_id: str, *, part: bool = False) -> Steps[Waveform]:
    """Raises ``InvalidInput`` (``not_audio``) or ``NotFound`` (``file_not_found``)."""
    reader = WaveformReader(files.part(call_id) if part else files.recording(call_id))
    for count, _ in enumerate(reader.steps(), 1):
        if count % FRAMES_A_STEP == 0:
            yield
    return reader.result


@dataclass(frozen=True, slots=True)
class _Given:
    samples: int
    peaks: tuple[int, ...]


def _write(
    files: RecordingFiles, call_id: str, first: Sound, blocks: Iterator[Sound]
) -> Steps[_Given]:
    peaks = np.zeros(len(first), np.int32)
    with OpusWriter(files.part(call_id), len(first)) as writer:
        block: Sound | None = first
        count = 0
        while block is not None:
            writer.write(block)
            peaks = np.maximum(peaks, np.abs(block.astype(np.int32)).max(axis=1, initial=0))
            count += 1
            if count % BLOCKS_A_STEP == 0:
                yield
            block = next(blocks, None)
        return _Given(writer.samples, tuple(int(peak) for peak in peaks))


def _compare(given: _Given, made: Waveform) -> None:
    given_ms = given.samples // 16
    if abs(given_ms - made.duration_ms) > SHORTER_MS:
        raise RecordingFailed(f"Of {given_ms} ms of sound {made.duration_ms} ms were written.")
    for wanted, row in zip(given.peaks, made.peaks, strict=True):
        if wanted >= LOUD and not any(row):
            raise RecordingFailed("One side of the sound was lost in writing.")
