"""Errors to a tracker, for whoever watches several servers.

A report is built by hand out of what the log may hold: the kind of error, where in the code, and
the message as far as it is about the machine. No variable, body, header, path of this machine or
word of a call is ever put into one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from loguru import logger

from salescoach.infra.config import Settings
from salescoach.infra.exception_text import message_of
from salescoach.infra.redaction import Redactor

if TYPE_CHECKING:
    from loguru import Message, Record
    from sentry_sdk import Client

FLUSH_WITHIN_S = 3.0
_DEEPEST = 5


class ErrorReports:
    """A sink of the log."""

    def __init__(self, client: Client, redactor: Redactor) -> None:
        self._client = client
        self._redactor = redactor

    def write(self, message: Message) -> None:
        self._client.capture_event(self._report(message.record))

    def stop(self) -> None:
        """Called by the logger when the sink is removed."""
        self._client.close(timeout=FLUSH_WITHIN_S)

    def _report(self, record: Record) -> Any:
        report: dict[str, Any] = {
            "level": "fatal" if record["level"].name == "CRITICAL" else "error",
            "logger": record["name"],
            "logentry": {"formatted": self._redactor.text(record["message"])},
        }
        failure = record["exception"]
        if failure is not None and failure.value is not None:
            chain = list(_chain(failure.value))
            report["exception"] = {"values": [self._described(each) for each in chain[::-1]]}
        return report

    def _described(self, error: BaseException) -> dict[str, Any]:
        kind = type(error)
        return {
            "type": kind.__qualname__,
            "module": kind.__module__,
            "value": self._redactor.text(message_of(error)),
            "stacktrace": {"frames": list(_frames(error))},
        }


def report_errors(settings: Settings, version: str) -> Callable[[], None] | None:
    """Begins; what it gives back ends it. None when no tracker is configured, or what speaks to it
    is not installed."""
    if settings.sentry_dsn is None:
        return None
    try:
        from sentry_sdk import Client
    except ImportError:
        logger.warning(
            "Error tracking needs a part that is not here: pip install 'salescoach[observability]'"
        )
        return None
    client = Client(
        settings.sentry_dsn.get_secret_value(),
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_client_reports=False,
        auto_session_tracking=False,
        server_name="",
        release=f"salescoach@{version}",
        environment=settings.environment,
    )
    sink = logger.add(
        ErrorReports(client, Redactor(settings.secrets())),
        level="ERROR",
        format="",
        backtrace=False,
        diagnose=False,
    )

    def end() -> None:
        # Whoever reconfigured the log meanwhile removed every sink.
        try:
            logger.remove(sink)
        except ValueError:
            return

    return end


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(_DEEPEST):
        if current is None:
            return
        yield current
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )


def _frames(error: BaseException) -> Iterator[dict[str, Any]]:
    for frame in extract_tb(error.__traceback__):
        path = Path(frame.filename)
        inside = path.parts[path.parts.index("salescoach") :] if "salescoach" in path.parts else ()
        yield {
            "filename": "/".join(inside) or path.name,
            "function": frame.name,
            "lineno": frame.lineno,
            "in_app": bool(inside),
        }
