"""A live call over Deepgram: whatever happens to the connection, no word is lost or heard twice."""

import asyncio

import pytest

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import Gap
from salescoach.speech.engines.fallback import FallbackOptions
from tests.rooms.live.place import until
from tests.speech.engines.deepgram_service import Service
from tests.speech.engines.talking import WORD_MS, Talking, no_waits, talking

__all__ = ["no_waits", "talking"]


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
    service.faults.down = 503
    service.cut()
    talk.speak(6)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    talk.speak(6)
    talk.breathe(3)
    talk.speak(6)
    await talk.call.drained()
    assert talk.transcriber.away is not None
    service.faults.down = 0
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
