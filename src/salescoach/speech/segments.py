"""Where a line starts and where it ends, from the probabilities of speech alone.

Pure and counted in hops of audio, never in seconds of wall clock, so a file and a live call are cut
at the same places.
"""

from dataclasses import dataclass

from salescoach.speech.voice import HOP_MS


@dataclass(frozen=True, slots=True)
class SegmentRules:
    """Probabilities are 0-1, lengths in milliseconds.

    ``pause_ms`` of silence make a pause worth a look. ``end_ms`` end a line that sounds finished,
    ``unfinished_end_ms`` one that does not. From ``long_ms`` on any pause ends it, and at
    ``longest_ms`` it is cut at its quietest place within the last ``cut_window_ms``.
    """

    onset: float = 0.5
    release: float = 0.35
    onset_ms: int = 64
    preroll_ms: int = 320
    pause_ms: int = 96
    end_ms: int = 192
    unfinished_end_ms: int = 384
    long_ms: int = 8_000
    longest_ms: int = 12_000
    cut_window_ms: int = 2_000


def hops(ms: int) -> int:
    return max(1, round(ms / HOP_MS))


@dataclass(frozen=True, slots=True)
class Segment:
    """Hop numbers counted from the channel's first. ``start`` and ``voice_end`` bound the voice,
    ``audio_start`` and ``audio_end`` the audio worth decoding; ends are exclusive."""

    audio_start: int
    start: int
    voice_end: int
    audio_end: int


class Segmenter:
    """Follows one channel. After each ``hear`` look at ``segment`` and ``silent_hops``, and call
    ``end`` (or ``cut``) when the line is over."""

    def __init__(self, rules: SegmentRules) -> None:
        self._rules = rules
        self._heard = 0
        self._voiced = 0
        self._floor = 0
        self._audio_start = 0
        self._start = 0
        self._voice_end = 0
        self._speaking = False
        self._recent: list[float] = []

    @property
    def heard(self) -> int:
        """Hops heard so far."""
        return self._heard

    @property
    def segment(self) -> Segment | None:
        """The line being spoken, or None in silence."""
        if not self._speaking:
            return None
        return Segment(self._audio_start, self._start, self._voice_end, self._heard)

    @property
    def silent_hops(self) -> int:
        """Silence at the end of the line being spoken."""
        return self._heard - self._voice_end if self._speaking else 0

    @property
    def earliest_needed(self) -> int:
        """Audio before this hop will never be asked for."""
        if self._speaking:
            return self._audio_start
        return max(self._floor, self._heard - self._voiced - hops(self._rules.preroll_ms))

    def hear(self, probability: float) -> None:
        self._heard += 1
        if self._speaking:
            self._recent.append(probability)
            if probability >= self._rules.release:
                self._voice_end = self._heard
            return
        self._voiced = self._voiced + 1 if probability >= self._rules.onset else 0
        if self._voiced >= hops(self._rules.onset_ms):
            self._begin(self._heard - self._voiced)

    def _begin(self, start: int) -> None:
        self._speaking = True
        self._start = start
        self._audio_start = max(self._floor, start - hops(self._rules.preroll_ms))
        self._voice_end = self._heard
        self._recent = []

    def end_due(self, finished: bool) -> bool:
        """Whether the silence has lasted long enough for a line that sounds ``finished`` or not."""
        if not self._speaking:
            return False
        rules = self._rules
        wait = rules.end_ms if finished else rules.unfinished_end_ms
        if self._heard - self._audio_start >= hops(rules.long_ms):
            wait = rules.pause_ms
        return self.silent_hops >= hops(wait)

    @property
    def too_long(self) -> bool:
        return self._speaking and self._heard - self._audio_start >= hops(self._rules.longest_ms)

    def end(self) -> None:
        """The line is over; what follows is silence until somebody speaks again."""
        self._speaking = False
        self._voiced = 0
        self._floor = self._voice_end

    def cut(self) -> Segment:
        """Ends a line that goes on too long and starts the next where it was quietest.

        Returns the part that is over.
        """
        window = min(len(self._recent) - 1, hops(self._rules.cut_window_ms))
        tail = self._recent[-window:]
        quietest = min(range(len(tail)), key=lambda i: (tail[i], -i))
        at = self._heard - len(tail) + quietest
        over = Segment(self._audio_start, self._start, min(self._voice_end, at), at)
        self._floor = self._audio_start = self._start = at
        self._recent = self._recent[-(self._heard - at) :]
        return over
