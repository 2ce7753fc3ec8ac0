"""Audio that an earlier server left: kept for calls that may go on, deleted where one is over."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

from loguru import logger

from salescoach.rooms.live.spool import remove_folder

Fate = Literal["open", "recorded", "over"]
"""What becomes of it: it is still to be heard, it is kept, or nobody may have it any more."""

FateOf = Callable[[str], Awaitable[Fate]]
"""Told the id of a call, which may be unknown by now."""


async def sort_left_audio(root: Path, fate_of: FateOf) -> list[str]:
    """The ids of the calls under ``root`` whose audio is still to be heard."""
    still_open: list[str] = []
    for folder in await asyncio.to_thread(_folders, root):
        match await fate_of(folder.name):
            case "open":
                still_open.append(folder.name)
            case "over":
                try:
                    await asyncio.to_thread(remove_folder, folder)
                except OSError as error:
                    logger.error("Left audio cannot be deleted: {}", error.strerror)
            case "recorded":
                pass
    return still_open


def _folders(root: Path) -> list[Path]:
    return sorted(root.iterdir()) if root.is_dir() else []
