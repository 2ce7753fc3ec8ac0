"""Twelve hours of calls in a few seconds: what they held in memory goes with them."""

import gc
from pathlib import Path

from salescoach.kit.clock import ManualClock
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import CallState
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.spool import Spool
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import Client, Server, server, until

CALLS = 6
EVERY_MS = 120 * 60_000
KEPT_OPEN_MS = 31 * 60_000
HELD = (LiveCall, CallSession, CallState, Spool)
THE_LAST_TWO = 2 * len(HELD)
"""One that is just being closed, and the one whose try may still be asked again."""


async def test_twelve_hours_of_calls_leave_nothing_behind(tmp_path: Path) -> None:
    clock = ManualClock()
    async with server(tmp_path, Ears(), clock=clock, idle_timeout_s=30 * 60) as house:
        for number in range(CALLS):
            await one_call(house, clock, number)
            assert in_memory() <= THE_LAST_TWO
        await until(lambda: house.desk.live_calls == 0)
        assert spooled(tmp_path) == []
    assert clock.now_ms() >= 12 * 3_600_000


async def one_call(house: Server, clock: ManualClock, number: int) -> None:
    """Every third one is left by its page, and ended when nobody comes back."""
    client = Client(house.desk, house.connections, 1000)
    await client.start(attempt_id=f"an-attempt-to-begin-{number}")
    client.speak(*(said(seq, seq + 1) for seq in range(3)))
    await client.expect("audio_ack", seq=2)
    if number % 3:
        client.say("end_call")
        await client.ended()
    else:
        await client.hang_up()
        clock.advance(KEPT_OPEN_MS)
        await house.desk.sweep()
    clock.advance(EVERY_MS)


def in_memory() -> int:
    gc.collect()
    return sum(isinstance(each, HELD) for each in gc.get_objects())


def spooled(folder: Path) -> list[Path]:
    return list((folder / "spool").rglob("*.*"))
