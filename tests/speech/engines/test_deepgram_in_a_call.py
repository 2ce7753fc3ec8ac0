"""A live call over Deepgram: whatever happens to the connection, no word is lost or heard twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import CallEvent, CallStarted, Degraded, Gap, Recovered
from salescoach.domain.transcript import Transcript
from salescoach.kit.clock import SystemClock
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live import feeder as feeding
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.spool import Spool
from salescoach.speech.engines.deepgram import DeepgramTranscriber
from salescoach.speech.engines.deepgram_options import DeepgramOptions, Timing
from salescoach.speech.engines.fallback import FallbackOptions, FallbackTranscriber
from salescoach.speech.transcriber import TranscribeOptions, Transcriber, TranscriptStream
from tests.fakes import expertise
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO, by_channel, until
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
        self, folder: Path, service: Service, fallback: FallbackOptions, model: str
    ) -> None:
        self.ears = Ears()
        options = DeepgramOptions(KEY, base_url=service.url, timing=QUICK, model=model)
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
        spool = Spool(self._folder / "c1", (0, 1))
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
        self, fallback: FallbackOptions, *channels: Channel, model: str = "nova-3"
    ) -> Talk: ...


@pytest.fixture
async def talking(tmp_path: Path, service: Service) -> AsyncIterator[Talking]:
    begun: list[Talk] = []

    async def begin(fallback: FallbackOptions, *channels: Channel, model: str = "nova-3") -> Talk:
        begun.append(Talk(tmp_path, service, fallback, model))
        return await begun[0].begin(*channels)

    yield begin
    for talk in begun:
        await talk.aclose()


@pytest.mark.parametrize("model", ["nova-3", "flux-general-en"])
async def test_ten_outages_cost_not_a_word_and_not_a_sample(
    talking: Talking, service: Service, model: str
) -> None:
    talk = await talking(FallbackOptions(tries=100), model=model)
    for outage in range(10):
        talk.speak(5 + outage)
        # Each time at another place: in the sentence, at its end, between two.
        await asyncio.sleep(0.01 * outage)
        service.cut()
        talk.speak(3)
        if outage % 3 == 0:
            service.cut()
        talk.breathe()
        await asyncio.sleep(0.02)
        if outage % 2:
            service.cut()
    await talk.call.drained()
    await talk.call.end("ended")
    assert talk.heard == talk.expected
    assert not talk.ears.streams
    assert service.cuts == 10 + 4 + 5
    spoken = talk.service.spoken_ms
    short = {
        (channel, word): spoken[channel, word]
        for channel, words in talk.expected.items()
        for word in words
        if spoken[channel, word] < WORD_MS
    }
    assert not short
    assert not [event for event in talk.events if isinstance(event, Gap)]
    ends_ms = [
        (turn.end_ms, talk.call.session.state.turn_channels[turn.id])
        for turn in talk.call.session.state.turns.values()
    ]
    last_word_ms = talk.spoken_until_ms
    assert {channel for end_ms, channel in ends_ms if end_ms == last_word_ms} == {0, 1}
    assert not talk.call.session.state.degraded


async def test_the_log_shows_an_outage_and_its_recovery(talking: Talking, service: Service) -> None:
    talk = await talking(FallbackOptions(tries=100))
    talk.speak(8)
    await until(lambda: len(talk.events) > 1)
    service.cut()
    await until(lambda: talk.told() == ["deepgram_cut"])
    talk.speak(4)
    talk.breathe(40)
    await until(lambda: "-transcriber" in talk.told())
    assert talk.told()[:2] == ["deepgram_cut", "-transcriber"]
    await talk.call.end("ended")
    assert talk.heard == talk.expected


async def test_the_embedded_engine_takes_over_and_hands_back_without_a_lost_word(
    talking: Talking, service: Service
) -> None:
    quick = FallbackOptions(probe_after_s=0.02, probe_at_most_s=0.02)
    talk = await talking(quick)
    talk.speak(6)
    await asyncio.sleep(0.05)
    service.faults.down = True
    service.cut()
    talk.speak(6)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    talk.speak(6)
    talk.breathe(3)
    talk.speak(6)
    await talk.call.drained()
    assert talk.transcriber.away is not None
    service.faults.down = False
    await until(lambda: talk.transcriber.away is None)
    talk.breathe()
    talk.speak(6)
    talk.breathe()
    await talk.call.drained()
    await until(lambda: talk.heard == talk.expected)
    talk.breathe(1)
    await until(lambda: "handing_back" in talk.told())
    talk.speak(6)
    talk.breathe()
    await talk.call.drained()
    await talk.call.end("ended")
    assert talk.heard == talk.expected
    assert talk.of_service() == ["deepgram_down", "back"]
    assert len(talk.ears.streams) == 1


async def test_a_wrong_key_is_no_obstacle_to_a_call(talking: Talking, service: Service) -> None:
    service.faults.refuse += [401, 401]
    talk = await talking(FallbackOptions())
    talk.speak(6)
    talk.breathe()
    await talk.call.end("ended")
    assert talk.heard == talk.expected
    assert talk.transcriber.away is not None
    assert talk.transcriber.away.code == "deepgram_key_refused"
    assert talk.of_service() == ["deepgram_key_refused"]
    assert len(service.handshakes) == 2


async def test_both_sides_keep_their_place_in_the_call(talking: Talking, service: Service) -> None:
    sides = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))
    talk = await talking(FallbackOptions(tries=100), *sides)
    talk.breathe(10)
    talk.speak(6)
    talk.breathe()
    await until(lambda: talk.heard.get(1) == talk.expected[1])
    service.cut()
    talk.speak(6)
    talk.breathe()
    await talk.call.drained()
    await talk.call.end("ended")
    assert talk.heard[1] == talk.expected[1]
    turns = [turn for turn in talk.call.session.state.turns.values() if turn.text]
    customer = [turn for turn in turns if turn.speaker is Speaker.CUSTOMER]
    assert customer[0].start_ms == 1_000
    assert customer[-1].end_ms == 3_000
