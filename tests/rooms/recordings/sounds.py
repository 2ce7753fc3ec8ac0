"""Sounds whose place, side and pitch can be measured, and spools that hold them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from salescoach.domain.audio import SAMPLE_RATE, AudioFrame, ms_to_samples
from salescoach.rooms.live.spool import ChannelSpool
from salescoach.rooms.recordings.mixdown import Sound
from salescoach.speech.media import frames

FRAME_MS = 100
LEFT_HZ, RIGHT_HZ = 400, 1_000


def tone(ms: int, hertz: int = LEFT_HZ, loud: int = 12_000) -> npt.NDArray[np.int16]:
    at = np.arange(ms_to_samples(ms))
    return (loud * np.sin(2 * np.pi * hertz * at / SAMPLE_RATE)).astype(np.int16)


def silence(ms: int) -> npt.NDArray[np.int16]:
    return np.zeros(ms_to_samples(ms), np.int16)


def spool(folder: Path, *pieces: npt.NDArray[np.int16] | int) -> None:
    """One channel: sound in frames of 100 ms, and for a number so many milliseconds in which
    nothing was recorded."""
    channel = ChannelSpool(folder)
    for piece in pieces:
        if isinstance(piece, int):
            channel.append_silence(ms_to_samples(piece))
            continue
        size = ms_to_samples(FRAME_MS)
        for begin in range(0, len(piece), size):
            pcm = piece[begin : begin + size].astype("<i2").tobytes()
            channel.append(AudioFrame(int(folder.name), channel.next_seq, pcm), 0.0)
    assert channel.save()
    channel.close()


def together(blocks: Iterator[Sound]) -> Sound:
    return np.concatenate(list(blocks), axis=1)


def heard(path: Path, channels: int = 2) -> Sound:
    """What a player makes of a file."""
    rows: list[list[npt.NDArray[np.int16]]] = [[] for _ in range(channels)]
    for frame in frames(path, tuple(range(channels))):
        rows[frame.channel].append(np.frombuffer(frame.pcm, "<i2"))
    return np.stack([np.concatenate(row) for row in rows])


def loudness(sound: npt.NDArray[np.int16]) -> float:
    return float(np.sqrt(np.mean(sound.astype(np.float64) ** 2)))


def pitch(sound: npt.NDArray[np.int16]) -> int:
    spectrum = np.abs(np.fft.rfft(sound.astype(np.float64)))
    return round(float(np.argmax(spectrum)) * SAMPLE_RATE / len(sound))
