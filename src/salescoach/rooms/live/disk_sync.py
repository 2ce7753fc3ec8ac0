"""What the calls wrote is brought to the disk itself in rounds, away from the event loop: a way to
a thread and back for each call and second costs more than all of its writing."""

import asyncio
import os
from collections.abc import Sequence

from loguru import logger

GATHER_S = 0.05
"""Calls that ask so soon after each other go in one round."""

IN_A_ROW = 16
"""Files that one thread syncs; a slow disk is asked for several at once."""


class DiskSync:
    """Shared by all calls of a server."""

    def __init__(self) -> None:
        self._waiting: list[int] = []
        self._round: asyncio.Task[None] | None = None

    async def __call__(self, descriptors: Sequence[int]) -> None:
        """Syncs and closes them. What cannot be synced is logged."""
        self._waiting += descriptors
        if self._round is None:
            self._round = asyncio.create_task(self._run(), name="disk-sync")
        await asyncio.shield(self._round)

    async def _run(self) -> None:
        try:
            await asyncio.sleep(GATHER_S)
        finally:
            found, self._waiting, self._round = self._waiting, [], None
        rows = [found[at : at + IN_A_ROW] for at in range(0, len(found), IN_A_ROW)]
        await asyncio.gather(*(asyncio.to_thread(_sync, row) for row in rows))


def _sync(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        try:
            os.fsync(descriptor)
        except OSError as error:
            logger.warning("The spool cannot be synced: {}", error.strerror)
        finally:
            os.close(descriptor)
