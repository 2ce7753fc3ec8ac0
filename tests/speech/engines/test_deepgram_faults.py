"""Whatever the service refuses or breaks is told with a code, and holds nothing of the key."""

import logging

import pytest

from salescoach.speech.engines.deepgram_options import DeepgramOptions
from salescoach.speech.errors import SpeechError
from tests.speech.engines.deepgram_call import BOTH, IMPATIENT, begin, engine
from tests.speech.engines.deepgram_service import Service


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


async def test_a_service_that_is_gone_at_the_end_is_told(service: Service) -> None:
    transcriber = engine(service)
    call = await begin(transcriber, BOTH[1])
    service.faults.deaf = True
    await call.say(1, (2, 300), (0, 100))
    service.faults.down = 503
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


async def test_a_refusal_tells_how_long_the_service_wants_to_be_left_alone(
    service: Service,
) -> None:
    transcriber = engine(service)
    service.faults.refuse += [429, 429]
    service.faults.retry_after = "120"
    with pytest.raises(SpeechError) as refused:
        await begin(transcriber)
    assert refused.value.retry_after_s == 120
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
