import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from salescoach.domain.audio import AudioFrame, Channel, Speaker, ms_to_samples
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.fallback import (
    HANDING_BACK,
    FallbackOptions,
    FallbackTranscriber,
)
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions, TranscriptStream

OPTIONS = TranscribeOptions((Channel(0, Speaker.CUSTOMER),))
QUICK = FallbackOptions(tries=3, proven_ms=1_000, probe_after_s=0.01, patience_ms=1_000)
STEADY = FallbackOptions(tries=3, proven_ms=1_000, probe_after_s=60)
GONE = SpeechError("gone", code="service_gone")
REFUSED = SpeechError("no such key", code="key_refused", retryable=False)


class Shaky:
    """The scripted engine as a service that can be away. ``refusal``: what ``open`` raises;
    ``cut``: what streams raise at their next audio."""

    def __init__(self, said: str = "By the service.") -> None:
        self.refusal: Exception | None = None
        self.cut: SpeechError | None = None
        self.opened = 0
        self.asked = asyncio.Event()
        self._engine = ScriptedTranscriber([ScriptLine(0, 0, 400, said)])
        self.capabilities = self._engine.capabilities

    async def warm_up(self) -> None:
        return

    async def open(self, options: TranscribeOptions) -> TranscriptStream:
        self.asked.set()
        if self.refusal is not None:
            raise self.refusal
        self.opened += 1
        return _ShakyStream(self, await self._engine.open(options))

    async def aclose(self) -> None:
        await self._engine.aclose()


class _ShakyStream:
    def __init__(self, engine: Shaky, stream: TranscriptStream) -> None:
        self._engine = engine
        self._stream = stream

    async def send(self, frame: AudioFrame) -> None:
        if self._engine.cut is not None:
            raise self._engine.cut
        await self._stream.send(frame)

    async def finish(self) -> None:
        await self._stream.finish()

    async def aclose(self) -> None:
        await self._stream.aclose()

    def set_economy(self, on: bool) -> None:
        self._stream.set_economy(on)

    def heard_ms(self, channel: int) -> int:
        return self._stream.heard_ms(channel)

    def __aiter__(self) -> AsyncIterator[Transcript]:
        return self._stream.__aiter__()


@asynccontextmanager
async def pair(
    options: FallbackOptions = STEADY,
) -> AsyncIterator[tuple[FallbackTranscriber, Shaky]]:
    service = Shaky()
    standby = ScriptedTranscriber([ScriptLine(0, 0, 400, "By the standby.")])
    both = FallbackTranscriber(service, standby, options)
    yield both, service
    await both.aclose()


async def speak(stream: TranscriptStream, ms: int) -> None:
    await stream.send(AudioFrame(0, 0, bytes(2 * ms_to_samples(ms))))


async def heard(stream: TranscriptStream) -> str:
    await speak(stream, 800)
    await stream.finish()
    return [line.text async for line in stream][-1]


async def give_up(both: FallbackTranscriber, service: Shaky) -> None:
    service.refusal = GONE
    for _ in range(2):
        with pytest.raises(SpeechError, match="gone"):
            await both.open(OPTIONS)


async def probed(service: Shaky) -> None:
    service.asked.clear()
    await asyncio.wait_for(service.asked.wait(), 5)


async def back(both: FallbackTranscriber, service: Shaky) -> None:
    service.refusal = service.cut = None
    await probed(service)
    await asyncio.sleep(0.01)
    assert both.away is None


async def left_alone(service: Shaky) -> None:
    service.refusal = None
    service.asked.clear()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(service.asked.wait(), 0.05)


async def test_the_service_serves_while_it_answers() -> None:
    async with pair() as (both, service):
        assert await heard(await both.open(OPTIONS)) == "By the service."
        assert both.away is None
        assert both.capabilities is service.capabilities


async def test_after_repeated_failure_the_standby_takes_over() -> None:
    async with pair() as (both, service):
        await give_up(both, service)
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        assert both.away is GONE
        service.refusal = None
        assert await heard(await both.open(OPTIONS)) == "By the standby."


async def test_a_client_that_fails_is_a_service_that_failed() -> None:
    async with pair(QUICK) as (both, service):
        service.refusal = LookupError("a bug")
        for _ in range(2):
            with pytest.raises(SpeechError, match="LookupError"):
                await both.open(OPTIONS)
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        for _ in range(2):
            await probed(service)
        await back(both, service)


async def test_what_cannot_get_better_is_tried_once() -> None:
    async with pair(QUICK) as (both, service):
        service.refusal = REFUSED
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        await left_alone(service)
        assert both.away is not None


async def test_a_refused_key_is_looked_at_again_slowly() -> None:
    async with pair(FallbackOptions(slow_probe_s=0.01)) as (both, service):
        service.refusal = REFUSED
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        await probed(service)
        assert both.away is REFUSED
        await back(both, service)
        assert await heard(await both.open(OPTIONS)) == "By the service."


async def test_a_call_that_begins_has_a_refused_key_looked_at_at_once() -> None:
    async with pair(FallbackOptions(probe_after_s=0)) as (both, service):
        service.refusal = REFUSED
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        service.refusal = None
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        await back(both, service)


async def test_what_was_mended_is_looked_at_when_it_is_told() -> None:
    async with pair() as (both, service):
        service.refusal = REFUSED
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        both.look_again()
        await back(both, service)


async def test_a_service_that_asks_to_be_left_alone_is_left_alone() -> None:
    """Neither tried again at once, nor probed, nor asked for the next call."""
    async with pair(QUICK) as (both, service):
        service.refusal = SpeechError("too many", code="busy", retry_after_s=60)
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        service.asked.clear()
        for _ in range(3):
            assert await heard(await both.open(OPTIONS)) == "By the standby."
        assert not service.asked.is_set()
        await left_alone(service)
        both.look_again()
        await back(both, service)


async def test_a_service_is_asked_again_when_its_rest_is_over() -> None:
    async with pair(QUICK) as (both, service):
        service.refusal = SpeechError("too many", code="busy", retry_after_s=0.02)
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        await back(both, service)


async def test_nobody_is_left_alone_for_ever() -> None:
    async with pair(replace(QUICK, longest_rest_s=0.02)) as (both, service):
        service.refusal = SpeechError("too many", code="busy", retry_after_s=10**9)
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        await back(both, service)


async def test_a_service_that_falls_silent_hands_over_at_once() -> None:
    async with pair(QUICK) as (both, service):
        stream = await both.open(OPTIONS)
        service.cut = SpeechError("says nothing", code="silent", at_once=True)
        with pytest.raises(SpeechError) as lost:
            await speak(stream, 100)
        assert lost.value.retryable
        assert await heard(await both.open(OPTIONS)) == "By the standby."
        await back(both, service)


async def test_streams_that_are_lost_at_once_count() -> None:
    async with pair() as (both, service):
        for _ in range(3):
            stream = await both.open(OPTIONS)
            service.cut = GONE
            for _ in range(2):
                with pytest.raises(SpeechError, match="gone"):
                    await speak(stream, 100)
            service.cut = None
        assert both.away is GONE


async def test_a_stream_that_heard_enough_clears_the_count() -> None:
    async with pair() as (both, service):
        for _ in range(5):
            stream = await both.open(OPTIONS)
            lines = aiter(stream)
            await speak(stream, 500)
            await anext(lines)
            await speak(stream, 1_500)
            await anext(lines)
            await speak(stream, 100)
            service.cut = GONE
            with pytest.raises(SpeechError, match="gone"):
                await speak(stream, 100)
            service.cut = None
        assert both.away is None


async def test_a_stream_that_was_closed_is_no_failure() -> None:
    async with pair() as (both, service):
        for _ in range(4):
            stream = await both.open(OPTIONS)
            await stream.aclose()
            service.cut = GONE
            with pytest.raises(SpeechError, match="gone"):
                await speak(stream, 100)
            service.cut = None
        assert both.away is None


async def test_the_standby_hands_back_between_two_lines() -> None:
    async with pair(QUICK) as (both, service):
        await give_up(both, service)
        stream = await both.open(OPTIONS)
        lines = aiter(stream)
        await speak(stream, 200)
        assert not (await anext(lines)).is_final
        await back(both, service)
        await speak(stream, 500)
        assert (await anext(lines)).is_final
        with pytest.raises(SpeechError) as handing:
            await speak(stream, 100)
        assert (handing.value.code, handing.value.retryable) == (HANDING_BACK, True)
        await stream.aclose()
        assert await heard(await both.open(OPTIONS)) == "By the service."


async def test_a_standby_that_finds_no_quiet_moment_hands_back_all_the_same() -> None:
    async with pair(QUICK) as (both, service):
        await give_up(both, service)
        stream = await both.open(OPTIONS)
        await speak(stream, 200)
        assert not (await anext(aiter(stream))).is_final
        await back(both, service)
        await speak(stream, 900)
        with pytest.raises(SpeechError, match="answers again"):
            await speak(stream, 200)


async def test_after_it_came_back_one_failure_is_enough() -> None:
    async with pair(QUICK) as (both, service):
        await give_up(both, service)
        await (await both.open(OPTIONS)).aclose()
        await back(both, service)
        service.refusal = GONE
        assert await heard(await both.open(OPTIONS)) == "By the standby."


async def test_economy_reaches_the_engine() -> None:
    async with pair() as (both, service):
        stream = await both.open(OPTIONS)
        stream.set_economy(True)
        await speak(stream, 100)
        assert stream.heard_ms(0) == 100
        service.refusal = SpeechError("no", retryable=False)
        standby = await both.open(OPTIONS)
        standby.set_economy(True)
        await speak(standby, 100)
        assert standby.heard_ms(0) == 100
