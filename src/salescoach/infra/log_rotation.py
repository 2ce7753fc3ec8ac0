"""When a log file is full: at 10 MB, and when the day it was begun on is over."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from loguru import Message

LARGEST_BYTES = 10 * 1024 * 1024


def rotate(message: "Message", file: TextIO) -> bool:
    """The rule in the shape the logger asks for."""
    return due(file, message.record["time"], len(message.encode()))


def due(file: TextIO, now: datetime, more_bytes: int) -> bool:
    """Whether ``file`` is rotated before ``more_bytes`` are written. An empty file never is: it
    was begun just now."""
    status = Path(file.name).stat()
    if status.st_size == 0:
        return False
    written = datetime.fromtimestamp(status.st_mtime, now.tzinfo)
    return status.st_size + more_bytes > LARGEST_BYTES or written.date() != now.date()


def rotated_name(path: Path, now: datetime) -> Path:
    return path.with_name(f"{path.stem}.{now:%Y-%m-%d_%H-%M-%S_%f}{path.suffix}")


def delete_older(directory: Path, days: int, now: datetime) -> None:
    """Removes the log files in ``directory`` that nothing was written to for ``days`` days."""
    for path in directory.glob("*.log"):
        with suppress(OSError):
            if now.timestamp() - path.stat().st_mtime > days * 86400:
                path.unlink()
