"""Flux through the real client of the vendor."""

from tests.speech.engines.deepgram_call import BOTH, PAUSING, begin, engine
from tests.speech.engines.deepgram_service import Service


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
