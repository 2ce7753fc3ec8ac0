"""Small files of every kind, made on the spot."""

import io
import wave

import numpy as np
import numpy.typing as npt

RATE = 16_000


def voice(seconds: float, pitch_hz: float = 220.0, rate: int = RATE) -> npt.NDArray[np.int16]:
    """Loud enough to be one, and never the same twice in a row."""
    at = np.arange(int(seconds * rate)) / rate
    return (8_000 * np.sin(2 * np.pi * pitch_hz * at * (1 + 0.1 * at))).astype(np.int16)


def wav(*channels: npt.NDArray[np.int16], rate: int = RATE) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(len(channels))
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(np.stack(channels, axis=1).astype("<i2").tobytes())
    return file.getvalue()


def without_channels() -> bytes:
    """A header that says there are none."""
    whole = bytearray(wav(voice(0.1)))
    whole[22:24] = b"\x00\x00"
    return bytes(whole)
