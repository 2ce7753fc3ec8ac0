"""Takes the customer's voice out of the salesperson's microphone before it is transcribed.

Without headphones the loudspeaker is heard by the microphone, and every sentence of the customer
would appear a second time as the salesperson's. Both channels are at hand, so the echo is
predicted and subtracted, and what remains is silenced unless it can only be the salesperson.
With headphones nothing is changed: every sample passes as it came, 20 ms later.
"""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from salescoach.pipeline.echo_activity import JUST_BEFORE_HOPS, Activity
from salescoach.pipeline.echo_filter import FRAME, HOP, PARTITIONS, AdaptiveFilter, Floats
from salescoach.pipeline.echo_gate import WINDOW, NearSpeechGate, Powers, power_spectrum
from salescoach.pipeline.echo_past import Past
from salescoach.pipeline.echo_path import EARLIEST, FAR_WINDOW, NEAR_WINDOW, EchoPath, PathFinder

Pcm = npt.NDArray[np.int16]

LATENCY = FRAME
"""Samples between near going in and coming out (20 ms): one hop to fill, one to overlap."""
LOOK_AHEAD = EARLIEST
"""Samples near is held back further (60 ms) once an echo was seen ahead of far. It is never undone
within a call: each change costs a jump."""

_HOP_MS = 10
_UNDECIDED_HOPS = 50
"""Audible hops after which an echo would have been found."""
_QUIET_HOPS = 50
"""Hops of far with nothing in near after which there is no echo."""
_SEARCH_HOPS, _RECHECK_HOPS = 4, 12
_SEARCH_AFTER_HOPS = 6
_SILENT_HOPS = 50
"""So long without anything audible in near, and there is no echo in it that could be found."""
_LOST_HOPS = 800
"""Hops of far without any sign of a path after which it is believed gone: headphones went on."""
_CHANGED_HOPS = 15
_CHANGED_STRENGTH = 9.0
"""Far is plainly in near although the filter removes next to nothing: the path has changed."""
_FUTILE_HOPS = 30
_COOL_DOWN_HOPS = 100
_LOOK_BACK = 40 * HOP
"""Once no echo is believed in, so much sound is looked at in one go: at a fraction of the cost, and
headphones that come off are noticed so much later."""
_RETRY_HOPS = 8
_PROOF_DB = 0.8
"""A path is believed once it removes this much, on average, from hops it was not fitted to."""
_RELEARN_GAIN = 0.7
"""Share of residual energy a relearned path must get below, else it only fitted the speech."""
_FIRST_REPLAY_HOPS, _NEXT_REPLAY_HOPS = 60, 40
_HISTORY = (_FIRST_REPLAY_HOPS + PARTITIONS) * HOP
_PRIOR_GAIN, _PRIOR_FLOOR = 0.05, 0.003
"""Power gain per tap block expected where the correlation peaks, and everywhere else."""
_SQUARED_WINDOW: Floats = WINDOW**2


@dataclass(frozen=True, slots=True)
class EchoBlock:
    """``echo_ms`` of the block were audible and judged to be echo alone; ``active`` says that an
    echo path is believed to exist."""

    clean: Pcm
    echo_ms: int
    active: bool


class _Belief(Enum):
    UNDECIDED = auto()
    CLEAN = auto()
    ECHO = auto()


def _slide(buffer: Floats, new: Floats) -> None:
    buffer[: -len(new)] = buffer[len(new) :]
    buffer[-len(new) :] = new


def _energies(hops: Floats) -> list[float]:
    found: list[float] = np.vecdot(hops, hops).tolist()
    return found


class EchoCanceller:
    """Feed equal blocks of both channels; the cleaned near comes back in blocks of that length."""

    def __init__(self) -> None:
        self._belief = _Belief.UNDECIDED
        self._activity = Activity()
        self._filter = AdaptiveFilter()
        self._finder = PathFinder()
        self._gate = NearSpeechGate()
        self._waiting_near: Pcm = np.zeros(0, np.int16)
        self._waiting_far: Pcm = np.zeros(0, np.int16)
        self._ready: Pcm = np.zeros(LATENCY - HOP, np.int16)
        self._held_back: Floats = np.zeros(0, np.float32)
        self._near_past = Past(np.zeros(_HISTORY, np.float32))
        self._far_past = Past(np.zeros(_HISTORY, np.float32))
        self._error_frame: Floats = np.zeros(FRAME, np.float32)
        self._echo_frame: Floats = np.zeros(FRAME, np.float32)
        self._overlap: Floats = np.zeros(HOP, np.float32)
        self._passing: Floats | None = None
        """The hop that the last frame let through, while it did; ``_overlap`` is then old."""
        self._hops = 0
        self._hops_unseen = 0
        self._cool_down = 0
        self._passed: list[tuple[Pcm, Pcm]] = []
        """Blocks of both that were passed on and are still to be looked at."""
        self._lagging: Pcm = np.zeros(0, np.int16)
        """While there are any: the samples that come out next."""

    @property
    def latency(self) -> int:
        """Samples the cleaned near lags behind at present."""
        return LATENCY + len(self._held_back)

    def process(self, near: Pcm, far: Pcm) -> EchoBlock:
        """Clean one block; both channels start at the same moment and have the same length."""
        if near.shape != far.shape or near.ndim != 1:
            raise ValueError(f"blocks differ: near {near.shape}, far {far.shape}")
        if not self._passed:
            if self._belief is not _Belief.CLEAN or not self._may_pass:
                return self._process(near, far)
            self._lagging = self._to_come()
        self._passed.append((near, far))
        if sum(len(each) for each, _ in self._passed) >= _LOOK_BACK:
            return self._look_back()
        line = np.concatenate((self._lagging, near))
        self._lagging = line[len(near) :]
        return EchoBlock(clean=line[: len(near)], echo_ms=0, active=False)

    def _to_come(self) -> Pcm:
        """What comes out next while near passes as it came."""
        assert self._passing is not None
        parts = self._ready, self._passing.astype(np.int16), self._waiting_near
        return np.concatenate(parts)

    def _look_back(self) -> EchoBlock:
        """At what was passed on; the last block of it comes out as judged."""
        near, far = (np.concatenate(parts) for parts in zip(*self._passed, strict=True))
        last = len(self._passed[-1][0])
        self._passed = []
        block = self._process(near, far)
        return EchoBlock(block.clean[len(near) - last :], block.echo_ms, block.active)

    def _process(self, near: Pcm, far: Pcm) -> EchoBlock:
        near_in, far_in = near, far
        if len(self._waiting_near):
            near_in = np.concatenate((self._waiting_near, near))
            far_in = np.concatenate((self._waiting_far, far))
        whole = len(near_in) // HOP * HOP
        self._waiting_near, self._waiting_far = near_in[whole:], far_in[whole:]
        hops = near_in[:whole], far_in[:whole]
        near_hops, far_hops = (each.astype(np.float32).reshape(-1, HOP) for each in hops)
        energies = _energies(near_hops), _energies(far_hops)
        cleaned, echo_hops = [self._ready], 0
        if whole and self._may_pass and self._activity.update_alone(*energies):
            self._hops += len(near_hops)
            self._finder.reset()
            cleaned.append(self._pass_on(near_hops, far_hops))
        else:
            samples, echo_hops = self._hop_by_hop(near_hops, far_hops, *energies)
            cleaned += samples
        ready = np.concatenate(cleaned)
        self._ready = ready[len(near) :]
        return EchoBlock(
            clean=ready[: len(near)],
            echo_ms=echo_hops * _HOP_MS,
            active=self._belief is _Belief.ECHO,
        )

    def flush(self) -> EchoBlock:
        """What is still inside, at the end of the call."""
        silence = np.zeros(self.latency, np.int16)
        self._passed.append((silence, silence))
        return self._look_back()

    def _hop_by_hop(
        self,
        near_hops: Floats,
        far_hops: Floats,
        near_energies: list[float],
        far_energies: list[float],
    ) -> tuple[list[Pcm], int]:
        """Also how many hops were audible and echo alone. A run of hops that pass like the one
        before them, and are not looked at, is carried on at once."""
        cleaned: list[Pcm] = []
        echo_hops = calm = 0
        for at, near_energy in enumerate(near_energies):
            near = near_hops[at]
            if len(self._held_back):
                near = self._hold_back(near)
                near_energy = float(np.dot(near, near))
            self._note(near_energy, far_energies[at])
            if self._may_pass and not (
                self._is_decided() or self._looks_now() or self._is_suspect()
            ):
                calm += 1
                continue
            if calm:
                cleaned.append(self._pass_on(near_hops[at - calm : at], far_hops[at - calm : at]))
                calm = 0
            samples, is_echo = self._hop(near, far_hops[at])
            cleaned.append(samples)
            echo_hops += is_echo
        if calm:
            cleaned.append(self._pass_on(near_hops[-calm:], far_hops[-calm:]))
        return cleaned, echo_hops

    def _note(self, near_energy: float, far_energy: float) -> None:
        """Another hop, and what can be told by its energies alone."""
        activity = self._activity
        activity.update(near_energy, far_energy)
        self._hops += 1
        if activity.far_on:
            self._cool_down = max(0, self._cool_down - 1)
            self._hops_unseen += 1
        elif activity.far_tail == 0:
            self._finder.reset()

    @property
    def _may_pass(self) -> bool:
        """Whether the last hop passed, and no echo is taken out that would change the next."""
        return (
            self._passing is not None
            and self._belief is not _Belief.ECHO
            and not len(self._held_back)
        )

    def _pass_on(self, near: Floats, far: Floats) -> Pcm:
        """A run of hops that pass as the one before them did."""
        assert self._passing is not None
        self._near_past.append(near.reshape(-1))
        self._far_past.append(far.reshape(-1))
        samples = np.concatenate((self._passing, near[:-1].reshape(-1))).astype(np.int16)
        self._passing = near[-1]
        return samples

    def _hop(self, near: Floats, far: Floats) -> tuple[Pcm, bool]:
        self._near_past.append(near)
        self._far_past.append(far)
        if self._belief is _Belief.ECHO:
            samples, silenced = self._clean(near, far)
        else:
            silenced = self._is_suspect()
            samples = self._emit(np.zeros(FRAME, np.float32)) if silenced else self._pass(near)
        self._search()
        return samples, silenced and self._activity.near_on

    def _hold_back(self, near: Floats) -> Floats:
        line = np.concatenate((self._held_back, near))
        self._held_back = line[HOP:]
        return line[:HOP]

    def _pass(self, near: Floats) -> Pcm:
        """Near as it came, a hop later: what two frames in a row let through adds up to just
        that."""
        if self._passing is None:
            samples = self._emit(self._near_past.latest(FRAME) * _SQUARED_WINDOW)
        else:
            samples = self._passing.astype(np.int16)
        self._passing = near
        return samples

    def _emit(self, frame: Floats) -> Pcm:
        if self._passing is not None:
            self._overlap = self._passing * _SQUARED_WINDOW[HOP:]
            self._passing = None
        out = self._overlap + frame[:HOP]
        self._overlap = frame[HOP:]
        samples: Pcm = np.clip(np.rint(out), -32768, 32767).astype(np.int16)
        return samples

    def _is_suspect(self) -> bool:
        """Before anything is known, near that begins after far may be its echo: hold it shut."""
        activity = self._activity
        return (
            self._belief is _Belief.UNDECIDED
            and activity.far_tail > 0
            and not activity.near_led
            and activity.near_age < JUST_BEFORE_HOPS
            and activity.both <= _UNDECIDED_HOPS
        )

    def _clean(self, near: Floats, far: Floats) -> tuple[Pcm, bool]:
        error, echo = self._filter.step(near, far)
        _slide(self._error_frame, error)
        _slide(self._echo_frame, echo)
        spectrum = np.fft.rfft(self._error_frame * WINDOW).astype(np.complex64, copy=False)
        powers = Powers(
            near=power_spectrum(self._near_past.latest(FRAME)),
            error=spectrum.real**2 + spectrum.imag**2,
            echo=power_spectrum(self._echo_frame),
            far=power_spectrum(self._far_past.latest(FRAME)),
        )
        audible = self._activity.near_on
        if self._activity.far_tail == 0:
            self._gate.listen(powers, audible=audible)
            return self._pass(near), False
        gain = self._gate.judge(powers, audible=audible)
        if gain is None:
            return self._emit(np.zeros(FRAME, np.float32)), True
        frame = np.fft.irfft(spectrum * gain, FRAME).astype(np.float32, copy=False) * WINDOW
        return self._emit(frame), False

    def _looks_now(self) -> bool:
        """Whether the echo's path is looked for in this hop."""
        activity = self._activity
        known = self._belief is _Belief.ECHO
        return (
            activity.far_tail > 0
            and activity.far_run > _SEARCH_AFTER_HOPS
            and self._hops % (_RECHECK_HOPS if known else _SEARCH_HOPS) == 0
            and (known or activity.near_age < _SILENT_HOPS)
        )

    def _is_decided(self) -> bool:
        """Whether so much was heard without an echo that there is none."""
        if self._belief is _Belief.ECHO:
            return self._hops_unseen > _LOST_HOPS
        activity = self._activity
        heard = activity.both > _UNDECIDED_HOPS or activity.far_alone > _QUIET_HOPS
        return self._belief is _Belief.UNDECIDED and heard

    def _search(self) -> None:
        if self._looks_now():
            path = self._finder.look(
                self._near_past.latest(NEAR_WINDOW), self._far_past.latest(FAR_WINDOW)
            )
            if path is not None:
                self._found(path)
        if self._is_decided():
            self._belief = _Belief.CLEAN

    def _found(self, path: EchoPath) -> None:
        self._hops_unseen = 0
        if self._cool_down > 0:
            return
        if self._belief is not _Belief.ECHO:
            self._adopt(path)
        elif self._has_changed(path):
            self._relearn(path)

    def _has_changed(self, path: EchoPath) -> bool:
        if self._gate.unexplained_hops > _CHANGED_HOPS:
            return True
        return path.strength > _CHANGED_STRENGTH and self._gate.futile_hops > _FUTILE_HOPS

    def _adopt(self, path: EchoPath) -> None:
        """Believe in the path if a filter that starts there predicts what it has not seen yet."""
        before = self._near_past, self._held_back
        self._hold_back_if_early(path)
        self._filter.doubt(self._prior(path), forget=True)
        near, error = self._replay(_FIRST_REPLAY_HOPS)
        since_far = slice(-min(self._activity.far_run, _FIRST_REPLAY_HOPS), None)
        removed_db = 10 * np.log10((near[since_far] + HOP) / (error[since_far] + HOP))
        if float(np.mean(removed_db)) < _PROOF_DB:
            self._near_past, self._held_back = before
            self._cool_down = _RETRY_HOPS
            return
        self._belief = _Belief.ECHO
        self._finder.reset()
        self._replay(_FIRST_REPLAY_HOPS)
        self._calibrate(_FIRST_REPLAY_HOPS)

    def _relearn(self, path: EchoPath) -> None:
        self._cool_down = _COOL_DOWN_HOPS
        self._hold_back_if_early(path)
        before = self._filter.saved()
        prior = self._prior(path)
        self._filter.doubt(prior, forget=False)
        _, old = self._replay(_NEXT_REPLAY_HOPS)
        _, new = self._replay(_NEXT_REPLAY_HOPS)
        if new.sum() < _RELEARN_GAIN * old.sum():
            self._calibrate(_NEXT_REPLAY_HOPS)
        else:
            self._filter.restore(before)

    def _hold_back_if_early(self, path: EchoPath) -> None:
        """Let near lag far from now on; its last samples are heard twice, normally silenced."""
        if path.first >= 0 or len(self._held_back):
            return
        past = self._near_past.latest(_HISTORY)
        self._held_back = past[-LOOK_AHEAD:].copy()
        self._near_past = Past(
            np.concatenate((np.zeros(LOOK_AHEAD, np.float32), past[:-LOOK_AHEAD]))
        )

    def _prior(self, path: EchoPath) -> Floats:
        profile = path.profile(len(self._held_back))
        prior: Floats = np.maximum(_PRIOR_FLOOR, _PRIOR_GAIN * profile).astype(np.float32)
        return prior

    def _replay(self, hops: int) -> tuple[Floats, Floats]:
        """Learn from the recent past once more; energy of near and of the error in each hop."""
        shape = (hops + PARTITIONS, HOP)
        near = self._near_past.latest(shape[0] * HOP).reshape(shape)
        far = self._far_past.latest(shape[0] * HOP).reshape(shape)
        error = near.copy()
        for index in range(PARTITIONS):
            self._filter.push(far[index])
        for index in range(PARTITIONS, shape[0]):
            error[index], _ = self._filter.step(near[index], far[index])
        energies = (np.einsum("hs,hs->h", part, part)[PARTITIONS:] for part in (near, error))
        near_energy, error_energy = energies
        return near_energy, error_energy

    def _calibrate(self, hops: int) -> None:
        starts = _HISTORY - np.arange(hops, 1, -1) * HOP
        index = starts[:, np.newaxis] + np.arange(FRAME)
        self._gate.calibrate(
            self._near_past.latest(_HISTORY)[index], self._far_past.latest(_HISTORY)[index]
        )
