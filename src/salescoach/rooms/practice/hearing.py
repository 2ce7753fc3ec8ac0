"""An answer by voice, heard by the embedded engine: the sound is not kept."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing

from salescoach.domain.audio import (
    BYTES_PER_SAMPLE,
    SAMPLE_RATE,
    AudioFrame,
    Channel,
    Speaker,
    ms_to_samples,
)
from salescoach.domain.transcript import Transcript
from salescoach.kit.errors import Conflict, InvalidInput, Unavailable
from salescoach.speech.transcriber import TranscribeOptions, Transcriber, TranscriptStream

MOST_S = 90
FRAME_MS = 100
WITHIN_S = 60.0
_CHANNEL = Channel(0, Speaker.SALESPERSON)


class Hearing:
    """One at a time: live calls need the machine."""

    def __init__(self, transcriber: Transcriber | None) -> None:
        self._transcriber = transcriber
        self._busy = asyncio.Lock()

    async def hear(self, pcm: bytes) -> str:
        """``pcm``: PCM16 little-endian, mono, 16 kHz. Empty when no word was heard. Raises
        ``InvalidInput`` (``not_audio``, ``answer_too_long``), ``Conflict`` (``hearing_busy``),
        ``Unavailable`` (``speech_unavailable``) and ``SpeechError``."""
        if not pcm or len(pcm) % BYTES_PER_SAMPLE:
            raise InvalidInput("Send PCM of 16 bits, one channel, 16 kHz.", code="not_audio")
        if len(pcm) > MOST_S * SAMPLE_RATE * BYTES_PER_SAMPLE:
            raise InvalidInput(f"An answer takes at most {MOST_S} s.", code="answer_too_long")
        if self._transcriber is None:
            raise Unavailable("No speech engine is at work here.", code="speech_unavailable")
        if self._busy.locked():
            raise Conflict("Another answer is being heard. Try again.", code="hearing_busy")
        async with self._busy:
            try:
                async with asyncio.timeout(WITHIN_S):
                    return await self._heard(self._transcriber, pcm)
            except TimeoutError as error:
                raise Unavailable(
                    "The speech engine did not answer in time. Type your answer instead.",
                    code="speech_unavailable",
                ) from error

    async def _heard(self, transcriber: Transcriber, pcm: bytes) -> str:
        stream = await transcriber.open(TranscribeOptions((_CHANNEL,), realtime=False))
        async with aclosing(stream):
            lines = asyncio.create_task(_finals(stream))
            try:
                for frame in _frames(pcm):
                    await stream.send(frame)
                await stream.finish()
                said = sorted(await lines, key=lambda line: line.start_ms)
            finally:
                lines.cancel()
        return " ".join(line.text.strip() for line in said if line.text.strip())


async def _finals(stream: TranscriptStream) -> list[Transcript]:
    return [line async for line in stream if line.is_final]


def _frames(pcm: bytes) -> Iterator[AudioFrame]:
    size = ms_to_samples(FRAME_MS) * BYTES_PER_SAMPLE
    for seq, start in enumerate(range(0, len(pcm), size)):
        yield AudioFrame(_CHANNEL.id, seq, pcm[start : start + size])
