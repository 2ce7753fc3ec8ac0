"""The real client of the vendor against a service that speaks its protocol."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.playbook import Term
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.deepgram import DeepgramTranscriber
from salescoach.speech.engines.deepgram_options import DeepgramOptions, Timing
from salescoach.speech.engines.deepgram_stream import DeepgramStream
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions
from tests.speech.engines.deepgram_service import KEY, SECOND_VOICE, Service, pcm

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
        async with asyncio.timeout(SOON_S):
            while self.texts != texts:
                self._changed.clear()
                await self._changed.wait()

    async def shown(self) -> None:
        """Waits for any words at all."""
        async with asyncio.timeout(SOON_S):
            while not self.heard:
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


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with Service() as running:
        yield running


async def begin(transcriber: DeepgramTranscriber, *channels: Channel) -> Call:
    return Call(await transcriber.open(TranscribeOptions(channels or BOTH)))


async def test_each_channel_is_heard_on_its_own_clock(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    await call.say(1, (0, 1_000), (3, 200), (0, 100), (4, 200), (0, 600))
    await call.say(0, (5, 300), (0, 500))
    assert await call.finish() == ["w3 w4", "w5"]
    customer, salesperson = call.finals
    assert (customer.channel, customer.start_ms, customer.end_ms) == (1, 1_000, 1_500)
    assert (salesperson.channel, salesperson.start_ms, salesperson.end_ms) == (0, 0, 300)
    assert [(word.text, word.start_ms, word.end_ms) for word in customer.words] == [
        ("w3", 1_000, 1_200),
        ("w4", 1_300, 1_500),
    ]
    assert customer.confidence == pytest.approx(0.9)
    await transcriber.aclose()


async def test_words_show_before_the_line_ends_under_one_id(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    await call.say(1, (1, 300), (0, 100), (2, 300))
    await call.shown()
    assert (call.heard[0].text, call.heard[0].is_final) == ("w1 w2", False)
    await call.say(1, (0, 600), (3, 300), (0, 600))
    assert await call.finish() == ["w1 w2", "w3"]
    assert len({line.line_id for line in call.heard}) == 2
    assert call.heard[0].line_id == call.finals[0].line_id
    assert call.stream.heard_ms(1) == 2_200
    await transcriber.aclose()


async def test_a_long_sentence_is_one_line_until_its_pause(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    sentence = [part for number in range(1, 19) for part in ((number, 200), (0, 100))]
    await call.say(1, *sentence, (0, 400))
    assert await call.finish() == [" ".join(f"w{number}" for number in range(1, 19))]
    await transcriber.aclose()


async def test_a_monologue_is_written_down_while_it_goes_on(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    speech = [part for number in range(1, 80) for part in ((number, 200), (0, 100))]
    await call.say(1, *speech)
    texts = await call.finish()
    assert " ".join(texts) == " ".join(f"w{number}" for number in range(1, 80))
    assert len(texts) == 2
    await transcriber.aclose()


async def test_what_is_asked_for(service: Service) -> None:
    transcriber = engine(service, language="de", model="nova-3")
    stream = await transcriber.open(
        TranscribeOptions(BOTH, vocabulary=(Term("Kontora"), Term("Brix, Inc")))
    )
    await stream.aclose()
    first, second = service.queries
    assert first == second
    assert first["language"] == ["de"]
    assert first["keyterm"] == ["Kontora", "Brix Inc"]
    assert first["mip_opt_out"] == ["true"]
    assert "diarize_model" not in first
    expected = {"model": "nova-3", "interim_results": "true", "smart_format": "true"}
    expected |= {"encoding": "linear16", "sample_rate": "16000", "endpointing": "300"}
    assert {name: first[name][0] for name in expected} == expected
    await transcriber.aclose()


async def test_voices_of_one_mixed_channel_are_told_apart_and_not_named(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber, Channel(0, Speaker.UNKNOWN))
    await call.say(0, (1, 200), (0, 100), (2, 200), (0, 100), (SECOND_VOICE + 3, 200), (0, 400))
    assert await call.finish() == ["w1 w2", "w3"]
    assert [line.voice for line in call.finals] == [0, 1]
    assert call.finals[1].start_ms == 600
    await transcriber.aclose()


async def test_a_pause_of_the_audio_keeps_the_stream_and_finishes_the_line() -> None:
    async with Service(idle_s=1.0) as service:
        transcriber = engine(service, timing=PAUSING)
        call = await begin(transcriber)
        await call.say(1, (1, 300))
        await call.until(["w1"])
        await asyncio.sleep(1.4)
        await call.say(1, (0, 500), (2, 300), (0, 500))
        assert await call.finish() == ["w1", "w2"]
        assert call.finals[1].start_ms == 800
        assert len(service.handshakes) == 2
        await transcriber.aclose()


async def test_a_stream_closed_in_a_pause_goes_on_without_anybody_noticing() -> None:
    async with Service() as service:
        transcriber = engine(service, timing=PAUSING)
        call = await begin(transcriber, BOTH[1])
        await call.say(1, (1, 300), (0, 1_700))
        await call.until(["w1"])
        await service.close_all(1011, "window. See https://dpgr.am/net0001")
        await call.say(1, (0, 400), (2, 300), (0, 500))
        assert await call.finish() == ["w1", "w2"]
        assert call.finals[1].start_ms == 2_400
        assert len(service.handshakes) == 2
        await transcriber.aclose()


async def test_a_connection_lost_in_mid_sentence_is_told(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    await call.say(1, (1, 700))
    await call.shown()
    service.cut()
    error = await call.lost()
    assert (error.code, error.retryable) == ("deepgram_cut", True)
    with pytest.raises(SpeechError, match="Deepgram"):
        await call.say(1, (2, 100))
    await transcriber.aclose()


async def test_what_a_cut_connection_still_owed_is_sent_again(service: Service) -> None:
    transcriber = engine(service, timing=PAUSING)
    call = await begin(transcriber, BOTH[1])
    await call.say(1, (1, 300), (0, 1_700))
    await call.until(["w1"])
    service.faults.deaf = True
    await call.say(1, (2, 300), (0, 100))
    service.faults.deaf = False
    service.cut()
    await call.until(["w1", "w2"])
    assert await call.finish() == ["w1", "w2"]
    assert (call.finals[1].start_ms, call.finals[1].end_ms) == (2_000, 2_300)
    await transcriber.aclose()


async def test_what_was_owed_at_the_end_is_sent_again(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber, BOTH[1])
    service.faults.deaf = True
    await call.say(1, (2, 300), (0, 100))
    service.cut()
    await service.gone()
    service.faults.deaf = False
    assert await call.finish() == ["w2"]
    await transcriber.aclose()


@pytest.mark.parametrize("model", ["nova-3", "flux-general-en"])
async def test_a_cut_in_the_last_sentence_costs_no_word(service: Service, model: str) -> None:
    transcriber = engine(service, model=model)
    call = await begin(transcriber, BOTH[1])
    words = [part for number in range(1, 20) for part in ((number, 150), (0, 90))]
    await call.say(1, *words)
    await call.shown()
    service.faults.deaf = True
    finishing = asyncio.create_task(call.finish())
    await asyncio.sleep(0)
    service.faults.deaf = False
    service.cut()
    assert " ".join(await finishing) == " ".join(f"w{number}" for number in range(1, 20))
    assert len({line.line_id for line in call.finals}) == len(call.finals)
    assert call.finals[-1].end_ms == 18 * 240 + 150
    await transcriber.aclose()


async def test_a_service_that_is_gone_at_the_end_is_told(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber, BOTH[1])
    service.faults.deaf = True
    await call.say(1, (2, 300), (0, 100))
    service.faults.down = True
    service.cut()
    await service.gone()
    await call.stream.finish()
    assert (await call.lost()).code == "deepgram_down"
    assert len(service.handshakes) == 1 + 3
    await transcriber.aclose()


@pytest.mark.parametrize(
    ("close_code", "reason", "code"),
    [
        (1011, "See https://dpgr.am/net0000", "deepgram_slow"),
        (1011, "See https://dpgr.am/NET-0001", "deepgram_idle"),
        (1011, "internal", "deepgram_down"),
        (1008, "DATA-0000", "deepgram_audio_refused"),
        (1000, "", "deepgram_cut"),
    ],
)
async def test_how_the_service_ends_a_stream_is_told(
    service: Service, close_code: int, reason: str, code: str
) -> None:
    transcriber = engine(service)
    call = await begin(transcriber, BOTH[1])
    await call.say(1, (1, 700))
    await call.shown()
    await service.close_all(close_code, reason)
    assert (await call.lost()).code == code
    await transcriber.aclose()


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (400, "deepgram_request_refused", False),
        (401, "deepgram_key_refused", False),
        (402, "deepgram_out_of_credit", True),
        (403, "deepgram_not_allowed", False),
        (429, "deepgram_busy", True),
        (500, "deepgram_down", True),
        (503, "deepgram_down", True),
    ],
)
async def test_a_refusal_says_what_to_do(
    service: Service, status: int, code: str, retryable: bool
) -> None:
    transcriber = engine(service)
    service.faults.refuse += [status, status]
    with pytest.raises(SpeechError) as refused:
        await begin(transcriber)
    assert (refused.value.code, refused.value.retryable) == (code, retryable)
    await transcriber.aclose()


async def test_a_wrong_key_shows_nowhere(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # The product keeps its vendors' clients quiet; here they may say all they have.
    caplog.set_level(logging.DEBUG, logger="websockets")
    caplog.set_level(logging.DEBUG, logger="websockets.client")
    wrong = "f" * 40
    transcriber = engine(service, api_key=wrong)
    with pytest.raises(SpeechError) as refused:
        await begin(transcriber)
    assert refused.value.code == "deepgram_key_refused"
    assert wrong not in str(refused.value)
    assert wrong not in repr(DeepgramOptions(api_key=wrong))
    assert "Authorization" in caplog.text
    assert wrong not in caplog.text
    await transcriber.aclose()


async def test_no_network_is_told(service: Service) -> None:
    transcriber = engine(service, base_url="http://127.0.0.1:9")
    with pytest.raises(SpeechError) as lost:
        await begin(transcriber)
    assert (lost.value.code, lost.value.retryable) == ("deepgram_unreachable", True)
    await transcriber.aclose()


async def test_a_service_that_takes_audio_and_says_nothing_is_given_up(service: Service) -> None:
    transcriber = engine(service, timing=IMPATIENT)
    call = await begin(transcriber)
    service.faults.deaf = True
    await call.say(1, (1, 2_500))
    assert (await call.lost()).code == "deepgram_hangs"
    await transcriber.aclose()


async def test_audio_waits_while_too_much_is_unanswered(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    service.faults.deaf = True
    saying = asyncio.create_task(call.say(1, (1, 8_000)))
    done, _ = await asyncio.wait({saying}, timeout=0.3)
    assert not done
    assert call.stream.heard_ms(1) == 0
    await call.stream.aclose()
    with pytest.raises(SpeechError, match="closed"):
        await saying
    await transcriber.aclose()


async def test_a_connection_that_will_not_stay_is_given_up(service: Service) -> None:
    transcriber = engine(service)
    service.faults.close_at_once = 20
    call = await begin(transcriber, BOTH[1])
    with pytest.raises(SpeechError) as lost:
        await call.say(1, (1, 8_000))
    assert lost.value.retryable
    assert len(service.handshakes) < 10
    await call.lost()
    await transcriber.aclose()


async def test_odd_messages_do_no_harm(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber, BOTH[1])
    (connection,) = service.connections
    for odd in ({"type": "Results"}, {"type": "News"}, {}, {"type": "Results", "channel": 7}):
        await connection.say(odd)
    await connection.socket.send("no json")
    await connection.socket.send(b"\0\1")
    await call.say(1, (1, 300), (0, 500))
    assert await call.finish() == ["w1"]
    await transcriber.aclose()


async def test_with_economy_a_line_shows_at_its_begin_and_at_its_end(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber, BOTH[1])
    call.stream.set_economy(True)
    for number in range(1, 10):
        await call.say(1, (number, 500), (0, 100))
        await call.shown()
    await call.say(1, (0, 500))
    await call.finish()
    assert [line.is_final for line in call.heard] == [False, True]
    await transcriber.aclose()


async def test_finish_without_audio_ends_and_closing_twice_is_harmless(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    assert await call.finish() == []
    await call.stream.aclose()
    with pytest.raises(SpeechError, match="after the end"):
        await call.stream.send(AudioFrame(1, 0, b"\0\0"))
    await transcriber.aclose()
    with pytest.raises(SpeechError, match="closed"):
        await begin(transcriber)


async def test_an_unknown_channel_is_refused(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber)
    with pytest.raises(SpeechError, match="not opened"):
        await call.say(7, (1, 100))
    await call.finish()
    await transcriber.aclose()


async def test_flux_hears_the_end_of_a_turn_early(service: Service) -> None:
    transcriber = engine(service, model="flux-general-en")
    call = await begin(transcriber)
    await call.say(1, (1, 300), (0, 200))
    await call.shown()
    await call.say(1, (0, 100), (2, 300), (0, 700), (3, 300))
    assert await call.finish() == ["w1 w2", "w3"]
    (query, _) = service.queries
    assert query["eager_eot_threshold"] == ["0.5"]
    assert {"language", "endpointing"}.isdisjoint(query)
    assert (call.finals[0].start_ms, call.finals[0].end_ms) == (0, 900)
    assert "w1" in [line.text for line in call.heard if not line.is_final]
    assert not transcriber.capabilities.diarization
    await transcriber.aclose()


async def test_flux_ends_a_turn_when_the_audio_pauses(service: Service) -> None:
    transcriber = engine(service, timing=PAUSING, model="flux-general-en")
    call = await begin(transcriber, BOTH[1])
    await call.say(1, (1, 300))
    await call.until(["w1"])
    assert service.connections[0].texts == ["ForceEndTurn"]
    await service.close_all(1011, "idle")
    await call.say(1, (0, 300), (2, 300))
    assert await call.finish() == ["w1", "w2"]
    assert call.finals[1].start_ms == 600
    await transcriber.aclose()
