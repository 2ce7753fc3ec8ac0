"""The server of the faults: the whole product in a process of its own, over an engine that hears
what the audio itself says, so that a word lost or heard twice is seen.

What only the inside can do is done at a signal: the engine gets stuck (SIGUSR1), goes on (SIGUSR2)
or dies (SIGHUP). ``FAULT_CLOCK_S`` is how far the wall clock of this process has jumped.
"""

import asyncio
import os
import signal
from datetime import datetime, timedelta

from salescoach.app.serve import serve
from salescoach.app.wiring import House, build_house
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.kit.clock import SystemClock
from tests.rooms.live.hearing import Ears


class JumpedClock(SystemClock):
    def __init__(self, by_s: float) -> None:
        self._by = timedelta(seconds=by_s)

    def utc(self) -> datetime:
        return super().utc() + self._by


async def _build(settings: Settings) -> House:
    ears = Ears()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, ears.hearing.clear)
    loop.add_signal_handler(signal.SIGUSR2, ears.hearing.set)
    loop.add_signal_handler(signal.SIGHUP, ears.kill)
    clock = JumpedClock(float(os.environ.get("FAULT_CLOCK_S", "0")))
    return await build_house(settings, transcriber=ears, clock=clock)


def main() -> None:
    settings = read_configuration().settings
    create_directories(settings)
    configure_logging(settings)
    try:
        serve(settings, lambda address: None, _build)
    finally:
        stop_logging()


if __name__ == "__main__":
    main()
