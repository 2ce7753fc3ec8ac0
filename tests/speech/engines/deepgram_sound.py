"""Sound whose words can be told from its samples: a word is a run of samples of one value."""

from dataclasses import dataclass

import numpy as np

from salescoach.domain.audio import ms_to_samples

SECOND_VOICE = 1_000
"""Added to a word's number when another voice says it."""


def pcm(*parts: tuple[int, int]) -> bytes:
    """Audio of ``(word's number, milliseconds)``; number 0 is silence."""
    samples = [np.full(ms_to_samples(ms), number, np.dtype("<i2")) for number, ms in parts]
    return np.concatenate(samples).tobytes()


@dataclass(slots=True)
class Spoken:
    number: int
    start: int
    end: int

    @property
    def text(self) -> str:
        return f"w{self.number % SECOND_VOICE}"


class Ear:
    """What both dialects hear: runs of samples as words."""

    def __init__(self) -> None:
        self.samples = 0
        self.words: list[Spoken] = []

    def hear(self, audio: bytes) -> None:
        samples = np.frombuffer(audio, "<i2")
        edges = np.flatnonzero(np.diff(samples)) + 1
        for run in np.split(samples, edges):
            start, self.samples = self.samples, self.samples + len(run)
            number = int(run[0])
            if number == 0:
                continue
            last = self.words[-1] if self.words else None
            if last is not None and last.number == number and last.end == start:
                last.end = self.samples
            else:
                self.words.append(Spoken(number, start, self.samples))
