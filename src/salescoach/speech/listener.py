"""One channel's audio in, its lines out: the loop between voice detector, segmenter and model.

It counts in samples, not in time, and decides nothing by the clock, so what it hears does not
depend on how fast the audio came. The trick that makes a final quick: the line is decoded as soon
as a pause begins, and when the pause turns out to be the end the words are already there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from salescoach.domain.audio import SAMPLE_RATE, samples_to_ms
from salescoach.speech.hypothesis import NOTHING, Hypothesis
from salescoach.speech.lines import has_words, loops, without_loops
from salescoach.speech.segments import Segment, Segmenter, SegmentRules, hops
from salescoach.speech.voice import HOP, HOP_MS

_LAST_BREATH = SAMPLE_RATE // 5
"""The model hears a word that is cut off by the end of the audio better with silence after it."""


class Model(Protocol):
    def hear(self, samples: npt.NDArray[np.float32], draft: Sequence[int] = ()) -> Hypothesis: ...


class Detector(Protocol):
    def probability(self, hop: npt.NDArray[np.float32]) -> float: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A line as it stands. ``number`` counts the channel's lines from 0; a final ends one."""

    number: int
    text: str
    is_final: bool
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """Below these confidences the model is guessing at noise, not hearing words."""

    line: float = 0.35
    short_line: float = 0.55
    short_ms: int = 400


class Listener:
    """Feed it a channel's samples (float32, 16 kHz, any size); ``say`` gets what it hears.

    ``interval_ms`` is the audio between two interims and may be changed at any time; 0 means
    finals only.
    """

    def __init__(
        self,
        model: Model,
        detector: Detector,
        say: Callable[[Heard], None],
        interval_ms: int,
        rules: SegmentRules | None = None,
        doubt: Doubt | None = None,
    ) -> None:
        self.interval_ms = interval_ms
        self._model = model
        self._detector = detector
        self._say = say
        self._rules = rules or SegmentRules()
        self._doubt = doubt or Doubt()
        self._segmenter = Segmenter(self._rules)
        self._audio = np.zeros(0, np.float32)
        self._audio_at = 0
        self._examined = 0
        self._received = 0
        self._number = 0
        self._latest = NOTHING
        self._decoded_at = 0
        self._decoded_voice = -1
        self._shown = ""

    @property
    def held_samples(self) -> int:
        """Audio kept because a line may still need it."""
        return len(self._audio)

    def hear(self, samples: npt.NDArray[np.float32], hurried: bool = False) -> None:
        """``hurried``: more audio is waiting, so an interim would be out of date; none is made."""
        self._received += len(samples)
        self._audio = np.concatenate([self._audio, samples])
        while self._received - self._examined >= HOP:
            self._examine(hurried)
        self._forget()

    def finish(self) -> None:
        """No more audio comes: the last words are decoded and the open line becomes final."""
        missing = -self._received % HOP
        if missing:
            received = self._received
            self.hear(np.zeros(missing, np.float32), hurried=True)
            self._received = received
        segment = self._segmenter.segment
        if segment is not None:
            self._close(segment, self._decode(segment, silence=_LAST_BREATH))

    def _examine(self, hurried: bool) -> None:
        at = self._examined - self._audio_at
        probability = self._detector.probability(self._audio[at : at + HOP])
        self._examined += HOP
        segmenter = self._segmenter
        segmenter.hear(probability)
        segment = segmenter.segment
        if segment is None:
            return
        silence = segmenter.silent_hops
        if silence >= hops(self._rules.pause_ms):
            if self._decoded_voice != segment.voice_end:
                self._decode(segment)
                self._decoded_voice = segment.voice_end
                self._interim(segment)
            finished = self._latest.text.endswith((".", "?", "!"))
            if segmenter.end_due(finished or not has_words(self._latest.text)):
                self._close(segment, self._latest)
        elif segmenter.too_long:
            self._cut()
        elif silence == 0 and not hurried and self._interim_due(segment):
            self._decode(segment)
            self._interim(segment)

    def _interim_due(self, segment: Segment) -> bool:
        if self.interval_ms <= 0:
            return False
        # The first words of a line are the most awaited and the cheapest to look for.
        interval = self.interval_ms if self._shown else self.interval_ms / 2
        since = max(self._decoded_at, segment.start)
        return (segment.audio_end - since) * HOP_MS >= interval

    def _decode(self, segment: Segment, silence: int = 0) -> Hypothesis:
        first = segment.audio_start * HOP - self._audio_at
        last = segment.audio_end * HOP - self._audio_at
        assert first >= 0, "audio that was still needed is gone"
        samples = self._audio[first:last]
        if silence:
            samples = np.concatenate([samples, np.zeros(silence, np.float32)])
        self._latest = self._model.hear(samples, self._latest.tokens)
        self._decoded_at = segment.audio_end
        return self._latest

    def _interim(self, segment: Segment) -> None:
        heard = self._latest
        if self.interval_ms <= 0 or heard.text == self._shown:
            return
        if not self._believable(segment, heard) or loops(heard.text):
            return
        self._shown = heard.text
        self._say(self._line(segment, heard.text, False, heard.confidence))

    def _close(self, segment: Segment, heard: Hypothesis) -> None:
        self._final(segment, heard)
        self._segmenter.end()

    def _cut(self) -> None:
        segment = self._segmenter.cut()
        self._final(segment, self._decode(segment))

    def _final(self, segment: Segment, heard: Hypothesis) -> None:
        text = without_loops(heard.text)
        if self._believable(segment, heard):
            self._say(self._line(segment, text, True, heard.confidence))
            self._number += 1
        elif self._shown:
            self._say(self._line(segment, "", True, heard.confidence))
            self._number += 1
        self._latest = NOTHING
        self._shown = ""
        self._decoded_at = segment.audio_end
        self._decoded_voice = -1

    def _believable(self, segment: Segment, heard: Hypothesis) -> bool:
        if not has_words(heard.text):
            return False
        short = (segment.voice_end - segment.start) * HOP_MS < self._doubt.short_ms
        return heard.confidence >= (self._doubt.short_line if short else self._doubt.line)

    def _line(self, segment: Segment, text: str, is_final: bool, confidence: float) -> Heard:
        start = samples_to_ms(segment.start * HOP)
        end = samples_to_ms(min(segment.voice_end * HOP, self._received))
        return Heard(self._number, text, is_final, start, max(start, end), confidence)

    def _forget(self) -> None:
        surplus = self._segmenter.earliest_needed * HOP - self._audio_at
        if surplus > 16 * HOP:
            self._audio = self._audio[surplus:].copy()
            self._audio_at += surplus
