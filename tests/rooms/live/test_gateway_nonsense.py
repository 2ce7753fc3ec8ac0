"""What a client may not say is answered with a code, and costs the call nothing.

`GATEWAY_EXAMPLES` says how many calls are drawn, with up to 60 messages of noise each; then others
are drawn each time.
"""

import json
import os
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salescoach.kit.clock import ManualClock
from salescoach.rooms.live.connections import Connections
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO, Client, Server, desk_of

CHOSEN = os.environ.get("GATEWAY_EXAMPLES")
EXAMPLES = int(CHOSEN or "50")


def raw_frame(
    version: int = 1, channel: int = 0, flags: int = 0, seq: int = 0, pcm: int = 3_200
) -> bytes:
    return struct.pack("<BBHIQ", version, channel, flags, seq, 0) + bytes(pcm)


WRONG: list[tuple[str | bytes, str]] = [
    (b"", "frame_too_short"),
    (b"\x01\x00", "frame_too_short"),
    (raw_frame(version=2), "frame_version"),
    (raw_frame(flags=4), "frame_flags"),
    (raw_frame(flags=1), "frame_opus"),
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
    assert client.final_texts == ["w1 w2"]
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


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=CHOSEN is None,
    suppress_health_check=list(HealthCheck),
)
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
    assert "w7000" in " ".join(client.final_texts)
    assert client.seqs == list(range(1, len(client.seqs) + 1))
    await desk.drain()
