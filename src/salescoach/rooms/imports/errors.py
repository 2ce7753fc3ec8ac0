"""What can go wrong with an import before it begins, and after it is over."""

from salescoach.kit.errors import Conflict, InvalidInput, NotFound, Unavailable


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


def sound_is_here() -> Unavailable:
    return Unavailable(
        "The sound of this call is nowhere else yet. Make room on the server's disk, or delete the "
        "call.",
        code="recording_not_written",
    )
