"""Connections that end, and audio that is owed: what is mended unseen and what is told."""

import asyncio

import pytest

from salescoach.speech.errors import SpeechError
from tests.speech.engines.deepgram_call import BOTH, PAUSING, begin, engine
from tests.speech.engines.deepgram_service import Service


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
