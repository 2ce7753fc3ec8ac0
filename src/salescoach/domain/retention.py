"""How long past calls and their sound are kept: a value that was chosen, None for as long as
nobody deletes them."""

from dataclasses import dataclass

MOST_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after the end of a call. ``sound_days`` is for the recording alone; ``call_days`` for
    everything of the call, its recording included."""

    sound_days: int | None = 90
    call_days: int | None = None

    @property
    def sound_goes_after(self) -> int | None:
        """Days until the recording goes, alone or with its call."""
        known = [days for days in (self.sound_days, self.call_days) if days is not None]
        return min(known, default=None)
