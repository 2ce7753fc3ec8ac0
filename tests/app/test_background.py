"""Work that is done again: once for many askings, and after a failure too."""

import asyncio

from loguru import logger

from salescoach.app.background import Again, Background


async def test_it_is_done_again_when_asked_meanwhile() -> None:
    began, go = asyncio.Event(), asyncio.Event()
    done = 0

    async def work() -> None:
        nonlocal done
        began.set()
        await go.wait()
        done += 1

    again = Again(work)
    background = Background()
    background.start(again.run(), "again")
    again.ask()
    await began.wait()
    for _ in range(5):
        again.ask()
    go.set()
    for _ in range(10):
        await asyncio.sleep(0)
    assert done == 2
    await background.aclose()


async def test_a_failure_is_told_and_tried_again() -> None:
    told: list[str] = []
    sink = logger.add(lambda message: told.append(message.record["message"]), level="ERROR")
    tries = 0

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ValueError("no")

    again = Again(work)
    background = Background()
    background.start(again.run(), "again")
    for _ in range(2):
        again.ask()
        for _ in range(5):
            await asyncio.sleep(0)
    logger.remove(sink)
    await background.aclose()
    assert tries == 2
    assert told == ["Repeated work failed"]
