"""What is heard through the real client of the vendor, from a service that speaks its protocol."""

import pytest

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.playbook import Term
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions
from tests.speech.engines.deepgram_call import BOTH, begin, engine
from tests.speech.engines.deepgram_service import SECOND_VOICE, Service


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
