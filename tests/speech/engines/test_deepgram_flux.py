"""Flux through the real client of the vendor."""

from salescoach.domain.audio import Speaker
from salescoach.pipeline.early import SteadyWords
from salescoach.pipeline.turns import Turns
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


async def test_an_eager_end_of_turn_makes_the_words_reliable_before_the_turn_ends(
    service: Service,
) -> None:
    transcriber = engine(service, model="flux-general-en", eager_end_of_turn=0.4)
    call = await begin(transcriber, BOTH[1])
    words = [part for number in range(1, 6) for part in ((number, 50), (0, 50))]
    await call.say(1, *words, (0, 100))
    await call.until_heard(lambda: call.heard[-1:] != [] and call.heard[-1].text.endswith("w5"))
    updates = len(call.heard)
    await call.say(1, (0, 100))
    await call.until_heard(lambda: len(call.heard) > updates)
    turns, steady = Turns(), SteadyWords()
    relied_on = []
    for line in call.heard:
        update = turns.hear(line, line.start_ms, line.end_ms, Speaker.CUSTOMER)
        assert update is not None
        relied_on.append(steady.hear(update.turn, update.line))
    assert not any(line.is_final for line in call.heard)
    assert [turn.text for turn in relied_on if turn] == ["w1 w2 w3 w4 w5"]
    assert service.queries[0]["eager_eot_threshold"] == ["0.4"]
    assert await call.finish() == ["w1 w2 w3 w4 w5"]
    await transcriber.aclose()


async def test_a_turn_that_goes_on_after_its_eager_end_stays_one_line(service: Service) -> None:
    transcriber = engine(service, model="flux-general-en")
    call = await begin(transcriber, BOTH[1])
    await call.say(1, (1, 300), (0, 300), (2, 300), (0, 300), (3, 300), (0, 700))
    assert await call.finish() == ["w1 w2 w3"]
    assert len({line.line_id for line in call.heard}) == 1
    await transcriber.aclose()


async def test_without_its_eager_end_a_turn_ends_once(service: Service) -> None:
    transcriber = engine(service, model="flux-general-multi", language="de", eager_end_of_turn=None)
    call = await begin(transcriber, BOTH[1])
    await call.say(1, (1, 300), (0, 700))
    assert await call.finish() == ["w1"]
    (query,) = service.queries
    assert "eager_eot_threshold" not in query
    assert query["language_hint"] == ["de"]
    await transcriber.aclose()
