"""The rows of docs/faults.md on speech: each fault befalls a live call, over the real client.

Whatever it is, every word is in the final transcript once, and the log says what happened.
"""

import asyncio
from dataclasses import replace

import pytest

from salescoach.speech.engines.fallback import FallbackOptions
from tests.rooms.live.place import until
from tests.speech.engines.deepgram_service import Service
from tests.speech.engines.talking import QUICK, Talk, Talking, no_waits, talking

__all__ = ["no_waits", "talking"]

PATIENT = FallbackOptions(tries=100)
"""The embedded engine never takes over: what the connection itself mends is seen."""

RESTLESS = FallbackOptions(probe_after_s=60)


async def say_and_end(talk: Talk) -> None:
    talk.speak(6)
    talk.breathe()
    await talk.call.end("ended")
    assert talk.heard == talk.expected
    assert not talk.lost


def troubles(talk: Talk) -> list[str]:
    """What the log says of the service, in order."""
    return [reason for reason in talk.told() if reason.startswith("deepgram_")]


async def shown(talk: Talk) -> None:
    """Words of a sentence that goes on are on the page."""
    talk.speak(8)
    await until(lambda: len(talk.events) > 1)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "deepgram_request_refused"),
        (401, "deepgram_key_refused"),
        (403, "deepgram_not_allowed"),
        (404, "deepgram_not_found"),
    ],
)
async def test_refused_for_good(talking: Talking, service: Service, status: int, code: str) -> None:
    service.faults.down = status
    talk = await talking(RESTLESS)
    await say_and_end(talk)
    assert talk.of_service() == [code]
    assert len(talk.ears.streams) == 1
    # Asked once, on each channel's connection, and never again.
    assert len(service.handshakes) == 2


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (402, "deepgram_out_of_credit"),
        (408, "deepgram_down"),
        (429, "deepgram_busy"),
        (500, "deepgram_down"),
        (503, "deepgram_down"),
    ],
)
async def test_refused_for_now(talking: Talking, service: Service, status: int, code: str) -> None:
    service.faults.down = status
    talk = await talking(RESTLESS)
    talk.speak(6)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    await say_and_end(talk)
    assert talk.of_service() == [code]
    assert len(service.handshakes) == 3 * 2


async def test_not_reachable(talking: Talking) -> None:
    talk = await talking(RESTLESS, url="http://127.0.0.1:9")
    talk.speak(6)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    await say_and_end(talk)
    assert talk.of_service() == ["deepgram_unreachable"]


async def test_no_answer_to_the_greeting(talking: Talking, service: Service) -> None:
    service.faults.stalled = True
    talk = await talking(RESTLESS, timing=replace(QUICK, connect_s=0.1))
    talk.speak(6)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    await say_and_end(talk)
    assert talk.of_service() == ["deepgram_unreachable"]


@pytest.mark.parametrize("model", ["nova-3", "flux-general-en"])
async def test_cut_in_mid_sentence(talking: Talking, service: Service, model: str) -> None:
    talk = await talking(PATIENT, model=model)
    await shown(talk)
    service.cut()
    await until(lambda: "deepgram_cut" in talk.told())
    talk.breathe(40)
    await until(lambda: "-transcriber" in talk.told())
    await say_and_end(talk)
    assert troubles(talk) == ["deepgram_cut"]
    assert talk.told()[-1] == "-transcriber"
    assert not talk.ears.streams


@pytest.mark.parametrize(
    ("close_code", "reason", "code"),
    [
        (1011, "See https://dpgr.am/net0000", "deepgram_slow"),
        (1011, "See https://dpgr.am/net0001", "deepgram_idle"),
        (1011, "internal", "deepgram_down"),
        (1008, "DATA-0000", "deepgram_audio_refused"),
        (1000, "", "deepgram_cut"),
    ],
)
async def test_closed_in_mid_sentence(
    talking: Talking, service: Service, close_code: int, reason: str, code: str
) -> None:
    talk = await talking(PATIENT)
    await shown(talk)
    await service.close_all(close_code, reason)
    await until(lambda: code in talk.told())
    talk.breathe(40)
    await until(lambda: "-transcriber" in talk.told())
    await say_and_end(talk)


async def test_takes_audio_and_says_nothing(talking: Talking, service: Service) -> None:
    service.faults.deaf = True
    talk = await talking(RESTLESS, timing=replace(QUICK, hung_after_s=0.2))
    talk.speak(30)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    await say_and_end(talk)
    assert "deepgram_hangs" in talk.told()
    assert talk.of_service() == ["deepgram_hangs"]


async def test_every_connection_is_closed_at_once(talking: Talking, service: Service) -> None:
    service.faults.close_at_once = 1_000
    talk = await talking(RESTLESS)
    talk.speak(30)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    await say_and_end(talk)
    assert talk.of_service() == ["deepgram_cut"]


async def test_words_come_late(talking: Talking, service: Service) -> None:
    service.faults.slow_s = 0.1
    talk = await talking(PATIENT)
    await say_and_end(talk)
    assert troubles(talk) == []


async def test_messages_that_cannot_be_read(talking: Talking, service: Service) -> None:
    talk = await talking(PATIENT)
    await until(lambda: len(service.connections) == 2)
    for connection in service.connections:
        for odd in ({"type": "Results"}, {"type": "News"}, {}, {"type": "Results", "channel": 7}):
            await connection.say(odd)
        await connection.socket.send("no json")
        await connection.socket.send(b"\0\1")
    await say_and_end(talk)
    assert troubles(talk) == []


async def test_the_network_is_gone_for_the_rest_of_the_call(
    talking: Talking, service: Service
) -> None:
    talk = await talking(RESTLESS)
    await shown(talk)
    service.faults.down = 503
    service.cut()
    talk.speak(4)
    talk.breathe()
    await until(lambda: talk.ears.streams)
    await say_and_end(talk)
    assert talk.of_service() == ["deepgram_down"]


async def test_everything_is_gone_and_comes_back(talking: Talking, service: Service) -> None:
    talk = await talking(PATIENT)
    await shown(talk)
    service.faults.down = 503
    service.cut()
    talk.speak(20)
    talk.breathe()
    await asyncio.sleep(0.1)
    assert "-transcriber" not in talk.told()
    service.faults.down = 0
    talk.breathe(40)
    await until(lambda: "-transcriber" in talk.told())
    await say_and_end(talk)
    assert troubles(talk) == ["deepgram_cut"]
    assert talk.told()[-1] == "-transcriber"
