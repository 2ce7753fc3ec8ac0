"""A stream of the real client against the stand-in service, and what it was heard to say."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.deepgram import DeepgramTranscriber
from salescoach.speech.engines.deepgram_options import DeepgramOptions, Timing
from salescoach.speech.engines.deepgram_stream import DeepgramStream
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions
from tests.speech.engines.deepgram_service import KEY, Service, pcm

BOTH = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))
STEADY = Timing(connect_s=20, pulse_s=0.01, keep_alive_s=60, flush_after_s=60, hung_after_s=60)
"""A busy machine makes no pause of its own."""

PAUSING = replace(STEADY, keep_alive_s=0.1, flush_after_s=0.3)
IMPATIENT = replace(STEADY, hung_after_s=0.3)
SOON_S = 20.0


def engine(service: Service, **changes: object) -> DeepgramTranscriber:
    options = DeepgramOptions(api_key=KEY, base_url=service.url, timing=STEADY)
    return DeepgramTranscriber(replace(options, **changes))  # type: ignore[arg-type]


class Call:
    """A stream whose lines are collected as they come."""

    def __init__(self, stream: DeepgramStream) -> None:
        self.stream = stream
        self.heard: list[Transcript] = []
        self.failure: SpeechError | None = None
        self._changed = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for transcript in self.stream:
                self.heard.append(transcript)
                self._changed.set()
        except SpeechError as error:
            self.failure = error
        self._changed.set()

    async def say(self, channel: int, *parts: tuple[int, int]) -> None:
        audio = pcm(*parts)
        for at in range(0, len(audio), 3_200):
            await self.stream.send(AudioFrame(channel, 0, audio[at : at + 3_200]))

    async def until(self, texts: list[str]) -> None:
        """Waits for the final lines to be these."""
        await self.until_heard(lambda: self.texts == texts)

    async def shown(self) -> None:
        """Waits for any words at all."""
        await self.until_heard(lambda: bool(self.heard))

    async def until_heard(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON_S):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def finish(self) -> list[str]:
        await self.stream.finish()
        await asyncio.wait_for(self._reading, SOON_S)
        await self.stream.aclose()
        return self.texts

    async def lost(self) -> SpeechError:
        await asyncio.wait_for(self._reading, SOON_S)
        assert self.failure is not None
        await self.stream.aclose()
        return self.failure

    @property
    def finals(self) -> list[Transcript]:
        return [line for line in self.heard if line.is_final]

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.finals]


async def begin(transcriber: DeepgramTranscriber, *channels: Channel) -> Call:
    return Call(await transcriber.open(TranscribeOptions(channels or BOTH)))
