"""One browser's connection: what it is told, and in which order."""

import asyncio
import json
from pathlib import Path

import pytest

from salescoach.domain.audio import Channel, Speaker
from salescoach.rooms.live import gateway, pace
from salescoach.speech.errors import SpeechError
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import Server, locked, server, until


async def test_a_whole_call(house: Server) -> None:
    client = house.client()
    assert (await client.expect("connection_established"))["connection_id"]
    opened = await client.start()
    assert len(opened["resume_token"]) > 30
    client.speak(*(said(seq, seq + 1) for seq in range(3)))
    ack = await client.expect("audio_ack", channel=0, seq=2)
    assert set(ack) == {"type", "channel", "seq"}
    client.say("ping")
    await client.expect("pong")
    client.say("end_call")
    ended = await client.expect("call_ended")
    assert (ended["call_id"], ended["duration_s"]) == (opened["call_id"], 0.3)
    await client.ended()
    assert client.closed_by is None
    assert client.final_texts == ["w1 w2 w3"]
    assert client.seqs == list(range(1, len(client.seqs) + 1))
    assert all("seq" in m or m["type"] == "transcription" for m in client.messages if "at_ms" in m)


async def test_the_token_is_told_once_and_is_in_no_event(house: Server) -> None:
    client = house.client()
    opened = await client.start()
    client.say("end_call")
    await client.ended()
    told = [m for m in client.messages if opened["resume_token"] in json.dumps(m)]
    assert [m["type"] for m in told] == ["call_opened"]


async def test_nothing_is_acknowledged_before_anything_came(house: Server) -> None:
    client = house.client()
    await client.start()
    client.say("ping")
    await client.expect("pong")
    client.speak(said(0, 1))
    await client.expect("audio_ack", seq=0)
    assert [each["seq"] for each in client.messages if each["type"] == "audio_ack"] == [0]


async def test_acks_come_while_audio_comes(house: Server) -> None:
    client = house.client()
    await client.start()
    client.speak(said(0, 1))
    await client.expect("audio_ack", seq=0)
    client.speak(said(1, 2), said(2, 3))
    await client.expect("audio_ack", seq=2)


async def test_a_frame_sent_again_is_acknowledged_again(house: Server) -> None:
    client = house.client()
    await client.start()
    client.speak(said(0, 1), said(1, 2))
    await client.expect("audio_ack", seq=1)
    client.speak(said(0, 1), said(1, 2))
    await client.expect("audio_ack", seq=1)
    client.say("end_call")
    await client.expect("call_ended", duration_s=0.2)


async def test_what_the_user_does_becomes_an_event(house: Server) -> None:
    client = house.client()
    both = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))
    await client.start(both, customer={"name": "Ada", "company": "Engines"}, mode="guidance")
    for command, fields, event in (
        ("mute", {"channel": 1, "muted": True}, {"type": "muted", "channel": 1, "muted": True}),
        ("swap_speakers", {}, {"type": "speakers_swapped"}),
        ("set_mode", {"mode": "suggestion"}, {"type": "mode", "mode": "suggestion"}),
        ("mark_moment", {"label": "price"}, {"type": "moment", "label": "price"}),
        ("mark_moment", {}, {"type": "moment", "label": None}),
        ("note", {"text": " call back "}, {"type": "note", "text": "call back"}),
        ("pause", {}, {"type": "paused"}),
        ("unpause", {}, {"type": "unpaused"}),
    ):
        client.say(command, **fields)
        kind = event.pop("type")
        await client.expect(str(kind), **event)
    assert not client.errors


async def test_audio_far_too_fast_waits_and_is_not_lost(
    tmp_path: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BURST_MS", 500.0)
    monkeypatch.setattr(pace, "RATE", 100.0)
    async with server(tmp_path, ears) as house:
        client = house.client()
        await client.start()
        client.speak(*(said(seq, seq + 1) for seq in range(60)))
        await client.expect("error", code="frame_too_fast")
        await client.expect("audio_ack", seq=59)
        assert client.errors == ["frame_too_fast"]
        client.say("end_call")
        await client.expect("call_ended", duration_s=6.0)


async def test_trouble_with_storage_is_shown_and_nothing_is_lost(house: Server) -> None:
    client = house.client()
    opened = await client.start()
    async with locked(house.url):
        client.speak(*(said(seq, seq + 1) for seq in range(3)))
        client.say("mark_moment", label="in the dark")
        await client.expect("moment", label="in the dark")
        await client.expect("degraded", component="storage", reason="locked")
        assert [m["seq"] for m in client.messages if m["type"] == "audio_ack"][-1] == 2
    await client.expect("recovered", component="storage")
    client.say("end_call")
    await client.ended()
    assert client.seqs == list(range(1, len(client.seqs) + 1))
    assert (await house.calls.transcript(opened["call_id"])).turns[0].text == "w1 w2 w3"


async def test_connections_leave_nothing_behind(house: Server) -> None:
    for _ in range(10):
        client = house.client()
        await client.start()
        client.speak(said(0, 1))
        client.say("end_call")
        await client.ended()
    await until(lambda: house.desk.live_calls == 0)
    assert not house.connections._serving
    assert not house.desk.bus._topics  # type: ignore[attr-defined]  # the memory bus


async def test_a_page_that_only_pings_is_not_waited_for(
    house: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "BEGIN_WITHIN_S", 0.2)
    client = house.client()

    async def ping() -> None:
        while True:
            client.say("ping")
            await asyncio.sleep(0.05)

    pinging = asyncio.create_task(ping())
    await client.ended()
    pinging.cancel()
    assert client.closed_by is not None
    assert client.closed_by.code == "nothing_asked"


async def test_a_call_that_was_asked_for_in_time_is_not_cut_off_while_it_opens(
    house: Server, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "BEGIN_WITHIN_S", 1.0)
    ears.opening.clear()
    client = house.client()
    client.start_soon()
    await until(lambda: ears.asked)
    await asyncio.sleep(1.2)
    ears.opening.set()
    await client.expect("call_opened")


async def test_a_refusal_that_took_its_time_still_says_why(
    house: Server, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "BEGIN_WITHIN_S", 1.0)
    ears.opening.clear()
    ears.broken = SpeechError("no model", code="speech_model_missing", retryable=False)
    client = house.client()
    client.start_soon()
    await until(lambda: ears.asked)
    await asyncio.sleep(1.2)
    ears.opening.set()
    await client.expect("error", code="speech_model_missing")
