"""Sound that comes compressed over a thin line: packets of Opus to the product's own samples.

Opus is decoded at 48 kHz, whatever was put in, and every third sample is taken behind a filter of
our own, so that a packet gives just as many samples as its time holds.
"""

import av
import numpy as np
import numpy.typing as npt

from salescoach.domain.audio import SAMPLE_RATE
from salescoach.kit.errors import InvalidInput

_DECODED_HZ = 48_000
_STEP = _DECODED_HZ // SAMPLE_RATE
_TAPS = 48
_PASS_HZ = 7_400

Samples = npt.NDArray[np.int16]


def _low_pass() -> npt.NDArray[np.float32]:
    place = np.arange(_TAPS) - (_TAPS - 1) / 2
    ideal = np.sinc(2 * _PASS_HZ / _DECODED_HZ * place) * np.hamming(_TAPS)
    taps: npt.NDArray[np.float32] = (ideal / ideal.sum()).astype(np.float32)
    return taps


_FILTER = _low_pass()


class OpusDecoder:
    """One channel of one connection: each packet is heard after the one before it."""

    def __init__(self) -> None:
        self._codec = av.CodecContext.create("libopus", "r")
        assert isinstance(self._codec, av.AudioCodecContext)
        self._codec.sample_rate = _DECODED_HZ
        self._codec.layout = "mono"
        self._before = np.zeros(_TAPS - 1, np.float32)

    def decode(self, packets: tuple[bytes, ...]) -> bytes:
        """PCM16, mono, 16 kHz. Raises ``InvalidInput`` (``frame_opus``)."""
        try:
            parts = [
                frame.to_ndarray().reshape(-1)
                for packet in packets
                for frame in self._codec.decode(av.Packet(packet))
            ]
        except (av.FFmpegError, ValueError) as error:
            raise InvalidInput("The packets of a frame are not Opus.", code="frame_opus") from error
        if not parts:
            raise InvalidInput("The packets of a frame hold no sound.", code="frame_opus")
        heard = np.concatenate((self._before, *parts)).astype(np.float32)
        self._before = heard[len(heard) - _TAPS + 1 :]
        passed = np.convolve(heard, _FILTER, "valid")[::_STEP]
        samples: Samples = np.clip(np.rint(passed), -32768, 32767).astype("<i2")
        return samples.tobytes()
