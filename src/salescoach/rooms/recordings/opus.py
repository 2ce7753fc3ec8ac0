"""Sound into an Ogg file with Opus inside, and a look at what came out.

Voices need 16 kbit/s a side: an hour of a call takes 14 MB. Both sides share one stream and are
still apart when they are played.
"""

import os
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np

from salescoach.domain.audio import SAMPLE_RATE
from salescoach.rooms.recordings.mixdown import Sound

BITS_PER_SIDE = 16_000


class OpusWriter:
    """Writes ``path``, which nobody but the server's own user may read. Leaving it in good order
    brings the file to the disk itself."""

    def __init__(self, path: Path, channels: int) -> None:
        self._layout = "stereo" if channels == 2 else "mono"
        self._file = open(path, "wb", opener=_private)  # noqa: SIM115 - closed by __exit__
        self._container = av.open(self._file, "w", format="ogg")
        stream = self._container.add_stream("libopus", rate=SAMPLE_RATE, layout=self._layout)
        stream.bit_rate = BITS_PER_SIDE * channels
        stream.codec_context.options = {"application": "voip"}
        self._stream = stream
        self.samples = 0

    def __enter__(self) -> Self:
        return self

    def write(self, sound: Sound) -> None:
        """Raises ``OSError`` when the disk takes nothing, ``av.FFmpegError`` otherwise."""
        if not sound.shape[1]:
            return
        interleaved = np.ascontiguousarray(sound.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(interleaved, format="s16", layout=self._layout)
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = self.samples
        self.samples += sound.shape[1]
        self._container.mux(self._stream.encode(frame))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._container.mux(self._stream.encode(None))
            self._container.close()
            if kind is None:
                self._file.flush()
                os.fsync(self._file.fileno())
        finally:
            self._file.close()


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
