"""One browser's connection: what it is told, in which order, and that nonsense costs nothing."""

import asyncio
import json
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import Channel, Speaker
from salescoach.kit.clock import ManualClock
from salescoach.rooms.live import pace
from salescoach.rooms.live.connections import Connections
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO, Client, Server, desk_of, locked, server, until


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
async def house(tmp_path: Path, ears: Ears) -> AsyncIterator[Server]:
    async with server(tmp_path, ears) as house:
        yield house


def final_texts(client: Client) -> list[str]:
    texts: dict[str, str] = {}
    for message in client.messages:
        if message["type"] == "transcription" and message["is_final"]:
            texts[message["turn_id"]] = message["text"]
    return list(texts.values())


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
    assert final_texts(client) == ["w1 w2 w3"]
    assert client.seqs == list(range(1, len(client.seqs) + 1))
    assert all("seq" in m or m["type"] == "transcription" for m in client.messages if "at_ms" in m)


async def test_the_token_is_told_once_and_is_in_no_event(house: Server) -> None:
    client = house.client()
    opened = await client.start()
    client.say("end_call")
    await client.ended()
    told = [m for m in client.messages if opened["resume_token"] in json.dumps(m)]
    assert [m["type"] for m in told] == ["call_opened"]


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


def raw_frame(
    version: int = 1, channel: int = 0, flags: int = 0, seq: int = 0, pcm: int = 3_200
) -> bytes:
    return struct.pack("<BBHIQ", version, channel, flags, seq, 0) + bytes(pcm)


WRONG: list[tuple[str | bytes, str]] = [
    (b"", "frame_too_short"),
    (b"\x01\x00", "frame_too_short"),
    (raw_frame(version=2), "frame_version"),
    (raw_frame(flags=4), "frame_flags"),
    (raw_frame(channel=9), "frame_channel"),
    (raw_frame(channel=1), "frame_channel"),
    (raw_frame(pcm=3_201), "frame_odd_length"),
    (raw_frame(pcm=2), "frame_duration"),
    (raw_frame(pcm=16_002), "frame_duration"),
    (raw_frame(seq=3_000_000), "frame_out_of_order"),
    ("{", "malformed_json"),
    ("[" * 5_000, "malformed_json"),
    ("9" * 5_000, "malformed_json"),
    ("null", "unknown_type"),
    ("[]", "unknown_type"),
    ('{"type": 7}', "unknown_type"),
    ('{"type": "transcription"}', "unknown_type"),
    ('{"type": "mute", "channel": 0}', "invalid_message"),
    ('{"type": "mute", "channel": 0, "muted": true, "more": 1}', "invalid_message"),
    ('{"type": "mute", "channel": 1, "muted": true}', "unknown_channel"),
    ('{"type": "note", "text": "\\ud800"}', "invalid_message"),
    ('{"type": "set_mode", "mode": "shouting"}', "invalid_message"),
    ('{"type": "swap_speakers"}', "nothing_to_swap"),
    ('{"type": "use_suggestion", "id": "c99"}', "suggestion_not_found"),
    ('{"type": "dismiss_suggestion", "id": "c99"}', "suggestion_not_found"),
    ('{"type": "vote", "id": "c99", "vote": "wrong"}', "suggestion_not_found"),
    ('{"type": "set_objective", "id": "nope", "done": true}', "objective_not_found"),
    (
        '{"type": "start_call", "channels": [{"id": 0, "role": "customer"}], "consent": true}',
        "call_already_started",
    ),
]


async def test_what_is_wrong_has_a_code_and_the_call_goes_on(house: Server) -> None:
    client = house.client()
    await client.start()
    client.speak(said(0, 1))
    for message, code in WRONG:
        client.write(message)
        error = await client.expect("error")
        assert error["code"] == code, message[:40]
        assert error["message"]
    client.speak(said(1, 2))
    await client.expect("audio_ack", seq=1)
    client.say("end_call")
    await client.ended()
    assert final_texts(client) == ["w1 w2"]
    assert not [m for m in client.messages if m["type"] == "gap"]


async def test_an_error_repeats_nothing_of_what_was_sent(house: Server) -> None:
    client = house.client()
    await client.start()
    client.write('{"type": "mute", "channel": "4111 1111 1111 1111", "muted": true}')
    error = await client.expect("error")
    assert "4111" not in error["message"]
    assert "channel" in error["message"]


async def test_before_the_start_only_a_start_will_do(house: Server) -> None:
    client = house.client()
    client.speak(said(0, 1))
    assert (await client.expect("error"))["code"] == "call_not_started"
    client.say("end_call")
    assert (await client.expect("error"))["code"] == "call_not_started"
    client.write("nonsense")
    assert (await client.expect("error"))["code"] == "malformed_json"
    client.say("ping")
    await client.expect("pong")
    client.say("start_call", channels=[], consent=True)
    assert (await client.expect("error"))["code"] == "invalid_message"
    same = [{"id": 0, "role": "customer"}, {"id": 0, "role": "salesperson"}]
    client.say("start_call", channels=same, consent=True)
    assert (await client.expect("error"))["code"] == "invalid_channels"
    client.say("resume_call", call_id="no_such_call", resume_token="x", last_seq=0)
    assert (await client.expect("error"))["code"] == "call_not_found"
    await client.start()


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


async def test_a_page_that_comes_back_misses_nothing_and_sees_nothing_twice(house: Server) -> None:
    first = house.client()
    opened = await first.start()
    first.speak(*(said(seq, seq + 1) for seq in range(3)))
    await first.expect("audio_ack", seq=2)
    first.say("mark_moment", label="one")
    await first.expect("moment")
    await first.drop()
    call = house.desk.get(opened["call_id"])
    assert call is not None
    assert not call.attended
    call.controls.add_note("while away")
    second = house.client()
    resumed = await second.resumed(opened, first.seqs[-1])
    assert resumed["audio"] == {"0": 3}
    assert resumed["last_seq"] >= first.seqs[-1] + 1
    second.say("mark_moment", label="two")
    second.speak(said(2, 3), said(3, 4))
    await second.expect("audio_ack", seq=3)
    second.say("end_call")
    await second.ended()
    seqs = [*first.seqs, *second.seqs]
    assert seqs == list(range(1, len(seqs) + 1))
    assert final_texts(second) == ["w1 w2 w3 w4"]


async def test_coming_back_in_the_middle_of_many_events(house: Server) -> None:
    first = house.client()
    opened = await first.start()
    call = house.desk.get(opened["call_id"])
    assert call is not None
    for _ in range(700):
        call.controls.mark_moment(None)
    await first.drop()
    second = house.client()
    second.resume(opened, 5)
    for number in range(200):
        call.controls.mark_moment(str(number))
        if number % 20 == 0:
            await asyncio.sleep(0)
    second.say("end_call")
    await second.ended()
    assert second.seqs == list(range(6, 903))


async def test_the_last_page_has_the_call(house: Server) -> None:
    first, second = house.client(), house.client()
    opened = await first.start()
    first.speak(said(0, 1))
    await first.expect("audio_ack", seq=0)
    await second.resumed(opened, 0)
    await first.ended()
    assert first.closed_by is not None
    assert first.closed_by.code == "superseded"
    call = house.desk.get(opened["call_id"])
    assert call is not None
    assert call.attended
    second.speak(said(1, 2))
    await second.expect("audio_ack", seq=1)
    await second.drop()
    assert not call.attended


async def test_a_wrong_token_and_a_wrong_place_are_refused(house: Server) -> None:
    first, second = house.client(), house.client()
    opened = await first.start()
    second.resume({**opened, "resume_token": "guess"}, 0)
    assert (await second.expect("error"))["code"] == "wrong_resume_token"
    second.resume(opened, 2**31)
    assert (await second.expect("error"))["code"] == "invalid_message"
    await second.resumed(opened, 0)
    await first.ended()


async def test_a_page_that_leaves_while_the_call_ends(house: Server) -> None:
    client = house.client()
    opened = await client.start()
    client.speak(said(0, 1))
    client.say("end_call")
    await client.drop()
    await until(lambda: house.desk.live_calls == 0)
    again = house.client()
    again.resume(opened, 0)
    assert (await again.expect("error"))["code"] == "call_has_ended"
    assert (await house.calls.get(opened["call_id"])).status == "ended"


async def test_a_page_that_is_gone_before_it_hears_of_its_call(house: Server) -> None:
    client = house.client()
    client.say("start_call", channels=[{"id": 0, "role": "customer"}], consent=True)
    client._inbox.put_nowait(None)
    await until(lambda: house.desk.live_calls == 1)
    await client.ended()
    [call] = [house.desk.get(each.id) for each in (await house.calls.list(5)).calls]
    assert call is not None
    assert not call.attended


async def test_a_page_that_reads_nothing_is_closed_and_comes_back(house: Server) -> None:
    client = house.client(outbox_limit=50)
    opened = await client.start()
    call = house.desk.get(opened["call_id"])
    assert call is not None
    client.reading.clear()
    for number in range(60):
        call.controls.mark_moment(str(number))
    await client.ended()
    assert client.closed_by is not None
    assert client.closed_by.code == "too_slow"
    assert not call.attended
    again = house.client()
    await again.resumed(opened, client.seqs[-1])
    await again.expect("moment", label="59")
    assert [*client.seqs, *again.seqs] == list(range(1, len(client.seqs) + len(again.seqs) + 1))


async def test_events_seen_before_a_crash_that_took_them_do_not_come_as_old_news(
    tmp_path: Path, ears: Ears
) -> None:
    async with server(tmp_path, ears, crash=True) as first:
        client = first.client()
        opened = await client.start()
        async with locked(first.url):
            for number in range(5):
                client.say("mark_moment", label=str(number))
            await client.expect("moment", label="4")
            await client.drop()
            seen = client.seqs[-1]
            # The process dies before the database is free again.
            await first.desk.log.aclose()
    async with server(tmp_path, Ears()) as second:
        again = second.client()
        resumed = await again.resumed(opened, seen)
        assert resumed["last_seq"] == seen
        again.say("mark_moment", label="after")
        assert (await again.expect("moment"))["seq"] > seen


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


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
kinds = st.sampled_from(
    [
        "mute",
        "note",
        "vote",
        "use_suggestion",
        "set_mode",
        "set_objective",
        "mark_moment",
        "pause",
        "unpause",
        "swap_speakers",
        "ping",
        "start_call",
        "resume_call",
        "constructor",
        "",
    ]
)
fields = st.dictionaries(
    st.sampled_from(
        ["channel", "muted", "id", "vote", "mode", "done", "label", "text", "channels"]
    ),
    json_values,
    max_size=4,
)
objects = st.builds(lambda kind, rest: json.dumps({"type": kind, **rest}), kinds, fields)
frames = st.builds(
    lambda version, channel, flags, seq, size: raw_frame(version, channel, flags, seq, size),
    st.sampled_from([0, 1, 1, 1, 2, 255]),
    st.integers(0, 3),
    st.sampled_from([0, 0, 0, 1]),
    st.integers(0, 60) | st.integers(0, 2**32 - 1),
    st.sampled_from([0, 1, 640, 3_200, 3_201, 8_000, 8_002]),
)
messages = st.one_of(
    st.binary(max_size=60), st.text(max_size=60), json_values.map(json.dumps), objects, frames
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(noise=st.lists(messages, max_size=60))
async def test_page_and_speech_survive_any_messages(
    tmp_path_factory: pytest.TempPathFactory, noise: list[str | bytes]
) -> None:
    desk = desk_of(tmp_path_factory.mktemp("noise"), Ears(), clock=ManualClock())
    client = Client(desk, Connections(), outbox_limit=1_000)
    opened = await client.start(TWO)
    for message in noise:
        client.write(message)
    client.say("unpause")
    client.say("note", text="still here")
    await client.expect("note", text="still here")
    call = desk.get(opened["call_id"])
    assert call is not None
    audio = call.next_seqs()[0]
    client.speak(said(audio, 0), said(audio + 1, 7_000))
    client.say("end_call")
    await client.ended()
    assert client.closed_by is None
    assert "w7000" in " ".join(final_texts(client))
    assert client.seqs == list(range(1, len(client.seqs) + 1))
    await desk.drain()
