"""Moving files and folders so that a kill leaves each of them whole, in one of its two places."""

import errno
import shutil
from pathlib import Path

_PARTIAL = ".partial"


def move(path: Path, target: Path) -> None:
    """``target`` is not there yet; between disks it appears once it is whole. Raises
    ``OSError``."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        path.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_over(path, target)


def free_name(path: Path) -> Path:
    """``path``, or with a number behind it when something has that name."""
    numbered = path
    number = 1
    while numbered.exists():
        number += 1
        numbered = path.with_name(f"{path.name}-{number}")
    return numbered


def is_partial(path: Path) -> bool:
    """Left by a copy to another disk that was killed: the whole one is where it was."""
    return path.name.startswith(".") and path.name.endswith(_PARTIAL)


def delete(path: Path) -> None:
    """A file or a folder with all in it, if it is there. Raises ``OSError``."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _copy_over(path: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}{_PARTIAL}")
    delete(partial)
    if path.is_dir():
        shutil.copytree(path, partial, symlinks=True)
    else:
        shutil.copy2(path, partial)
    partial.rename(target)
    delete(path)
