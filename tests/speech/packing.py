"""Sound packed as a browser packs it for a thin line."""

import av
import numpy as np
import numpy.typing as npt

from salescoach.domain.audio import SAMPLE_RATE

PACKET = 320
"""Samples of 20 ms at 16 kHz."""


def packed(sound: npt.NDArray[np.int16]) -> list[bytes]:
    """As a browser packs it: 20 ms each, 24 kbit/s."""
    codec = av.CodecContext.create("libopus", "w")
    assert isinstance(codec, av.AudioCodecContext)
    codec.sample_rate, codec.layout, codec.format = SAMPLE_RATE, "mono", "s16"
    codec.bit_rate = 24_000
    codec.options = {"application": "voip", "frame_duration": "20"}
    found: list[bytes] = []
    for start in range(0, len(sound) - PACKET + 1, PACKET):
        frame = av.AudioFrame.from_ndarray(
            sound[None, start : start + PACKET], format="s16", layout="mono"
        )
        frame.sample_rate, frame.pts = SAMPLE_RATE, start
        found += [bytes(packet) for packet in codec.encode(frame)]
    return found


def tone(hz: float, seconds: float = 1.0) -> npt.NDArray[np.int16]:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (8_000 * np.sin(2 * np.pi * hz * time)).astype(np.int16)
