"""An exception as text that may be written to a log.

A stack says where; a message may say what a customer said, because many libraries echo the value
they failed on. So the message is written only for kinds of exceptions whose messages are about
the machine, is rebuilt without values for validation and database errors, and is withheld for the
rest. Local variables are never shown.
"""

import asyncio
import re
import sqlite3
import traceback
from collections.abc import Iterator

from pydantic import ValidationError

from salescoach.kit.errors import SalesCoachError

_SAFE = (
    SalesCoachError,
    OSError,
    ImportError,
    MemoryError,
    NameError,
    AttributeError,
    TypeError,
    RuntimeError,
    NotImplementedError,
    TimeoutError,
    EOFError,
    sqlite3.Error,
    asyncio.CancelledError,
    asyncio.InvalidStateError,
    asyncio.QueueEmpty,
)
_LINKS = (
    "\nThe above exception was the direct cause of the following exception:\n\n",
    "\nDuring handling of the above exception, another exception occurred:\n\n",
)
_DEEPEST = 10
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")


def exception_text(error: BaseException) -> str:
    """The stack traces of ``error``, its causes and its members, without values of variables."""
    return "".join(_chain(error, 0))


def message_of(error: BaseException) -> str:
    """What may be said about ``error`` beside its type; never text that a person said."""
    if isinstance(error, ValidationError):
        return _invalid_fields(error)
    original = getattr(error, "orig", None)
    if isinstance(original, BaseException):
        # A database error repeats the statement and its parameters; the driver's word is enough.
        first_line = message_of(original).partition("\n")[0]
        return f"{type(original).__name__}: {first_line}"
    if isinstance(error, BaseExceptionGroup):
        return f"{len(error.exceptions)} exceptions"
    text = str(error)
    if not text or isinstance(error, _SAFE):
        return text
    return f"(message of {len(text)} characters withheld)"


def _invalid_fields(error: ValidationError) -> str:
    """Which fields broke which rule. A name that came with the input may be anything."""
    fields = (
        ".".join(
            str(part) if isinstance(part, int) or _IDENTIFIER.fullmatch(part) else "?"
            for part in details["loc"]
        )
        + f" ({details['type']})"
        for details in error.errors(include_input=False, include_context=False, include_url=False)
        if details["type"] != "extra_forbidden"
    )
    extra = sum(1 for details in error.errors() if details["type"] == "extra_forbidden")
    found = [*fields, *([f"{extra} unknown"] if extra else [])]
    return f"{error.error_count()} invalid: {', '.join(found)}"


def _chain(error: BaseException, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        yield "...\n"
        return
    if error.__cause__ is not None:
        yield from _chain(error.__cause__, depth + 1)
        yield _LINKS[0]
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from _chain(error.__context__, depth + 1)
        yield _LINKS[1]
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_list(traceback.extract_tb(error.__traceback__))
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ != "builtins":
        name = f"{kind.__module__}.{name}"
    message = message_of(error)
    yield f"{name}: {message}\n" if message else f"{name}\n"
    if isinstance(error, BaseExceptionGroup):
        for number, member in enumerate(error.exceptions, 1):
            yield f"  ---- {number} of {len(error.exceptions)} ----\n"
            for part in _chain(member, depth + 1):
                yield "".join(f"  {line}" for line in part.splitlines(keepends=True))
