"""A log record as one line, text or JSON, redacted as its last step.

Every sink writes what these functions return, so no sink can forget the redaction.
"""

import json
from typing import TYPE_CHECKING

from salescoach.infra.exception_text import exception_text
from salescoach.infra.log_context import call_id, request_id
from salescoach.infra.redaction import Redactor

if TYPE_CHECKING:
    from loguru import Record

_SAID = frozenset({"text", "quote", "transcript", "utterance", "label", "note", "words", "prompt"})
"""Names under which somebody's words travel: only their length is written."""


def text_line(record: "Record", redactor: Redactor) -> str:
    """``time | level | place | request call | message | name=value ...``, then the exception."""
    extra = " ".join(f"{name}={value}" for name, value in _extra(record, redactor).items())
    parts = (
        f"{record['time']:YYYY-MM-DD HH:mm:ss.SSS}",
        f"{record['level'].name:<8}",
        f"{record['name']}:{record['line']}",
        f"{request_id.get()} {call_id.get()}",
        redactor.text(_one_line(record["message"])),
        *([_one_line(extra)] if extra else []),
    )
    return " | ".join(parts) + "\n" + redactor.text(_exception(record))


def json_line(record: "Record", redactor: Redactor) -> str:
    fields: dict[str, object] = {
        "time": record["time"].isoformat(timespec="milliseconds"),
        "level": record["level"].name,
        "logger": record["name"],
        "line": record["line"],
        "request_id": request_id.get(),
        "call_id": call_id.get(),
        "message": redactor.text(record["message"]),
    }
    for name, value in _extra(record, redactor).items():
        fields.setdefault(name, value)
    if trace := _exception(record):
        fields["exception"] = redactor.text(trace)
    return json.dumps(fields, ensure_ascii=False, default=str) + "\n"


def _extra(record: "Record", redactor: Redactor) -> dict[str, object]:
    return {
        redactor.text(name): f"({len(str(value))} characters)"
        if name in _SAID
        else redactor.value(name, value)
        for name, value in record["extra"].items()
    }


def _exception(record: "Record") -> str:
    caught = record["exception"]
    return exception_text(caught.value) if caught and caught.value else ""


def _one_line(text: str) -> str:
    """A line break inside a message would let it pose as another line."""
    return text.replace("\r", "\\r").replace("\n", "\\n")
