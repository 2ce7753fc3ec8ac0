"""Work in steps takes turns, rests beside calls, and can be stopped at any of them."""

import asyncio
import threading
from collections.abc import Generator, Iterator

import pytest

from salescoach.kit.errors import Conflict
from salescoach.rooms.recordings.steps import StepByStep


@pytest.fixture
def work() -> Iterator[StepByStep]:
    work = StepByStep()
    yield work
    work.close()


@pytest.fixture
def begun() -> asyncio.Event:
    """Set after the first step of ``beside``."""
    return asyncio.Event()


@pytest.fixture
def beside(begun: asyncio.Event) -> Iterator[StepByStep]:
    """Beside live calls."""

    def live() -> bool:
        begun.set()
        return True

    work = StepByStep(live)
    yield work
    work.close()


class Counting:
    """``closed`` once the generator was given up or is through."""

    def __init__(self) -> None:
        self.steps = 0
        self.closed = False
        self.threads: set[int] = set()

    def upto(self, count: int) -> Generator[None, None, int]:
        try:
            while self.steps < count:
                self.steps += 1
                self.threads.add(threading.get_ident())
                yield
        finally:
            self.closed = True
        return self.steps


async def test_what_came_of_it_is_returned_and_the_loop_was_free(work: StepByStep) -> None:
    one, other = Counting(), Counting()
    first, second = await asyncio.gather(
        work.do("one", one.upto(20)), work.do("other", other.upto(30))
    )
    assert (first, second) == (20, 30)
    assert len(one.threads | other.threads) == 1
    assert threading.get_ident() not in one.threads


async def test_what_fails_is_told_and_can_be_done_again(work: StepByStep) -> None:
    def failing() -> Generator[None, None, int]:
        yield
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await work.do("one", failing())
    assert await work.do("one", Counting().upto(1)) == 1


async def test_the_same_is_not_done_twice_at_once(work: StepByStep) -> None:
    first = asyncio.create_task(work.do("one", Counting().upto(50)))
    await asyncio.sleep(0)
    with pytest.raises(Conflict) as refused:
        await work.do("one", Counting().upto(1))
    assert refused.value.code == "under_way"
    assert await first == 50


async def test_stopping_waits_until_everything_is_given_back(
    beside: StepByStep, begun: asyncio.Event
) -> None:
    endless = Counting()
    doing = asyncio.create_task(beside.do("one", endless.upto(10**9)))
    await begun.wait()
    await beside.stop("one")
    assert endless.closed
    with pytest.raises(Conflict) as stopped:
        await doing
    assert stopped.value.code == "stopped"
    await beside.stop("one")


async def test_a_cancelled_work_is_given_back_too(beside: StepByStep, begun: asyncio.Event) -> None:
    endless = Counting()
    doing = asyncio.create_task(beside.do("one", endless.upto(10**9)))
    await begun.wait()
    doing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await doing
    assert endless.closed
