import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import AudioFrame
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.frames import PackedFrame, decode_frame, encode_frame

PACKETS = st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=20)


def packed(packets: list[bytes], seq: int = 7) -> bytes:
    body = b"".join(len(packet).to_bytes(2, "little") + packet for packet in packets)
    return struct.pack("<BBHIQ", 1, 1, 1, seq, 1_700_000_000_000) + body


@given(st.integers(0, 1), st.integers(0, 2**32 - 1), st.integers(320, 4_000))
def test_a_frame_comes_back_as_it_was(channel: int, seq: int, samples: int) -> None:
    frame = AudioFrame(channel, seq, bytes(2 * samples), 12)
    assert decode_frame(encode_frame(frame)) == frame


@given(PACKETS)
def test_packets_come_back_as_they_were(packets: list[bytes]) -> None:
    found = decode_frame(packed(packets))
    assert found == PackedFrame(1, 7, tuple(packets), 1_700_000_000_000)


@given(PACKETS, st.integers(1, 40))
def test_a_packed_frame_that_was_cut_is_refused_or_whole(packets: list[bytes], cut: int) -> None:
    found: PackedFrame | AudioFrame | None = None
    code = ""
    try:
        found = decode_frame(packed(packets)[:-cut])
    except InvalidInput as error:
        code = error.code
    if isinstance(found, PackedFrame):
        assert found.packets == tuple(packets[: len(found.packets)])
    else:
        assert code in {"frame_opus", "frame_too_short"}


@pytest.mark.parametrize("flags", [2, 3, 255])
def test_unknown_flags_are_refused(flags: int) -> None:
    with pytest.raises(InvalidInput) as told:
        decode_frame(struct.pack("<BBHIQ", 1, 0, flags, 0, 0) + bytes(640))
    assert told.value.code == "frame_flags"
