"""The faults themselves: each one happens to a server, a line or a page, and is over again."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable

from tests.faults.house import FaultyServer
from tests.faults.line import Line
from tests.faults.page import Page
from tests.faults.plan import Fault

DAY_S = 86_400.0
DELIVER_AFTER_S = 0.3
ASKED_AGAIN_S = 2.5
"""Longer than the server waits before it tries a disk or a database in trouble again: then what
waited is stored."""


class Trouble:
    """What can happen to one call."""

    def __init__(self, server: FaultyServer, line: Line, page: Page, chance: random.Random) -> None:
        self._server = server
        self._line = line
        self._page = page
        self._chance = chance
        self._happen: dict[str, Callable[[float], Awaitable[None]]] = {
            "kill": self._kill,
            "killed_while_coming_back": self._kill_while_coming_back,
            "restart": self._restart,
            "clock_jump": self._clock_jump,
            "cut": self._cut,
            "flapping": self._flap,
            "half_open": self._half_open,
            "slow_line": self._slow_line,
            "slow_page": page.stop_reading,
            "stuck_engine": self._stick_engine,
            "dead_engine": self._kill_engine,
            "full_disk": self._fill_disk,
            "locked_database": self._lock_database,
            "reload": self._reload,
            "crashed_tab": self._crash_tab,
            "second_tab": self._second_tab,
        }

    async def happen(self, fault: Fault) -> None:
        await self._happen[fault.kind](fault.lasts_s)

    async def _kill(self, lasts_s: float) -> None:
        self._page.way_is_blocked()
        await self._server.stop(signal.SIGKILL)
        await asyncio.sleep(lasts_s)
        await self._start()

    async def _kill_while_coming_back(self, lasts_s: float) -> None:
        await self._kill(0)
        await asyncio.sleep(lasts_s)
        await self._kill(0)

    async def _restart(self, lasts_s: float) -> None:
        self._page.way_is_blocked()
        await self._server.stop()
        await asyncio.sleep(lasts_s)
        await self._start()

    async def _clock_jump(self, lasts_s: float) -> None:
        self._server.jump_clock(self._chance.choice((-DAY_S, -60.0, 60.0, DAY_S)))
        await self._kill(lasts_s)

    async def _start(self) -> None:
        await self._server.start()
        self._page.way_is_clear()

    async def _cut(self, lasts_s: float) -> None:
        self._page.way_is_blocked()
        self._line.cut()
        await asyncio.sleep(lasts_s)
        self._line.mend()
        self._page.way_is_clear()

    async def _flap(self, lasts_s: float) -> None:
        for _ in range(4):
            await self._cut(lasts_s)
            await asyncio.sleep(self._chance.uniform(0.1, 1.0))

    async def _half_open(self, lasts_s: float) -> None:
        if self._page.is_live:
            self._page.expect_back()
        self._line.leave_half_open()
        await asyncio.sleep(lasts_s)
        while not self._page.is_live and not self._page.over:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)
        await asyncio.sleep(DELIVER_AFTER_S)
        self._line.deliver_late()

    async def _slow_line(self, lasts_s: float) -> None:
        self._line.delay_s = self._chance.uniform(0.02, 0.15)
        await asyncio.sleep(lasts_s)
        self._line.delay_s = 0.0

    async def _stick_engine(self, lasts_s: float) -> None:
        async with self._server.stuck_engine():
            await asyncio.sleep(lasts_s)

    async def _kill_engine(self, lasts_s: float) -> None:
        self._server.kill_engine()
        await asyncio.sleep(lasts_s)

    async def _fill_disk(self, lasts_s: float) -> None:
        with self._page.standstill.lasting():
            async with self._server.full_disk():
                await asyncio.sleep(lasts_s)
        await asyncio.sleep(ASKED_AGAIN_S)

    async def _lock_database(self, lasts_s: float) -> None:
        async with self._server.locked_database():
            await asyncio.sleep(lasts_s)
        await asyncio.sleep(ASKED_AGAIN_S)

    async def _reload(self, lasts_s: float) -> None:
        await self._page.go_away(lasts_s, politely=True)

    async def _crash_tab(self, lasts_s: float) -> None:
        await self._page.go_away(lasts_s, politely=False)

    async def _second_tab(self, lasts_s: float) -> None:
        await self._page.move_to_another_tab(lasts_s)
