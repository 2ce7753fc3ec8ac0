"""When a call began, for a server that takes it up again.

The wall clock may have been set meanwhile, and a call would then last a day more or less. The
machine's own time cannot be set, but means something only until the machine is started again.
"""

from dataclasses import dataclass
from pathlib import Path

from salescoach.kit.clock import Clock

_FILE = "begun"


@dataclass(frozen=True, slots=True)
class Begun:
    """Kept in the folder of a call's audio, and gone with it."""

    folder: Path

    def note(self, clock: Clock) -> None:
        """Raises ``OSError``."""
        boot = clock.boot()
        if boot is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _FILE).write_text(f"{boot} {clock.now_ms()}")

    def since_ms(self, clock: Clock) -> float | None:
        """Milliseconds since then, None when only the wall clock can tell."""
        try:
            boot, _, begun_ms = (self.folder / _FILE).read_text().partition(" ")
            since_ms = clock.now_ms() - float(begun_ms)
        except (OSError, ValueError):
            return None
        return since_ms if boot == clock.boot() and since_ms >= 0 else None
