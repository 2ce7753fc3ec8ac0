"""Leaves a service alone that keeps failing, and tries it again with a single request.

Without it every turn of every call would wait for the same deadline in vain.
"""

from salescoach.kit.clock import Clock

OPENS_AFTER = 3
REST_S = 15.0
LONGEST_REST_S = 120.0


class Permit:
    """For one request; only its first outcome counts."""

    def __init__(self, breaker: "Breaker", *, trial: bool) -> None:
        self._breaker: Breaker | None = breaker
        self._trial = trial

    def succeeded(self) -> None:
        if self._breaker is not None:
            self._breaker._succeeded()
            self._breaker = None

    def failed(self, retry_after_s: float | None = None) -> None:
        """``retry_after_s`` is the vendor's own word: it rests at once and for that long."""
        if self._breaker is not None:
            self._breaker._failed(retry_after_s, trial=self._trial)
            self._breaker = None

    def given_back(self) -> None:
        """The request was cancelled, or its failure says nothing about the service."""
        if self._breaker is not None:
            self._breaker._given_back(trial=self._trial)
            self._breaker = None


class Breaker:
    """Closed: all requests go. Open: none, for a rest that doubles with each failed trial. Then
    half open: one goes, and its outcome decides. A vendor that names a pause itself gets it, and
    all go again after it: that is no illness."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._rest_s = REST_S
        self._open_until_ms: float | None = None
        self._pause_until_ms = 0.0
        self._trying = False

    @property
    def rests_s(self) -> float | None:
        """Seconds until a request may go, 0 when a trial may; None while all may."""
        now_ms = self._clock.now_ms()
        if self._open_until_ms is None:
            paused_ms = self._pause_until_ms - now_ms
            return paused_ms / 1000 if paused_ms > 0 else None
        return max(0.0, max(self._open_until_ms, self._pause_until_ms) - now_ms) / 1000

    def admit(self) -> Permit | float:
        """A permit, or the seconds after which to ask again."""
        rests_s = self.rests_s
        if rests_s is None:
            return Permit(self, trial=False)
        if rests_s > 0:
            return rests_s
        if self._trying:
            return 1.0
        self._trying = True
        return Permit(self, trial=True)

    def _succeeded(self) -> None:
        self._failures = 0
        self._rest_s = REST_S
        self._open_until_ms = None
        self._pause_until_ms = 0.0
        self._trying = False

    def _failed(self, retry_after_s: float | None, *, trial: bool) -> None:
        now_ms = self._clock.now_ms()
        self._failures += 1
        if retry_after_s:
            self._pause_until_ms = max(self._pause_until_ms, now_ms + 1000 * retry_after_s)
        if trial:
            self._trying = False
            self._rest_s = min(2 * self._rest_s, LONGEST_REST_S)
        if trial or self._failures >= OPENS_AFTER:
            self._open_until_ms = now_ms + 1000 * self._rest_s

    def _given_back(self, *, trial: bool) -> None:
        if trial:
            self._trying = False
