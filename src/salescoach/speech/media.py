"""Recordings as frames: any common audio file, decoded bit by bit, one channel or two.

The file is never held as a whole; a call of four hours costs no more memory than one of a minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from salescoach.domain.audio import SAMPLE_RATE, AudioFrame, ms_to_samples
from salescoach.kit.errors import InvalidInput, NotFound

FRAME_MS = 50
Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Recording:
    """What a file holds. ``channels`` is 1 or 2; further ones are not read."""

    path: Path
    channels: int
    duration_s: float | None


def probe(path: Path) -> Recording:
    """Raises ``NotFound`` (``file_not_found``) or ``InvalidInput`` (``not_audio``)."""
    with _open(path) as container:
        stream = _audio_stream(container, path)
        duration = container.duration / av.time_base if container.duration else None
        return Recording(path, min(2, stream.codec_context.channels), duration)


def frames(path: Path, channels: tuple[int, ...]) -> Iterator[AudioFrame]:
    """The file's audio at 16 kHz in frames of 50 ms, the channels in turn: the file's first
    channel under ``channels[0]``, its second under ``channels[1]``. A file with more channels
    than asked for is mixed down. Raises as ``probe`` does."""
    seq = 0
    size = ms_to_samples(FRAME_MS)
    pending: Samples = np.zeros((len(channels), 0), np.int16)
    for block in _blocks(path, len(channels)):
        pending = np.concatenate([pending, block], axis=1)
        while pending.shape[1] >= size:
            yield from _cut(pending[:, :size], channels, seq)
            pending = pending[:, size:]
            seq += 1
    if pending.shape[1]:
        yield from _cut(pending, channels, seq)


def paired(first: Iterator[AudioFrame], second: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    """Two recordings of one channel each, side by side; the shorter one ends in silence."""
    left, right = next(first, None), next(second, None)
    while left is not None or right is not None:
        if left is not None:
            yield left
        if right is not None:
            yield right
        left, right = next(first, None), next(second, None)


def _cut(block: Samples, channels: tuple[int, ...], seq: int) -> Iterator[AudioFrame]:
    for row, channel in enumerate(channels):
        yield AudioFrame(channel, seq, block[row].astype("<i2").tobytes())


def _blocks(path: Path, channels: int) -> Iterator[Samples]:
    """Decoded audio, shape (channels, samples)."""
    with _open(path) as container:
        stream = _audio_stream(container, path)
        resampler = sound_resampler(channels)
        try:
            for decoded in container.decode(stream):
                for frame in resampler.resample(decoded):
                    yield samples_of(frame)
            for frame in resampler.resample(None):
                yield samples_of(frame)
        except (av.FFmpegError, ValueError) as error:
            # The resampler's ValueError: the sound changes its form halfway.
            raise _not_audio(path) from error


def sound_resampler(channels: int) -> av.AudioResampler:
    """To what the product hears: 16 kHz, one channel or two."""
    return av.AudioResampler(
        format="s16p", layout="stereo" if channels == 2 else "mono", rate=SAMPLE_RATE
    )


def samples_of(frame: av.AudioFrame) -> Samples:
    """Shape (channels, samples)."""
    return np.asarray(frame.to_ndarray(), dtype=np.int16)


def _open(path: Path) -> "av.container.InputContainer":
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", code="file_not_found")
    try:
        return av.open(str(path), mode="r")
    except (av.FFmpegError, ValueError) as error:
        raise _not_audio(path) from error


def _audio_stream(container: "av.container.InputContainer", path: Path) -> "av.AudioStream":
    if not container.streams.audio:
        raise _not_audio(path)
    return container.streams.audio[0]


def _not_audio(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{path.name} holds no audio that can be read. Use wav, mp3, m4a, ogg or webm.",
        code="not_audio",
    )
