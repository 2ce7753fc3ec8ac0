"""A model of the path from loudspeaker to microphone, learned while the call runs.

The path is kept as short partitions in the frequency domain, each bin with its own uncertainty
(a Kalman filter with a diagonal covariance). Uncertain bins learn fast, and whatever the filter
cannot explain, such as the salesperson talking, slows it down by itself: no separate detector of
double-talk has to stop it in time.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Complexes = npt.NDArray[np.complex64]

HOP = 160
"""Samples processed at a time: 10 ms, so that two of them stay inside the latency allowed."""
FRAME = 2 * HOP
BINS = FRAME // 2 + 1
PARTITIONS = 32
"""Hops the path may last: 320 ms hold a 250 ms delay and the first reverberation after it."""

_FORGETTING = 4e-4
"""Share of a bin's power its path may drift by in one hop; larger follows faster, cancels less."""
_UNEXPLAINED_SMOOTHING = 0.3
"""Weight of the newest hop in the power the filter cannot explain; slower misses speech onsets."""
_FAR_FLOOR_RISE = 1.005
"""Growth of the far noise floor per hop, about 2 dB a second."""
_FAR_FLOOR_MIN, _FAR_FLOOR_MAX = 10.0, 1e6
"""Bounds of that floor (power of one bin); in digital silence the last bit is no excitation."""
_EXCITED = 16.0
"""A bin learns only if far exceeds its floor by this power ratio (12 dB): far noise that was never
played by the loudspeaker would otherwise pull the learned path towards zero."""
_POWER_FLOOR = 1e3
_CONSTRAINED_PER_HOP = 8
"""Partitions brought back to causal taps per hop; all of them in turn every 40 ms."""
_OVERLAP = np.float32(HOP / FRAME)


class AdaptiveFilter:
    """Predicts the echo of ``far`` inside ``near`` and learns from what it got wrong."""

    def __init__(self) -> None:
        self._weights: Complexes = np.zeros((PARTITIONS, BINS), np.complex64)
        self._doubt: Floats = np.zeros((PARTITIONS, BINS), np.float32)
        self._unexplained: Floats = np.ones(BINS, np.float32)
        self._error_frame: Floats = np.zeros(FRAME, np.float32)
        self._far_frame: Floats = np.zeros(FRAME, np.float32)
        self._far_level: Floats = np.zeros(BINS, np.float32)
        self._far_floor: Floats = np.full(BINS, _FAR_FLOOR_MAX, np.float32)
        # Twice as long as needed: the newest PARTITIONS rows are always one contiguous view.
        self._spectra: Complexes = np.zeros((2 * PARTITIONS, BINS), np.complex64)
        self._powers: Floats = np.zeros((2 * PARTITIONS, BINS), np.float32)
        self._newest = PARTITIONS
        self._turn = 0

    def push(self, far: Floats) -> None:
        """Remember one hop of far without learning from it."""
        self._far_frame[:HOP] = self._far_frame[HOP:]
        self._far_frame[HOP:] = far
        if self._newest == 0:
            self._spectra[PARTITIONS + 1 :] = self._spectra[: PARTITIONS - 1]
            self._powers[PARTITIONS + 1 :] = self._powers[: PARTITIONS - 1]
            self._newest = PARTITIONS + 1
        self._newest -= 1
        spectrum = np.fft.rfft(self._far_frame).astype(np.complex64, copy=False)
        power = spectrum.real**2 + spectrum.imag**2
        self._spectra[self._newest] = spectrum
        self._powers[self._newest] = power
        self._far_level += np.float32(0.1) * (power - self._far_level)
        self._far_floor = np.clip(
            np.minimum(self._far_level, self._far_floor * np.float32(_FAR_FLOOR_RISE)),
            _FAR_FLOOR_MIN,
            _FAR_FLOOR_MAX,
        )

    def step(self, near: Floats, far: Floats) -> tuple[Floats, Floats]:
        """One hop in; what is left of near without the echo, and the echo, out."""
        self.push(far)
        rows = slice(self._newest, self._newest + PARTITIONS)
        spectra, powers = self._spectra[rows], self._powers[rows]
        predicted = np.einsum("pb,pb->b", spectra, self._weights)
        echo = np.fft.irfft(predicted, FRAME)[HOP:].astype(np.float32, copy=False)
        error = near - echo
        self._error_frame[HOP:] = error
        self._learn(spectra, powers)
        return error, echo

    def _learn(self, spectra: Complexes, powers: Floats) -> None:
        error = np.fft.rfft(self._error_frame).astype(np.complex64, copy=False)
        power = error.real**2 + error.imag**2
        self._unexplained += np.float32(_UNEXPLAINED_SMOOTHING) * (power - self._unexplained)
        expected = _OVERLAP * np.einsum("pb,pb->b", self._doubt, powers)
        excited = powers.max(axis=0) > np.float32(_EXCITED) * self._far_floor
        gain = excited / (expected + self._unexplained + np.float32(_POWER_FLOOR))
        self._weights += self._doubt * np.conj(spectra) * (error * gain)
        self._doubt *= 1 - _OVERLAP * self._doubt * powers * gain
        self._constrain()
        self._doubt += np.float32(_FORGETTING) * (self._weights.real**2 + self._weights.imag**2)

    def _constrain(self) -> None:
        rows = slice(self._turn, self._turn + _CONSTRAINED_PER_HOP)
        self._turn = (self._turn + _CONSTRAINED_PER_HOP) % PARTITIONS
        taps = np.fft.irfft(self._weights[rows], FRAME, axis=1)
        taps[:, HOP:] = 0
        self._weights[rows] = np.fft.rfft(taps, axis=1)

    def doubt(self, prior: Floats, *, forget: bool) -> None:
        """Raise the uncertainty of each partition to ``prior`` (power gain), or start over."""
        if forget:
            self._weights[:] = 0
            self._doubt[:] = 0
        np.maximum(self._doubt, prior[:, np.newaxis], out=self._doubt)

    def saved(self) -> tuple[Complexes, Floats]:
        return self._weights.copy(), self._doubt.copy()

    def restore(self, state: tuple[Complexes, Floats]) -> None:
        self._weights[:], self._doubt[:] = state
