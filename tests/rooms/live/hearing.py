"""An engine that hears what the audio itself says, so that a word lost or heard twice is seen.

A frame whose samples all hold the number ``n`` says the word ``w<n>``; zeros are silence.
"""

import asyncio
from collections.abc import AsyncIterator

import numpy as np

from salescoach.domain.audio import AudioFrame, ms_to_samples, samples_to_ms
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.scripted import ScriptedTranscriber
from salescoach.speech.errors import SpeechError
from salescoach.speech.outbox import Outbox
from salescoach.speech.transcriber import TranscribeOptions, TranscriptStream

FINAL_AFTER = ms_to_samples(200)
FRAME_MS = 100


def said(seq: int, word: int = 0, channel: int = 0, ms: int = FRAME_MS) -> AudioFrame:
    """A frame that says ``word``, 0 for silence."""
    pcm = np.full(ms_to_samples(ms), word, dtype="<i2").tobytes()
    return AudioFrame(channel, seq, pcm)


class Ears:
    """``broken``: streams cannot be opened. ``bug``: what the next ``send`` raises. While
    ``hearing`` is cleared nothing is taken; a frame takes ``frame_s`` to be taken."""

    capabilities = ScriptedTranscriber.capabilities

    def __init__(self) -> None:
        self.broken: SpeechError | None = None
        self.bug: Exception | None = None
        self.frame_s = 0.0
        self.hearing = asyncio.Event()
        self.hearing.set()
        self.asked = 0
        """For a stream; it is opened while ``opening`` is set."""
        self.opening = asyncio.Event()
        self.opening.set()
        self.streams: list[EarsStream] = []

    async def warm_up(self) -> None:
        return

    async def open(self, options: TranscribeOptions) -> TranscriptStream:
        self.asked += 1
        await self.opening.wait()
        if self.broken is not None:
            raise self.broken
        stream = EarsStream(self, options)
        self.streams.append(stream)
        return stream

    async def aclose(self) -> None:
        return

    def kill(self) -> None:
        """The engine dies in the middle of whatever it does."""
        for stream in self.streams:
            stream.die()


class EarsStream:
    def __init__(self, ears: Ears, options: TranscribeOptions) -> None:
        self.economy = False
        self.heard = b""
        self._ears = ears
        self._outbox = Outbox()
        self._lines = {channel.id: _Line(channel.id) for channel in options.channels}
        self._dead: SpeechError | None = None

    async def send(self, frame: AudioFrame) -> None:
        await self._ears.hearing.wait()
        if self._ears.frame_s:
            await asyncio.sleep(self._ears.frame_s)
        if self._ears.bug is not None:
            bug, self._ears.bug = self._ears.bug, None
            raise bug
        if self._dead is not None:
            raise self._dead
        self.heard += frame.pcm
        for transcript in self._lines[frame.channel].hear(frame.pcm):
            self._outbox.put(transcript)

    async def finish(self) -> None:
        if self._dead is not None:
            raise self._dead
        for line in self._lines.values():
            for transcript in line.finish():
                self._outbox.put(transcript)
        self._outbox.close()

    async def aclose(self) -> None:
        self._outbox.close()

    def die(self) -> None:
        self._dead = SpeechError("the engine died")
        self._outbox.close(self._dead)

    def set_economy(self, on: bool) -> None:
        self.economy = on

    def heard_ms(self, channel: int) -> int:
        return samples_to_ms(self._lines[channel].at)

    def __aiter__(self) -> AsyncIterator[Transcript]:
        return self._outbox


class _Line:
    def __init__(self, channel: int) -> None:
        self.at = 0
        self._channel = channel
        self._number = 0
        self._words: list[int] = []
        self._start = 0
        self._end = 0

    def hear(self, pcm: bytes) -> list[Transcript]:
        told: list[Transcript] = []
        samples = np.frombuffer(pcm, dtype="<i2")
        places = np.flatnonzero(np.diff(samples)) + 1
        for run in np.split(samples, places):
            told += self._run(int(run[0]), len(run))
        return told

    def finish(self) -> list[Transcript]:
        return [self._tell(is_final=True)] if self._words else []

    def _run(self, word: int, count: int) -> list[Transcript]:
        start = self.at
        self.at += count
        if word == 0:
            over = self._words and self.at - self._end >= FINAL_AFTER
            return [self._tell(is_final=True)] if over else []
        if not self._words:
            self._start = start
        if not self._words or self._words[-1] != word:
            self._words.append(word)
        self._end = self.at
        return [self._tell(is_final=False)]

    def _tell(self, is_final: bool) -> Transcript:
        transcript = Transcript(
            channel=self._channel,
            line_id=str(self._number),
            text=" ".join(f"w{word}" for word in self._words),
            is_final=is_final,
            start_ms=samples_to_ms(self._start),
            end_ms=samples_to_ms(self._end),
            confidence=0.9,
        )
        if is_final:
            self._number += 1
            self._words = []
        return transcript
