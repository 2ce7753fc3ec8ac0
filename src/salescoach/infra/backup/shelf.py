"""The backups that a server keeps: what is there, which one is good, and which one goes.

Only those the server made by itself are ever deleted by it. A backup whose name has a time to come
was made while the clock was wrong: nothing tells how old it is, so it is never the newest, and it
takes no other's place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from salescoach.infra.backup.reading import BackupUnusable, open_backup

Kind = Literal["daily", "upgrade", "manual"]
_LEFT_AFTER_S = 86_400
"""Another server may be writing beside this one."""

_SET_BACK = timedelta(hours=1)
"""A clock that is put right by less is not one that was wrong."""

_STAMP = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"salescoach-(\d{8}T\d{6}Z)-(daily|upgrade|manual)\.zip")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file with a backup's name. ``made_at`` as its name says."""

    path: Path
    made_at: datetime
    kind: Kind


def place_for(folder: Path, kind: Kind, now: datetime) -> Path:
    """Where a backup that is made now goes. The folder is made when it is missing. Raises
    ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"salescoach-{now.astimezone(UTC).strftime(_STAMP)}-{kind}.zip"


def kept_in(folder: Path, kind: Kind | None = None) -> list[Kept]:
    """The newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if named := _NAMED.fullmatch(path.name):
            try:
                made_at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
            except ValueError:
                continue
            found.append(Kept(path, made_at, named[2]))  # type: ignore[arg-type]  # one of the three
    found.sort(key=lambda each: (each.made_at, each.path.name), reverse=True)
    return [each for each in found if kind in (None, each.kind)]


def made_until(now: datetime, folder: Path, kind: Kind | None = None) -> list[Kept]:
    """The newest first, without those of a time to come."""
    return [each for each in kept_in(folder, kind) if not _is_to_come(each, now)]


def newest_good(folder: Path, now: datetime) -> Path | None:
    """Every byte of it was read."""
    return next((path for path, why in checked(folder, now) if why is None), None)


def checked(folder: Path, now: datetime) -> Iterator[tuple[Path, BackupUnusable | None]]:
    """Each backup from the newest on, with what is wrong with it; those of a time to come last."""
    for each in sorted(kept_in(folder), key=lambda each: _is_to_come(each, now)):
        try:
            with open_backup(each.path) as backup:
                backup.check()
        except BackupUnusable as error:
            yield each.path, error
        else:
            yield each.path, None


def clear_partial(folder: Path, now: datetime) -> None:
    """Deletes what a server left that was killed while it wrote. Raises ``OSError``."""
    for left in folder.glob(".salescoach-*.partial*"):
        if now.timestamp() - left.stat().st_mtime > _LEFT_AFTER_S:
            left.unlink(missing_ok=True)


def thin_out(folder: Path, kind: Kind, keep: int, now: datetime) -> int:
    """Deletes all of a kind but the newest ``keep``, and leaves those of a time to come; how many
    went. Raises ``OSError``."""
    old = made_until(now, folder, kind)[keep:]
    for each in old:
        each.path.unlink(missing_ok=True)
    return len(old)


def _is_to_come(each: Kept, now: datetime) -> bool:
    return each.made_at > now + _SET_BACK
