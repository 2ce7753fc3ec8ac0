"""Decides, every 10 ms, whether near holds the salesperson or only what is left of the echo.

Two explanations of near are kept per band: what the adaptive filter predicts, times the share it
usually fails to remove, and, for the time the filter is wrong, the plain level of far times a
coupling. Only what neither explains is speech. Silence is preferred to a garbled remainder.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salescoach.pipeline.echo_filter import BINS, FRAME, Floats

_BANDS = 20
_BAND_HZ = (150.0, 7500.0)
_BIN_HZ = 8000 / (BINS - 1)

_OPEN_DB, _STAY_OPEN_DB = 4.5, 3.0
"""Mean excess over the expected echo that opens the gate, and that keeps it open."""
_UNPROVEN_DB, _UNPROVEN_HOPS = 2.0, 40
"""Extra excess asked for while a newly found path is being learned."""
_EXCESS_CAP_DB = 12.0
_FAR_EXCESS_WEIGHT = 0.5
_DEEP_REMOVAL_DB, _DEEP_REMOVAL_WEIGHT = 3.0, 0.25
"""The more of near the filter removed, the likelier the rest is distortion of the loudspeaker."""
_WORKING_DB = 1.0
"""The filter removes at least this much if it knows the path; else the level of far must agree."""
_BEYOND_FAR_DB = 3.0
_REMOVING_DB, _HARMING_DB = 2.0, -0.5
"""A filter that adds to near instead of removing something has learned a path of the past."""
_HOLD_HOPS = 14
"""Hops the gate stays open after speech: a stop consonant fits, a syllable of echo does not."""
_NOISE_RISE = 1.006
_NOISE_MIN = 50.0
_NOISE_MARGIN = 3.0
_COUPLING_MARGIN = 2.0
_FAR_DECAY, _ECHO_DECAY = 0.8, 0.7
"""Power kept per hop: a slow and a fast reverberation."""
_LEAK_START_DB, _LEAK_MIN_DB, _LEAK_MAX_DB = 3.0, -25.0, 6.0
_LEAK_UP, _LEAK_DOWN = 0.2, 0.025
"""Steps of a running high quantile, so that an ordinary frame of echo stays below it."""
_LEAK_UP_IN_DOUBT, _LEAK_DOWN_UNPROVEN = 0.03, 0.1
"""Near may be speech just below the threshold: do not take it for a leak of the filter. A path
just found starts from a cautious leak and gets rid of it sooner."""
_DOUBT_SHARE = 0.5
_COUPLING_START_DB = 3.0
_COUPLING_UP, _COUPLING_DOWN = 0.05, 0.01
_FAR_HEARD = 3e4
_OVER_SUBTRACTION = 2.0
_GAIN_MIN = 0.1
_LOUD_BANDS = slice(1, 14)
"""About 250 to 3500 Hz, where speech has its energy."""


def _band_matrix() -> Floats:
    lowest, highest = (float(np.log1p(hertz / 700)) for hertz in _BAND_HZ)
    edges = 700 * np.expm1(np.linspace(lowest, highest, _BANDS + 1))
    frequencies = np.arange(BINS) * _BIN_HZ
    matrix = np.zeros((_BANDS, BINS), np.float32)
    for band in range(_BANDS):
        inside = (frequencies >= edges[band]) & (frequencies < edges[band + 1])
        if not inside.any():
            inside = np.abs(frequencies - edges[band : band + 2].mean()) <= _BIN_HZ / 2
        matrix[band, inside] = 1
    return matrix


_MATRIX = _band_matrix()
_BAND_OF_BIN = np.where(
    _MATRIX.any(axis=0),
    _MATRIX.argmax(axis=0),
    np.where(np.arange(BINS) < BINS // 2, 0, _BANDS - 1),
)
WINDOW: Floats = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)).astype(
    np.float32
)
"""Analysis and synthesis window; its square adds up to one over two hops."""


def power_spectrum(frames: Floats) -> Floats:
    spectrum = np.fft.rfft(frames * WINDOW).astype(np.complex64, copy=False)
    power: Floats = spectrum.real**2 + spectrum.imag**2
    return power


def _db(ratio: npt.NDArray[np.floating]) -> Floats:
    decibels: Floats = (10 * np.log10(ratio)).astype(np.float32, copy=False)
    return decibels


@dataclass(frozen=True, slots=True)
class Powers:
    """Power spectra of one frame: near, near without the predicted echo, that echo, and far."""

    near: Floats
    error: Floats
    echo: Floats
    far: Floats


def _toward(
    value: Floats, target: Floats, up: float, down: float, where: npt.NDArray[np.bool_]
) -> Floats:
    delta = target - value
    moved: Floats = (value + np.where(where, np.where(delta > 0, up, down) * delta, 0)).astype(
        np.float32
    )
    return moved


class NearSpeechGate:
    """Keeps the two explanations up to date and answers with a gain per bin."""

    def __init__(self) -> None:
        self._noise: Floats = np.full(_BANDS, 1e3, np.float32)
        self._leak: Floats = np.full(_BANDS, _LEAK_START_DB, np.float32)
        self._coupling: Floats = np.full(_BANDS, _COUPLING_START_DB, np.float32)
        self._far: Floats = np.zeros(_BANDS, np.float32)
        self._echo: Floats = np.zeros(BINS, np.float32)
        self._excess = 0.0
        self._far_excess = 0.0
        self._before_after = np.ones(2)
        self._score = 0.0
        self._hold = 0
        self._judged = 0
        self.futile_hops = 0
        """Audible hops in which the filter was of no use, since it last removed something."""
        self.unexplained_hops = 0
        """Audible hops in a row that the filter could not explain but the level of far can."""

    @property
    def open(self) -> bool:
        return self._hold > 0

    @property
    def removed_db(self) -> float:
        """How much of near the filter takes away at present."""
        return float(10 * np.log10((self._before_after[0] + 1) / (self._before_after[1] + 1)))

    def calibrate(self, near: Floats, far: Floats) -> None:
        """Take the coupling from the recent past (frames as rows), for a path just found."""
        near_bands = power_spectrum(near) @ _MATRIX.T
        decayed = np.zeros(_BANDS, np.float32)
        ratios = []
        for heard, played in zip(near_bands, power_spectrum(far) @ _MATRIX.T, strict=True):
            decayed = np.maximum(played, np.float32(_FAR_DECAY) * decayed)
            ratios.append(np.where(decayed > _FAR_HEARD, _db((heard + 1) / (decayed + 1)), np.nan))
        ratios.append(np.full(_BANDS, _COUPLING_START_DB))
        self._coupling = np.nanmedian(np.array(ratios), axis=0).astype(np.float32)
        self._leak = np.full(_BANDS, _LEAK_START_DB, np.float32)
        self._judged = 0
        self.futile_hops = 0
        self.unexplained_hops = 0

    def listen(self, powers: Powers, *, audible: bool) -> None:
        """A frame while far is silent: nothing to judge, but noise and speech to remember."""
        self._update(powers)
        self._hold = _HOLD_HOPS if audible else max(0, self._hold - 1)

    def judge(self, powers: Powers, *, audible: bool) -> Floats | None:
        """The gain of each bin of the error, or none if the frame is echo and nothing else."""
        bands = self._update(powers)
        self._judged += 1
        explained = self._is_explained(bands, audible=audible)
        self._hold = max(0, self._hold - 1) if explained else _HOLD_HOPS
        if self._hold == 0:
            self._adapt(bands)
            return None
        leak = (10 ** (self._leak / 10))[_BAND_OF_BIN] * self._echo
        gain = 1 - np.float32(_OVER_SUBTRACTION) * leak / (powers.error + 1)
        return np.maximum(gain, np.float32(_GAIN_MIN))

    def _update(self, powers: Powers) -> Powers:
        near, error, far = np.stack((powers.near, powers.error, powers.far)) @ _MATRIX.T
        self._echo = np.maximum(powers.echo, np.float32(_ECHO_DECAY) * self._echo)
        self._far = np.maximum(far, np.float32(_FAR_DECAY) * self._far)
        self._noise = np.minimum(
            np.maximum(error, _NOISE_MIN), self._noise * np.float32(_NOISE_RISE)
        )
        return Powers(near=near, error=error, echo=_MATRIX @ self._echo, far=far)

    def _is_explained(self, bands: Powers, *, audible: bool) -> bool:
        noise = _NOISE_MARGIN * self._noise
        by_filter = 10 ** (self._leak / 10) * bands.echo + noise
        by_level = _COUPLING_MARGIN * 10 ** (self._coupling / 10) * self._far + noise
        self._excess = 0.5 * self._excess + 0.5 * _mean_excess(bands.error, by_filter)
        self._far_excess = 0.5 * self._far_excess + 0.5 * _mean_excess(bands.near, by_level)
        total = np.array([bands.near[_LOUD_BANDS].sum(), bands.error[_LOUD_BANDS].sum()])
        self._before_after = 0.75 * self._before_after + 0.25 * total
        removed = self.removed_db
        believable = removed > _WORKING_DB or self._far_excess > _BEYOND_FAR_DB
        doubtful = self._excess > _OPEN_DB and not believable
        if removed > _REMOVING_DB:
            self.futile_hops = 0
        elif audible and (self.open or removed < _HARMING_DB):
            self.futile_hops += 1
        if audible:
            self.unexplained_hops = (
                self.unexplained_hops + 1 if doubtful else max(0, self.unexplained_hops - 2)
            )
        score = self._excess + _FAR_EXCESS_WEIGHT * self._far_excess
        score -= _DEEP_REMOVAL_WEIGHT * max(0.0, removed - _DEEP_REMOVAL_DB)
        needed = _STAY_OPEN_DB if self.open else _OPEN_DB
        needed += _UNPROVEN_DB if self._judged < _UNPROVEN_HOPS else 0.0
        self._score = score
        return score <= needed or not believable

    def _adapt(self, bands: Powers) -> None:
        heard = bands.echo > 10 * self._noise
        left = np.clip(_db((bands.error + 1) / (bands.echo + 1)), -30, _LEAK_MAX_DB)
        up = _LEAK_UP_IN_DOUBT if self._score > _DOUBT_SHARE * _OPEN_DB else _LEAK_UP
        down = _LEAK_DOWN_UNPROVEN if self._judged < _UNPROVEN_HOPS else _LEAK_DOWN
        leak = _toward(self._leak, left, up, down, heard)
        self._leak = np.clip(leak, _LEAK_MIN_DB, _LEAK_MAX_DB)
        level = _db((bands.near + 1) / (self._far + 1))
        self._coupling = _toward(
            self._coupling, level, _COUPLING_UP, _COUPLING_DOWN, self._far > _FAR_HEARD
        )


def _mean_excess(power: Floats, expected: npt.NDArray[np.floating]) -> float:
    return float(np.clip(_db((power + 1) / expected), 0, _EXCESS_CAP_DB).mean())
