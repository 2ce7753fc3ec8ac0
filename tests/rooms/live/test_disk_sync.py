import asyncio
import errno
import os
from pathlib import Path

from loguru import logger

from salescoach.rooms.live.disk_sync import IN_A_ROW, DiskSync


def _opened(folder: Path, count: int) -> list[int]:
    return [os.open(folder / str(number), os.O_CREAT | os.O_WRONLY) for number in range(count)]


def _is_closed(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return True
    return False


async def test_calls_that_ask_together_go_in_one_round(tmp_path: Path) -> None:
    disk = DiskSync()
    files = _opened(tmp_path, 2 * IN_A_ROW + 3)

    asking = [asyncio.create_task(disk([each])) for each in files]
    await asyncio.sleep(0)
    rounds = [task for task in asyncio.all_tasks() if task.get_name() == "disk-sync"]
    await asyncio.gather(*asking)

    assert len(rounds) == 1
    assert all(_is_closed(each) for each in files)


async def test_a_round_begins_after_the_one_before_it(tmp_path: Path) -> None:
    disk = DiskSync()
    first, second = _opened(tmp_path, 2)

    await disk([first])
    assert _is_closed(first)
    await disk([second])

    assert _is_closed(second)


async def test_one_that_gives_up_waiting_leaves_the_others_theirs(tmp_path: Path) -> None:
    disk = DiskSync()
    first, second = _opened(tmp_path, 2)

    given_up = asyncio.create_task(disk([first]))
    waiting = asyncio.create_task(disk([second]))
    await asyncio.sleep(0)
    given_up.cancel()
    await waiting

    assert _is_closed(first)
    assert _is_closed(second)


async def test_what_cannot_be_synced_is_told_and_stops_nobody(tmp_path: Path) -> None:
    disk = DiskSync()
    # A pipe is the one file that nothing brings to a disk.
    reading, writing = os.pipe()
    (good,) = _opened(tmp_path, 1)
    told: list[str] = []
    sink = logger.add(lambda message: told.append(message.record["message"]), level="WARNING")

    await disk([writing, good])

    logger.remove(sink)
    assert told == [f"The spool cannot be synced: {os.strerror(errno.EINVAL)}"]
    assert _is_closed(writing)
    assert _is_closed(good)
    os.close(reading)
