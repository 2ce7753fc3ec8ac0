"""Who is audible on the two channels of a call, since when, and in which order it began."""

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
        power = near_energy / HOP
        self._floor = min(max(power, _NEAR_FLOOR_MIN), self._floor * _NEAR_FLOOR_RISE)
        self.near_on = power > _NEAR_ON * self._floor
        self.far_on = far_energy > _FAR_ON
        self.far_tail = _FAR_TAIL_HOPS if self.far_on else max(0, self.far_tail - 1)
        if self.far_tail == 0:
            self.far_run = self.both = self.far_alone = 0
            self.near_led = self._near_recent.bit_count() >= _LEAD_HOPS
        else:
            self.far_run += 1
            self.both += self.near_on
            self.far_alone += self.far_on and not self.near_on
        self.near_age = 0 if self.near_on else self.near_age + 1
        self._near_recent = (self._near_recent << 1 | self.near_on) & ((1 << JUST_BEFORE_HOPS) - 1)
