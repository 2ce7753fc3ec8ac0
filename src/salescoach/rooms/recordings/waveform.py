"""How loud each side of a call is over time, as a page draws it.

Taken from the finished file, and so also the proof that the file can be heard: it is read to its
end, and its length is known.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from salescoach.domain.audio import samples_to_ms
from salescoach.speech.media import FRAME_MS, frames, probe

POINTS = 2_000
"""A screen has hardly more to draw them on."""


@dataclass(frozen=True, slots=True)
class Waveform:
    """``peaks`` has a row for each channel; a point is the loudest sample in ``point_ms``,
    0-255."""

    duration_ms: int
    point_ms: int
    peaks: tuple[tuple[int, ...], ...]


class WaveformReader:
    """Reads a sound file step by step; ``result`` is there afterwards."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._channels = probe(path).channels
        self._samples = 0
        self._peaks = [bytearray() for _ in range(self._channels)]

    def steps(self) -> Iterator[None]:
        """One for each frame of 50 ms. Raises ``InvalidInput`` (``not_audio``)."""
        for frame in frames(self._path, tuple(range(self._channels))):
            heard = np.frombuffer(frame.pcm, "<i2").astype(np.int32)
            self._peaks[frame.channel].append(min(255, int(np.abs(heard).max()) // 128))
            if frame.channel == 0:
                self._samples += frame.samples
            yield

    @property
    def result(self) -> Waveform:
        together = max(1, -(-len(self._peaks[0]) // POINTS))
        peaks = tuple(_thinned(row, together) for row in self._peaks)
        return Waveform(samples_to_ms(self._samples), together * FRAME_MS, peaks)


def store(waveform: Waveform, path: Path) -> None:
    """Raises ``OSError``."""
    content = asdict(waveform)
    made = path.with_suffix(".new")
    made.write_text(json.dumps(content, separators=(",", ":")), encoding="ascii")
    made.replace(path)


def stored(path: Path) -> Waveform | None:
    """None when there is none, or none that can be read."""
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        peaks = tuple(tuple(map(int, row)) for row in content["peaks"])
        return Waveform(int(content["duration_ms"]), int(content["point_ms"]), peaks)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _thinned(peaks: bytearray, together: int) -> tuple[int, ...]:
    return tuple(max(peaks[at : at + together]) for at in range(0, len(peaks), together))
