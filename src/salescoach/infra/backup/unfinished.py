"""An exchange under way, as a mark in DATA_DIR tells it, and how one that was cut off is undone.

A server that finds the mark does not start. The next restore first puts back what the one before
had moved aside: it may bring less along, and what it leaves has to be what was there.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from salescoach.infra.backup.manifest import FOLDERS, SECRET, Folder, Strict
from salescoach.infra.backup.moving import delete, free_name, is_partial, move
from salescoach.infra.backup.private import new_file
from salescoach.kit.errors import Unavailable

UNFINISHED = "restore-unfinished"
"""The mark in DATA_DIR."""

REPLACED = "replaced"
"""The folder in DATA_DIR that keeps what was moved aside."""

_BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the data of this machine lies."""

    data_dir: Path
    database: Path

    @property
    def database_files(self) -> list[Path]:
        """With the logs that SQLite keeps beside it."""
        name = self.database.name
        return [self.database.with_name(name + suffix) for suffix in _BESIDE_DATABASE]

    @property
    def mark(self) -> Path:
        return self.data_dir / UNFINISHED


class Exchange(Strict):
    """``aside``: the folder in ``replaced``. ``folders`` and ``has_secret``: what comes in beside
    the database. ``brought``: all was moved aside, so that what is there came in."""

    aside: str = Field(pattern=r"^[0-9TZ-]{1,60}$")
    folders: tuple[Folder, ...]
    has_secret: bool
    brought: bool = False

    def write(self, places: Places) -> None:
        """Raises ``OSError``."""
        new = places.mark.with_suffix(".new")
        new.unlink(missing_ok=True)
        with new_file(new) as file:
            file.write(self.model_dump_json().encode())
            file.flush()
            os.fsync(file.fileno())
        new.replace(places.mark)

    def aside_in(self, places: Places) -> Path:
        return places.data_dir / REPLACED / self.aside


def refuse_unfinished(data_dir: Path) -> None:
    """Raises ``Unavailable`` (``restore_unfinished``) when an exchange was cut off."""
    if (data_dir / UNFINISHED).exists():
        raise Unavailable(
            f"A restore was interrupted, so the data in {data_dir} is not whole. Run `salescoach "
            f"restore` again; what was there before is in {data_dir / REPLACED}.",
            code="restore_unfinished",
        )


def take_back(places: Places) -> Path | None:
    """Undoes an exchange that was cut off, if there was one, for whoever holds
    ``data_lock.alone``; may itself be cut off and done again. The mark stays. What had come in is
    kept: the folder it is in, None when there is nothing. Raises ``OSError``."""
    try:
        exchange = Exchange.model_validate_json(places.mark.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    aside = exchange.aside_in(places)
    came_in = aside.with_name(f"{aside.name}-unfinished")
    if exchange.brought:
        folders = [places.data_dir / name for name in exchange.folders]
        secret = [places.data_dir / SECRET] if exchange.has_secret else []
        for path in (*places.database_files, *folders, *secret):
            _clear(path, came_in)
        exchange.model_copy(update={"brought": False}).write(places)
    if aside.is_dir():
        _put_back(exchange, aside, places, came_in)
    return came_in if came_in.exists() else None


def _put_back(exchange: Exchange, aside: Path, places: Places, came_in: Path) -> None:
    for path in sorted(aside.iterdir()):
        if is_partial(path):
            delete(path)
        elif path.name in FOLDERS and path.name not in exchange.folders:
            for each in sorted(path.iterdir()):
                _put(each, places.data_dir / path.name / each.name, came_in / path.name)
            path.rmdir()
        elif path.name in (*FOLDERS, SECRET):
            _put(path, places.data_dir / path.name, came_in)
        else:
            _put(path, places.database.with_name(path.name), came_in)
    with suppress(OSError):
        aside.rmdir()


def _put(path: Path, home: Path, came_in: Path) -> None:
    if is_partial(path):
        delete(path)
        return
    _clear(home, came_in)
    move(path, home)


def _clear(path: Path, into: Path) -> None:
    if path.exists():
        move(path, free_name(into / path.name))
