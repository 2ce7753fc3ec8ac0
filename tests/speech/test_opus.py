import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import SAMPLE_RATE
from salescoach.kit.errors import InvalidInput
from salescoach.speech.opus import OpusDecoder
from tests.speech.packing import PACKET, packed, tone


def loudest_hz(sound: npt.NDArray[np.int16]) -> float:
    spectrum = np.abs(np.fft.rfft(sound.astype(np.float64) * np.hanning(len(sound))))
    return float(np.argmax(spectrum) * SAMPLE_RATE / len(sound))


@pytest.mark.parametrize("hz", [200.0, 440.0, 1_000.0])
def test_a_tone_comes_back_as_itself(hz: float) -> None:
    sound = tone(hz)
    packets = packed(sound)
    decoder = OpusDecoder()
    heard = b"".join(decoder.decode(tuple(packets[at : at + 5])) for at in range(0, 50, 5))
    samples = np.frombuffer(heard, "<i2")
    assert len(samples) == 50 * PACKET
    assert loudest_hz(samples[SAMPLE_RATE // 4 :]) == pytest.approx(hz, rel=0.02)
    assert 0.7 < np.abs(samples).max() / np.abs(sound).max() < 1.3
    assert sum(map(len, packets)) * 8 < len(sound.tobytes())


@pytest.fixture(scope="module")
def two_seconds() -> list[bytes]:
    return packed(tone(440, 2.0))


@given(groups=st.lists(st.integers(1, 7), min_size=1, max_size=12))
def test_time_is_kept_however_packets_are_grouped(
    two_seconds: list[bytes], groups: list[int]
) -> None:
    decoder = OpusDecoder()
    at = 0
    for count in groups:
        heard = decoder.decode(tuple(two_seconds[at : at + count]))
        assert len(heard) == 2 * PACKET * count
        at += count


@pytest.mark.parametrize("packets", [(), (b"\xff" * 40,), (b"",)])
def test_what_is_no_opus_is_said(packets: tuple[bytes, ...]) -> None:
    with pytest.raises(InvalidInput) as told:
        OpusDecoder().decode(packets)
    assert told.value.code == "frame_opus"
