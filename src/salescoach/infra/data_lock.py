"""Who uses DATA_DIR, and the database's folder where that is another: any number of servers side by
side, or the one who replaces what is there.

The system gives a lock back when its holder dies, however it dies, so nothing is ever left locked.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from salescoach.kit.errors import Unavailable

LOCK_FILE = "in-use.lock"
SERVED_FILE = "served.lock"
IMPORTING_FILE = "importing.lock"

_PLACES = 512
"""Windows knows no shared lock on a file: there each user takes one byte, the one who wants to be
alone all of them."""

_MOMENT_S = 5.0
_AGAIN_S = 0.01


class DataInUse(Unavailable):
    """Somebody else holds DATA_DIR."""

    code = "data_in_use"


@contextmanager
def in_use(*folders: Path) -> Iterator[None]:
    """Keeps what is in ``folders`` from being replaced. Raises ``DataInUse`` while a restore
    runs."""
    with ExitStack() as held:
        for folder in _each_once(folders):
            if not _take(held.enter_context(_lock_file(folder)), alone=False):
                raise DataInUse(
                    f"A backup is being restored into {folder}. Try again when it is done."
                )
        yield


@contextmanager
def alone(*folders: Path) -> Iterator[None]:
    """Raises ``DataInUse`` while a server uses one of ``folders``, or another restore runs."""
    with ExitStack() as held:
        for folder in _each_once(folders):
            if not _take(held.enter_context(_lock_file(folder)), alone=True):
                raise DataInUse(
                    f"A server, or another restore, is at work in {folder}. Stop it first; then "
                    "run this again."
                )
        yield


def serving(data_dir: Path) -> AbstractContextManager[None]:
    """Tells commands beside it that a server does what is waiting in ``data_dir``. Raises
    ``DataInUse`` when that cannot be told."""
    return _telling(data_dir, SERVED_FILE)


def is_served(data_dir: Path) -> bool:
    return _is_told(data_dir, SERVED_FILE)


def importing(data_dir: Path) -> AbstractContextManager[None]:
    """Tells a server that starts that a command works on files of its own in ``data_dir``. Raises
    ``DataInUse`` when that cannot be told."""
    return _telling(data_dir, IMPORTING_FILE)


def is_importing(data_dir: Path) -> bool:
    return _is_told(data_dir, IMPORTING_FILE)


@contextmanager
def _telling(data_dir: Path, name: str) -> Iterator[None]:
    with _lock_file(data_dir, name) as handle:
        _take_soon(handle)
        yield


def _is_told(data_dir: Path, name: str) -> bool:
    with _lock_file(data_dir, name) as handle:
        return not _take(handle, alone=True)


def _each_once(folders: Iterable[Path]) -> list[Path]:
    return list({folder.resolve(): folder for folder in folders}.values())


@contextmanager
def _lock_file(data_dir: Path, name: str = LOCK_FILE) -> Iterator[int]:
    handle = os.open(data_dir / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _take_soon(handle: int) -> None:
    """Whoever asks whether it is taken holds it for a moment."""
    for _ in range(round(_MOMENT_S / _AGAIN_S)):
        if _take(handle, alone=False):
            return
        time.sleep(_AGAIN_S)
    raise DataInUse("Somebody else keeps a lock in the data folder. Try again.")


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, *, alone: bool) -> bool:
        places = (0,) if alone else range(_PLACES)
        for place in places:
            os.lseek(handle, place, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, _PLACES if alone else 1)
            except OSError:
                continue
            return True
        return False

else:
    import fcntl

    def _take(handle: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
