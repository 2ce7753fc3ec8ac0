"""Who is audible on the two channels of a call, since when, and in which order it began."""

from collections.abc import Sequence

from salescoach.pipeline.echo_filter import HOP

_FAR_ON = 60.0**2 * HOP
"""Energy of a hop of far that a loudspeaker would make audible."""
_FAR_TAIL_HOPS = 30
_NEAR_ON = 8.0
"""Near is audible at this power over its noise floor (9 dB)."""
_NEAR_FLOOR_MIN = 30.0
_NEAR_FLOOR_START = 1e9
"""Falls to the first hop at once; rising from below would take a noisy room for speech."""
_NEAR_FLOOR_RISE = 1.006
JUST_BEFORE_HOPS, _LEAD_HOPS = 15, 6
"""If so many of the last hops before far began were audible in near, it is speech and not echo;
fewer may be an echo whose first breath was too soft to count as far."""
_RECENT = (1 << JUST_BEFORE_HOPS) - 1


class Activity:
    """Fed hop by hop."""

    def __init__(self) -> None:
        self.near_on = False
        self.far_on = False
        self.far_tail = 0
        self.far_run = 0
        self.near_led = False
        self.both = 0
        self.far_alone = 0
        self._floor = _NEAR_FLOOR_START
        self.near_age = JUST_BEFORE_HOPS
        self._near_recent = 0

    def update(self, near_energy: float, far_energy: float) -> None:
        """The energies of a hop of both."""
        near_recent = self._listen((near_energy,))
        self.far_on = far_energy > _FAR_ON
        self.far_tail = _FAR_TAIL_HOPS if self.far_on else max(0, self.far_tail - 1)
        if self.far_tail == 0:
            self._rest(near_recent)
        else:
            self.far_run += 1
            self.both += self.near_on
            self.far_alone += self.far_on and not self.near_on

    def update_alone(self, near_energies: Sequence[float], far_energies: Sequence[float]) -> bool:
        """Several hops in which far stays silent, at a third of the cost. False when it does not,
        or was heard just before; nothing is noted then."""
        if self.far_tail or max(far_energies) > _FAR_ON:
            return False
        self._rest(self._listen(near_energies))
        self.far_on = False
        return True

    def _listen(self, near_energies: Sequence[float]) -> int:
        """Which of the hops before the last one were audible, a bit each."""
        floor, age, recent = self._floor, self.near_age, self._near_recent
        before, audible = recent, self.near_on
        for energy in near_energies:
            power = energy / HOP
            floor = min(max(power, _NEAR_FLOOR_MIN), floor * _NEAR_FLOOR_RISE)
            audible = power > _NEAR_ON * floor
            age = 0 if audible else age + 1
            before = recent
            recent = (recent << 1 | audible) & _RECENT
        self.near_on = audible
        self._floor, self.near_age, self._near_recent = floor, age, recent
        return before

    def _rest(self, near_recent: int) -> None:
        self.far_run = self.both = self.far_alone = 0
        self.near_led = near_recent.bit_count() >= _LEAD_HOPS
