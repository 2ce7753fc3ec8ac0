"""The latest samples of a channel, moved only now and then: sliding them hop by hop costs more than
all else that is done with them while nobody echoes.
"""

import numpy as np

from salescoach.pipeline.echo_filter import Floats

_ROOM = 2
"""Times what is kept: it is moved once a second."""


class Past:
    """Holds the last samples, as many as it began with."""

    def __init__(self, samples: Floats) -> None:
        self._kept = len(samples)
        self._samples: Floats = np.zeros(_ROOM * self._kept, np.float32)
        self._samples[: self._kept] = samples
        self._end = self._kept

    def append(self, new: Floats) -> None:
        new = new[-self._kept :]
        if self._end + len(new) > len(self._samples):
            self._samples[: self._kept] = self.latest(self._kept).copy()
            self._end = self._kept
        self._samples[self._end : self._end + len(new)] = new
        self._end += len(new)

    def latest(self, count: int) -> Floats:
        """A view of the last ``count`` samples; it changes with what comes."""
        return self._samples[self._end - count : self._end]
