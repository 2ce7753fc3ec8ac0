"""The newest audio of a channel: what was sent and may have to be sent again, to the sample."""

from collections import deque
from collections.abc import Iterator

from salescoach.domain.audio import BYTES_PER_SAMPLE


class UnsettledAudio:
    """``start`` and ``end`` are samples of the channel; all audio between them is held."""

    def __init__(self) -> None:
        self.start = 0
        self.end = 0
        self._pieces: deque[bytes] = deque()

    def __iter__(self) -> Iterator[bytes]:
        return iter(tuple(self._pieces))

    def add(self, pcm: bytes) -> None:
        self._pieces.append(pcm)
        self.end += len(pcm) // BYTES_PER_SAMPLE

    def forget_before(self, settled: int) -> None:
        """A word that was heard must not be heard again by its last piece, so pieces are cut."""
        settled = min(settled, self.end)
        while self._pieces and self.start < settled:
            pcm = self._pieces.popleft()
            samples = len(pcm) // BYTES_PER_SAMPLE
            done = min(samples, settled - self.start)
            if done < samples:
                self._pieces.appendleft(pcm[done * BYTES_PER_SAMPLE :])
            self.start += done
