import struct
import subprocess
import sys

import numpy as np

from salescoach.domain.audio import SAMPLE_RATE, AudioFrame
from salescoach.rooms.live.frames import encode_frame
from salescoach.rooms.live.unpacker import Unpacker
from tests.speech.packing import packed, tone


def frame_of(channel: int, seq: int, packets: list[bytes]) -> bytes:
    body = b"".join(len(packet).to_bytes(2, "little") + packet for packet in packets)
    return struct.pack("<BBHIQ", 1, channel, 1, seq, 5) + body


def test_each_channel_goes_on_where_it_was() -> None:
    low, high = packed(tone(300)), packed(tone(900))
    unpacker = Unpacker()
    heard: dict[int, bytes] = {0: b"", 1: b""}
    for seq in range(10):
        for channel, packets in enumerate((low, high)):
            frame = unpacker.frame(frame_of(channel, seq, packets[5 * seq : 5 * seq + 5]))
            assert (frame.channel, frame.seq, frame.duration_ms) == (channel, seq, 100)
            heard[channel] += frame.pcm
    for channel, hz in enumerate((300, 900)):
        samples = np.frombuffer(heard[channel], "<i2")[SAMPLE_RATE // 4 :]
        crossings = np.count_nonzero(np.diff(np.signbit(samples)))
        assert abs(crossings - 2 * hz * len(samples) / SAMPLE_RATE) < 12


LOADED = """
import asyncio, sys
from salescoach.rooms.live import unpacker

async def main():
    assert "av" not in sys.modules
    await unpacker.load_opus(0)
    assert "av" in sys.modules
    assert {"salescoach.speech.opus"} <= set(sys.modules)

asyncio.run(main())
"""


def test_what_decodes_opus_is_loaded_before_the_first_frame() -> None:
    """In a process of its own: this one has loaded it already."""
    subprocess.run([sys.executable, "-c", LOADED], check=True)


def test_plain_frames_pass_as_they_are() -> None:
    frame = AudioFrame(1, 3, bytes(3_200), 9)
    assert Unpacker().frame(encode_frame(frame)) == frame
