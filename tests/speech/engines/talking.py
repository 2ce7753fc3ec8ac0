"""A live call over Deepgram whose channels say numbered words, and what it was heard to say."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from salescoach.domain.audio import Channel
from salescoach.domain.events import CallEvent, CallStarted, Degraded, Gap, Recovered
from salescoach.domain.transcript import Transcript
from salescoach.kit.clock import SystemClock
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live import feeder as feeding
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.disk_sync import DiskSync
from salescoach.rooms.live.spool import Spool
from salescoach.speech.engines.deepgram import DeepgramTranscriber
from salescoach.speech.engines.deepgram_options import DeepgramOptions, Timing
from salescoach.speech.engines.fallback import FallbackOptions, FallbackTranscriber
from salescoach.speech.transcriber import TranscribeOptions, Transcriber, TranscriptStream
from tests.fakes import expertise
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO, by_channel
from tests.speech.engines.deepgram_service import KEY, Service

QUICK = Timing(connect_s=20, pulse_s=0.02, keep_alive_s=5, flush_after_s=0.3, hung_after_s=60)
WORD_MS = 100
BREATH = 8
"""Silent frames between two sentences."""


class Counted:
    """A transcriber as it is; ``spoken_ms`` adds up how much audio of each word stands in final
    lines, by channel and word."""

    def __init__(self, engine: Transcriber) -> None:
        self.spoken_ms: Counter[tuple[int, str]] = Counter()
        self.capabilities = engine.capabilities
        self._engine = engine

    async def warm_up(self) -> None:
        await self._engine.warm_up()

    async def open(self, options: TranscribeOptions) -> TranscriptStream:
        return CountedStream(await self._engine.open(options), self.spoken_ms)

    async def aclose(self) -> None:
        await self._engine.aclose()


class CountedStream:
    def __init__(self, stream: TranscriptStream, spoken_ms: Counter[tuple[int, str]]) -> None:
        self._stream = stream
        self._spoken_ms = spoken_ms
        self.send = stream.send
        self.finish = stream.finish
        self.aclose = stream.aclose
        self.set_economy = stream.set_economy
        self.heard_ms = stream.heard_ms

    async def __aiter__(self) -> AsyncIterator[Transcript]:
        async for line in self._stream:
            if line.is_final:
                for word in line.words:
                    self._spoken_ms[line.channel, word.text] += word.end_ms - word.start_ms
            yield line


class Talk:
    """A call whose channels say numbered words, a frame each, and what was to be heard."""

    def __init__(
        self,
        folder: Path,
        service: Service,
        fallback: FallbackOptions,
        model: str,
        timing: Timing,
        url: str | None,
    ) -> None:
        self.ears = Ears()
        options = DeepgramOptions(KEY, base_url=url or service.url, timing=timing, model=model)
        self.service = Counted(DeepgramTranscriber(options))
        self.transcriber = FallbackTranscriber(
            self.service,
            self.ears,
            fallback,
        )
        self.events: list[CallEvent] = []
        self.expected: dict[int, list[str]] = {0: [], 1: []}
        self._folder = folder
        self._seq = 0
        self.spoken_until_ms = 0
        self.call: LiveCall

    async def begin(self, *channels: Channel) -> "Talk":
        known = await expertise()

        def sink(event: CallEvent) -> None:
            self.events.append(event)
            self.call.note_stored(event)

        clock = SystemClock()
        session = CallSession(known, self.transcriber, clock, sink)
        spool = Spool(self._folder / "c1", (0, 1), DiskSync())
        self.call = LiveCall(
            session, spool, clock, known.playbook, storage_trouble=lambda: None, flush_within_s=3
        )
        await self.call.start(
            CallStarted(
                call_id="c1",
                channels=channels or TWO,
                playbook_id="default",
                consent=True,
                started_at="2026-11-20T10:00:00+00:00",
            )
        )
        return self

    def speak(self, count: int) -> None:
        for _ in range(count):
            self._seq += 1
            for channel in (0, 1):
                # The channels say different words, so that none can pass for the other's.
                word = 2 * self._seq + channel
                self.expected[channel].append(f"w{word}")
                self.call.receive(said(self._seq - 1, word, channel))

        self.spoken_until_ms = self._seq * WORD_MS

    def breathe(self, count: int = BREATH) -> None:
        for _ in range(count):
            self._seq += 1
            for channel in (0, 1):
                self.call.receive(said(self._seq - 1, 0, channel))

    @property
    def heard(self) -> dict[int, list[str]]:
        return by_channel(self.events)

    @property
    def lost(self) -> list[CallEvent]:
        """What the log says is missing."""
        last = ("last_words_lost",)
        return [
            event
            for event in self.events
            if isinstance(event, Gap) or (isinstance(event, Degraded) and event.reason in last)
        ]

    def told(self) -> list[str]:
        return [
            f"-{event.component}" if isinstance(event, Recovered) else event.reason
            for event in self.events
            if isinstance(event, Degraded | Recovered)
        ]

    def of_service(self) -> list[str]:
        return [
            "back" if isinstance(event, Recovered) else event.reason
            for event in self.events
            if isinstance(event, Degraded | Recovered) and event.component == "speech_service"
        ]

    async def aclose(self) -> None:
        await self.call.abandon()
        await self.transcriber.aclose()


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "RESTART_DELAYS_S", (0.0, 0.01, 0.02))


class Talking(Protocol):
    async def __call__(
        self,
        fallback: FallbackOptions,
        *channels: Channel,
        model: str = "nova-3",
        timing: Timing = QUICK,
        url: str | None = None,
    ) -> Talk: ...


@pytest.fixture
async def talking(tmp_path: Path, service: Service) -> AsyncIterator[Talking]:
    begun: list[Talk] = []

    async def begin(
        fallback: FallbackOptions,
        *channels: Channel,
        model: str = "nova-3",
        timing: Timing = QUICK,
        url: str | None = None,
    ) -> Talk:
        begun.append(Talk(tmp_path, service, fallback, model, timing, url))
        return await begun[0].begin(*channels)

    yield begin
    for talk in begun:
        await talk.aclose()
