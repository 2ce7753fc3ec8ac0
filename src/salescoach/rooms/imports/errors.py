"""What can go wrong with an import before it begins, while it goes on, and after it is over."""

import errno

from salescoach.kit.errors import Conflict, InvalidInput, NotFound, Unavailable

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_disk_full(error: BaseException | None) -> bool:
    """Whether it is that, or rests on it."""
    if isinstance(error, BaseExceptionGroup) and any(map(is_disk_full, error.exceptions)):
        return True
    if error is None or (isinstance(error, OSError) and error.errno in _NO_SPACE):
        return error is not None
    return is_disk_full(error.__cause__ or error.__context__)


def disk_full() -> Unavailable:
    return Unavailable(
        "The server's disk is full. Make room there, then go on: nothing is lost.",
        code="disk_full",
    )


def import_not_found(import_id: str) -> NotFound:
    return NotFound(f"There is no import {import_id}.", code="import_not_found")


def empty_file() -> InvalidInput:
    return InvalidInput("This file is empty. Choose another one.", code="empty_file")


def file_too_large(most_mb: int) -> InvalidInput:
    return InvalidInput(
        f"The file is larger than {most_mb} MB, the most that is taken here. Save it as m4a or "
        "mp3, which is many times smaller, or raise IMPORT_MAX_MB.",
        code="file_too_large",
    )


def too_many_imports(most: int) -> Conflict:
    return Conflict(
        f"{most} files wait already. Add more once some of them are done.", code="too_many_imports"
    )


def no_recording() -> InvalidInput:
    return InvalidInput(
        "This file has the name of a recording and holds text. Choose the recording itself, or "
        "give the transcript an ending such as .txt.",
        code="not_media",
    )


def too_long(most_minutes: int) -> InvalidInput:
    return InvalidInput(
        f"The call is longer than {most_minutes} minutes, the most that is taken here. Cut the "
        "file in two, or raise MAX_CALL_MINUTES.",
        code="too_long",
    )


def wrong_state(what: str) -> Conflict:
    return Conflict(what, code="import_wrong_state")


SOUND_WAITS = (
    "The call is in the history, its sound waits: it could not be put away just now. A running "
    "server tries again within minutes, and the next start does. If that does not help, look for "
    "room on the disk."
)


def sound_is_here() -> Unavailable:
    return Unavailable(
        "The sound of this call is nowhere else yet. Try again in a minute. If that does not help, "
        "make room on the server's disk, or delete the call.",
        code="recording_not_written",
    )
