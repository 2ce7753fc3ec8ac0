"""A full disk is known by whatever it made fail, so that the words say what to do."""

import errno

import pytest

from salescoach.app.import_worker import why
from salescoach.rooms.imports.errors import is_disk_full

FULL = OSError(errno.ENOSPC, "No space left on device")


def wrapped(error: BaseException) -> Exception:
    outer = RuntimeError("the work stopped")
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    "error",
    [FULL, wrapped(FULL), ExceptionGroup("tasks", [ValueError(), wrapped(FULL)])],
    ids=["plain", "wrapped", "in a group"],
)
def test_a_full_disk_is_told_as_such(error: Exception) -> None:
    told = why(error)
    assert told.error == "disk_full"
    assert "Make room" in (told.message or "")


@pytest.mark.parametrize(
    "error", [ValueError(), wrapped(OSError(errno.EACCES, "")), ExceptionGroup("", [KeyError()])]
)
def test_anything_else_is_not(error: Exception) -> None:
    assert not is_disk_full(error)
    assert why(error).error == "import_failed"
