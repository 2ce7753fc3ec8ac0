import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.speech.resample import Resampler


def tone(rate: int, seconds: float, hertz: float = 440.0) -> bytes:
    wave = np.sin(np.arange(int(rate * seconds)) * 2 * np.pi * hertz / rate)
    return (wave * 12_000).astype("<i2").tobytes()


def resampled(rate: int, pcm: bytes, cuts: list[int]) -> bytes:
    resampler = Resampler(rate)
    edges = [0, *sorted(cut % (len(pcm) + 1) for cut in cuts), len(pcm)]
    pieces = [resampler.feed(pcm[start:end]) for start, end in itertools.pairwise(edges)]
    return b"".join(pieces) + resampler.flush()


def samples(pcm: bytes) -> npt.NDArray[np.float64]:
    return np.frombuffer(pcm, "<i2").astype(np.float64)


RATES = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]


@given(rate=st.sampled_from(RATES), cuts=st.lists(st.integers(0, 100_000), max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_result_does_not_depend_on_where_the_stream_is_cut(rate: int, cuts: list[int]) -> None:
    pcm = tone(rate, 0.2)
    assert resampled(rate, pcm, cuts) == resampled(rate, pcm, [])


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_keeps_its_length_pitch_and_level_without_clicks(rate: int) -> None:
    result = samples(resampled(rate, tone(rate, 1.0), list(range(0, 2 * rate, rate // 25))))
    assert len(result) == pytest.approx(16_000, abs=1)
    expected = np.sin(np.arange(len(result)) * 2 * np.pi * 440 / 16_000) * 12_000
    middle = slice(800, -800)
    assert np.abs(result[middle] - expected[middle]).max() < 60


def test_what_16_khz_cannot_carry_is_filtered_out() -> None:
    result = samples(resampled(48_000, tone(48_000, 0.5, hertz=11_000), []))
    assert np.abs(result[800:-800]).max() < 60


def test_the_loudest_samples_do_not_wrap_round() -> None:
    square = np.where(np.arange(8_000) % 80 < 40, 32_767, -32_768).astype("<i2")
    result = samples(resampled(8_000, square.tobytes(), []))
    assert result[40] > 20_000
    assert np.abs(np.diff(result)).max() < 60_000


def test_half_a_sample_waits_for_its_other_half() -> None:
    pcm = tone(8_000, 0.05)
    resampler = Resampler(8_000)
    whole = b"".join(resampler.feed(pcm[i : i + 3]) for i in range(0, len(pcm), 3))
    assert whole + resampler.flush() == resampled(8_000, pcm, [])


@pytest.mark.parametrize("rate", [0, -1, 7_999, 96_001])
def test_other_rates_are_refused(rate: int) -> None:
    with pytest.raises(ValueError, match="Hz"):
        Resampler(rate)


def test_nothing_can_follow_the_flush() -> None:
    resampler = Resampler(48_000)
    resampler.feed(tone(48_000, 0.1))
    assert resampler.flush()
    assert resampler.flush() == b""
    with pytest.raises(ValueError, match="flushed"):
        resampler.feed(b"\0\0")
