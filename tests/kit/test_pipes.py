import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.kit.pipes import Pipe, PipeClosed


async def read_all(pipe: Pipe[int]) -> list[int]:
    return [item async for item in pipe]


async def test_everything_comes_out_in_order_however_small_the_pipe() -> None:
    pipe: Pipe[int] = Pipe(2)
    reading = asyncio.create_task(read_all(pipe))

    for number in range(50):
        await pipe.put(number)
    pipe.close()

    assert await reading == list(range(50))
    assert pipe.dropped == 0


async def test_a_full_pipe_makes_the_writer_wait() -> None:
    pipe: Pipe[int] = Pipe(1)
    await pipe.put(1)
    writing = asyncio.create_task(pipe.put(2))
    await asyncio.sleep(0)

    assert not writing.done()
    assert not pipe.offer(3)
    assert await pipe.get() == 1
    await writing
    assert len(pipe) == 1


@given(st.lists(st.integers(), max_size=30), st.integers(1, 8))
def test_a_dropping_pipe_keeps_the_newest_and_counts_the_rest(
    items: list[int], capacity: int
) -> None:
    async def run() -> tuple[list[int], int]:
        pipe: Pipe[int] = Pipe(capacity, "drop_oldest")
        for item in items:
            await pipe.put(item)
        pipe.close()
        return await read_all(pipe), pipe.dropped

    left, dropped = asyncio.run(run())

    assert left == items[-capacity:]
    assert dropped == len(items) - len(left)


async def test_a_closed_pipe_takes_nothing_and_gives_what_it_has() -> None:
    pipe: Pipe[int] = Pipe(4)
    await pipe.put(1)
    pipe.close()
    pipe.close()

    assert pipe.closed
    with pytest.raises(PipeClosed):
        pipe.offer(2)
    assert await read_all(pipe) == [1]


async def test_closing_wakes_whoever_waits() -> None:
    full: Pipe[int] = Pipe(1)
    await full.put(1)
    empty: Pipe[int] = Pipe(1)
    writing = asyncio.create_task(full.put(2))
    reading = asyncio.create_task(read_all(empty))
    await asyncio.sleep(0)

    full.close()
    empty.close()

    with pytest.raises(PipeClosed):
        await writing
    assert await reading == []


def test_a_pipe_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Pipe[int](0)
