import asyncio

import pytest

from salescoach.kit.clock import ManualClock
from salescoach.kit.spare_time import SpareTime


class _Naps:
    """Sleeps by moving the clock."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        self.clock.advance(seconds * 1000)


async def test_rests_after_each_piece_as_long_as_its_share_demands() -> None:
    naps = _Naps()
    spare = SpareTime(0.25, naps.clock, naps)

    async with spare:
        naps.clock.advance(10)
    async with spare:
        naps.clock.advance(4)
    naps.clock.advance(2)
    async with spare:
        pass

    assert naps.taken == pytest.approx([0, 0.030, 0.010])


async def test_does_not_rest_when_there_was_time_enough() -> None:
    naps = _Naps()
    spare = SpareTime(0.5, naps.clock, naps)

    async with spare:
        naps.clock.advance(10)
    naps.clock.advance(500)
    async with spare:
        pass

    assert naps.taken == [0, 0]


async def test_one_piece_at_a_time() -> None:
    spare = SpareTime(1, ManualClock())
    at_work = most = 0

    async def work() -> None:
        nonlocal at_work, most
        async with spare:
            at_work += 1
            most = max(most, at_work)
            await asyncio.sleep(0)
            at_work -= 1

    await asyncio.gather(*(work() for _ in range(5)))

    assert most == 1


async def test_work_that_is_given_up_while_it_waits_holds_nobody() -> None:
    naps = _Naps()
    forever = asyncio.Event()

    async def nap(seconds: float) -> None:
        if seconds:
            await forever.wait()

    spare = SpareTime(0.5, naps.clock, nap)
    async with spare:
        naps.clock.advance(10)

    async def work() -> None:
        async with spare:
            pass

    resting = asyncio.create_task(work())
    await asyncio.sleep(0)
    resting.cancel()
    await asyncio.gather(resting, return_exceptions=True)
    naps.clock.advance(10)

    await asyncio.wait_for(work(), 5)


@pytest.mark.parametrize("share", [0, -1, 1.5])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="a share"):
        SpareTime(share, ManualClock())
