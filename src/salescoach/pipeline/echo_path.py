"""Finds out within a fraction of a second whether near contains far, and how late.

The adaptive filter needs a sentence to learn a path; a cross-correlation with flattened spectra
sees one in 150 to 250 ms, tells the delay, and with it where the filter should expect the path.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salescoach.pipeline.echo_filter import HOP, PARTITIONS, Floats

NEAR_WINDOW = 4096
"""Samples of near compared at a time (256 ms): about one syllable and its echo."""
FAR_WINDOW = 8192
EARLIEST = 960
"""Samples near may be ahead of far (60 ms): a captured tab reaches us later than it is heard."""
LATEST = 4800

_SAMPLE_RATE = 16_000
_BAND_HZ = (150.0, 6000.0)
_FLATTENING = 0.8
"""Exponent of spectral whitening: 1 trusts every bin alike, also those with nothing but noise."""
_SILENT = 1e-9
_MEMORY = 0.6
_TAPER = 400
_CERTAIN, _LIKELY = 12.0, 7.5
"""Peak over root mean square of the correlation. Unrelated speech stays below 7."""
_CERTAIN_REPEATS, _LIKELY_REPEATS = 1, 2
_SAME_LAG = 32
_PEAK_SHARE = 0.7
"""A lag this close to the highest peak counts as a part of the path of its own."""
_NOISE_SHARE = 0.25
_TAIL_DECAY = 0.6
"""Of the expected path power per hop after a peak: reverberation."""


@dataclass(frozen=True, slots=True)
class EchoPath:
    """``first`` is the earliest lag in samples (negative: near leads); ``strength`` the peak."""

    first: int
    strength: float
    correlation: Floats

    def profile(self, look_ahead: int) -> Floats:
        """Relative power to expect in each partition of the filter, at most 1."""
        heights = np.maximum(self.correlation / self.correlation.max() - _NOISE_SHARE, 0) ** 2
        half = HOP // 2
        found = np.zeros(PARTITIONS, np.float32)
        for index in range(PARTITIONS):
            start = EARLIEST - look_ahead + index * HOP
            found[index] = heights[max(0, start - half) : max(0, start + HOP + half)].sum()
        found /= max(float(found.max()), 1e-9)
        for index in range(1, PARTITIONS):
            found[index] = max(found[index], _TAIL_DECAY * found[index - 1])
        return found


def _taper(length: int) -> npt.NDArray[np.float64]:
    window = np.ones(length)
    ramp = np.sin(np.linspace(0, np.pi / 2, _TAPER)) ** 2
    window[:_TAPER] = ramp
    window[-_TAPER:] = ramp[::-1]
    return window


class PathFinder:
    """Accumulates evidence over successive looks at the latest near and far."""

    def __init__(self) -> None:
        frequencies = np.fft.rfftfreq(FAR_WINDOW, 1 / _SAMPLE_RATE)
        in_band = np.flatnonzero((frequencies > _BAND_HZ[0]) & (frequencies < _BAND_HZ[1]))
        self._band = slice(int(in_band[0]), int(in_band[-1]) + 1)
        self._near_taper = _taper(NEAR_WINDOW)
        self._far_taper = _taper(FAR_WINDOW)
        self._cross = np.zeros(FAR_WINDOW // 2 + 1, np.complex64)
        self._lag: int | None = None
        self._repeats = 0

    def reset(self) -> None:
        if self._lag is not None:
            self._cross[:] = 0
            self._lag = None
            self._repeats = 0

    def look(self, near: Floats, far: Floats) -> EchoPath | None:
        """``near`` and ``far`` end now and hold their windows' samples."""
        padded = np.zeros(FAR_WINDOW)
        padded[-NEAR_WINDOW:] = near * self._near_taper
        far_bins = np.fft.rfft(far * self._far_taper)[self._band]
        near_bins = np.fft.rfft(padded)[self._band]
        cross = (near_bins * np.conj(far_bins)).astype(np.complex64)
        # The logarithm's way to a power is several times faster.
        energy = cross.real**2 + cross.imag**2
        cross *= np.exp(np.log(energy + _SILENT) * np.float32(-_FLATTENING / 2))
        power = float(np.sqrt(np.mean(cross.real**2 + cross.imag**2)))
        if power < _SILENT:
            return None
        self._cross *= np.float32(_MEMORY)
        self._cross[self._band] += cross / np.float32(power)
        lags = np.fft.irfft(self._cross, FAR_WINDOW)
        return self._judge(np.abs(np.concatenate((lags[-EARLIEST:], lags[:LATEST]))))

    def _judge(self, heights: Floats) -> EchoPath | None:
        peak = int(np.argmax(heights))
        strength = float(heights[peak] / np.sqrt(np.mean(heights**2)))
        again = self._lag is not None and abs(peak - self._lag) <= _SAME_LAG
        self._repeats = self._repeats + 1 if again and strength > _LIKELY else 0
        self._lag = peak
        needed = _CERTAIN_REPEATS if strength > _CERTAIN else _LIKELY_REPEATS
        if self._repeats < needed:
            return None
        first = int(np.flatnonzero(heights > _PEAK_SHARE * heights[peak])[0])
        return EchoPath(first=first - EARLIEST, strength=strength, correlation=heights)
