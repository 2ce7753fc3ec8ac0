"""Where the log goes: the console, a file a day, errors with their stacks, durations.

Never a word of a transcript: ids, lengths and timings only. Other libraries are heard from INFO
up whatever LOG_LEVEL says, because below it some of them write the messages they carry.
"""

import logging
import sys
import threading
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TextIO

from loguru import logger

from salescoach.infra import log_lines
from salescoach.infra.config import Settings
from salescoach.infra.log_rotation import delete_older, rotate
from salescoach.infra.performance import PerformanceFile, is_performance
from salescoach.infra.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import Callable

    from loguru import Record

_FOREIGN_LEVELS = {
    "": logging.INFO,
    "uvicorn": logging.WARNING,
    "uvicorn.error": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "websockets": logging.INFO,
    "alembic": logging.INFO,
    "alembic.runtime.plugins": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx2": logging.WARNING,
    "httpcore2": logging.WARNING,
    "anthropic": logging.WARNING,
    "openai": logging.WARNING,
}

_OF_NO_NEWS = "alembic.runtime.migration"
"""Tells every step of every migration at INFO: to us details, a page of them at a first start."""

_redactors: list[Redactor] = []
"""Those of the sinks that are open."""


def configure_logging(
    settings: Settings, *, console: TextIO | None = None, files: bool = True
) -> None:
    """Replaces whatever was configured. ``console`` None means stderr; ``files`` False leaves the
    disk alone (for commands that only look)."""
    stop_logging()
    redactor = Redactor(settings.secrets())
    _redactors.append(redactor)
    render = log_lines.json_line if settings.log_json else log_lines.text_line
    line: Callable[[Record], str] = partial(render, redactor=redactor)
    stream = console or sys.stderr
    coloured = not settings.log_json and stream.isatty()

    logger.add(
        stream,
        level=settings.log_level,
        format=_template(line, coloured),
        filter=_told,
        colorize=coloured,
        backtrace=False,
        diagnose=False,
    )
    if files:
        _add_files(settings, line, redactor)
    _intercept()
    threading.excepthook = _thread_failed


def hide(secret: str) -> None:
    """From now on ``secret`` is never written, in whatever spelling."""
    for redactor in _redactors:
        redactor.hide(secret)


def stop_logging() -> None:
    """Flushes and closes every sink."""
    logger.remove()
    _redactors.clear()
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _Intercept)]:
        root.removeHandler(handler)
    threading.excepthook = threading.__excepthook__


def _add_files(settings: Settings, line: "Callable[[Record], str]", redactor: Redactor) -> None:
    directory = settings.logs_dir
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    delete_older(directory, settings.log_retention_days, datetime.now(UTC))
    everything = "TRACE" if settings.log_level == "TRACE" else "DEBUG"
    for name, level in (("sales_coach_{time:YYYYMMDD}.log", everything), ("errors.log", "ERROR")):
        logger.add(
            directory / name,
            level=level,
            format=_template(line, coloured=False),
            filter=_told,
            rotation=rotate,
            retention=f"{settings.log_retention_days} days",
            encoding="utf-8",
            backtrace=False,
            diagnose=False,
        )
    if settings.log_performance:
        logger.add(
            PerformanceFile(directory / "performance.log", redactor),
            level="DEBUG",
            format="",
            filter=is_performance,
            backtrace=False,
            diagnose=False,
        )


def _told(record: "Record") -> bool:
    return not is_performance(record)


def _template(line: "Callable[[Record], str]", coloured: bool) -> "Callable[[Record], str]":
    """A format function: the line is ready, the template only carries it, so that nothing in it
    is read as markup and the logger adds no exception text of its own."""

    def format_record(record: "Record") -> str:
        extra = dict(record["extra"])
        extra.pop("_line", None)
        rendered: Record = record.copy()
        rendered["extra"] = extra
        record["extra"]["_line"] = line(rendered)
        return "<level>{extra[_line]}</level>" if coloured else "{extra[_line]}"

    return format_record


class _Intercept(logging.Handler):
    """Hands the records of the standard library's logging over."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.name == "asyncio":
            # The lines after the first hold the repr of a task, and with it of its exception.
            message = message.partition("\n")[0]
        try:
            level: str | int = logger.level(record.levelname).name
        except ValueError:
            level = record.levelno
        if record.name == _OF_NO_NEWS and record.levelno == logging.INFO:
            level = "DEBUG"
        place = {"name": record.name, "function": record.funcName, "line": record.lineno}
        logger.patch(lambda told: told.update(place)).opt(  # type: ignore[typeddict-item]  # the three fields of a place
            exception=record.exc_info
        ).log(level, "{}", message)


def _intercept() -> None:
    root = logging.getLogger()
    root.addHandler(_Intercept())
    for name, level in _FOREIGN_LEVELS.items():
        foreign = logging.getLogger(name)
        foreign.setLevel(level)
        if name:
            foreign.handlers.clear()
            foreign.propagate = True


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    name = failure.thread.name if failure.thread else "a thread"
    logger.opt(exception=failure.exc_value).error("Thread {} failed", name)
