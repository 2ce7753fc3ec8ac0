"""How long things take, as CSV that a spreadsheet opens: time, operation, ms, call_id.

`log_performance("coach.advise")` measures a block, a function or a coroutine. Operations are
fixed names from the code, never anything that came with a request.
"""

import csv
import functools
import inspect
import io
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from loguru import logger

from salescoach.infra.log_context import call_id
from salescoach.infra.log_rotation import due, rotated_name
from salescoach.infra.redaction import Redactor

if TYPE_CHECKING:
    from loguru import Message, Record

F = TypeVar("F", bound=Callable[..., Any])
HEADER = ("time", "operation", "ms", "call_id")
_KEY = "performance"


class log_performance:  # noqa: N801 - used like a function
    """``with``, ``async with`` or a decorator. A measured block that raises is measured too."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self._started: list[float] = []

    def __enter__(self) -> Self:
        self._started.append(time.perf_counter())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        record_performance(self.operation, (time.perf_counter() - self._started.pop()) * 1000)

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, trace)

    def __call__(self, function: F) -> F:
        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError("a generator has no one duration; measure the block inside it")
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def measured_coroutine(*args: Any, **kwargs: Any) -> Any:
                with log_performance(self.operation):
                    return await function(*args, **kwargs)

            return cast("F", measured_coroutine)

        @functools.wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            with log_performance(self.operation):
                return function(*args, **kwargs)

        return cast("F", measured)


def record_performance(operation: str, ms: float) -> None:
    """A duration that was measured elsewhere, in milliseconds."""
    logger.bind(**{_KEY: (operation, ms, call_id.get())}).debug(_KEY)


def is_performance(record: "Record") -> bool:
    return _KEY in record["extra"]


class PerformanceFile:
    """The sink: CSV with a header in each file, rotated like the other files."""

    def __init__(self, path: Path, redactor: Redactor) -> None:
        self._path = path
        self._redactor = redactor
        self._file: io.TextIOWrapper | None = None

    def write(self, message: "Message") -> None:
        record = message.record
        operation, ms, call = record["extra"][_KEY]
        at = record["time"].isoformat(timespec="milliseconds")
        file = self._opened(record)
        csv.writer(file, lineterminator="\n").writerow(
            (at, self._redactor.text(operation), f"{ms:.3f}", self._redactor.text(call))
        )
        file.flush()

    def stop(self) -> None:
        """Called by the logger when the sink is removed."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self, record: "Record") -> io.TextIOWrapper:
        if self._file is not None and due(self._file, record["time"], 0):
            self.stop()
            self._path.rename(rotated_name(self._path, record["time"]))
        if self._file is None:
            self._file = self._path.open("a", encoding="utf-8", newline="")
            if self._file.tell() == 0:
                csv.writer(self._file, lineterminator="\n").writerow(HEADER)
            elif due(self._file, record["time"], 0):
                return self._opened(record)
        return self._file
