"""Recorded streams with other words in them: the vendor's own shapes, and an answer of the test."""

import json
import re
from typing import Any

from tests.llm.vendor import FIXTURES, Ending, Reply

EVENT_STREAM = (("content-type", "text/event-stream; charset=utf-8"),)


def speaks(
    vendor: str,
    text: str,
    *,
    ending: str = "card",
    then: Ending = "end",
    piece: int = 12,
    unfinished: bool = False,
    model: str = "",
) -> Reply:
    """A stream of ``vendor`` that writes ``text``. It ends as the recorded stream ``ending`` does
    after its last words; ``unfinished``: there it breaks off, or hangs, as ``then`` says.
    ``model``: who it says is writing, instead of who was recorded."""
    head, words, _ = _parts(vendor, "card")
    _, _, tail = _parts(vendor, ending)
    said = [_with(words, text[at : at + piece]) for at in range(0, len(text), piece)]
    events = [*head, *said, *([] if unfinished else tail)]
    if model:
        events = [re.sub(r'"model": "[^"]*"', f'"model": "{model}"', each) for each in events]
    return Reply(200, tuple(f"{event}\n\n".encode() for event in events), EVENT_STREAM, then)


def _parts(vendor: str, name: str) -> tuple[list[str], str, list[str]]:
    """The events before the first words, one with words, and those after the last."""
    text = (FIXTURES / vendor / f"{name}.sse").read_text(encoding="utf-8")
    events = [each for each in text.split("\n\n") if each.strip()]
    spoken = [place for place, event in enumerate(events) if _words(event)]
    return events[: spoken[0]], events[spoken[0]], events[spoken[-1] + 1 :]


def _words(event: str) -> str:
    fields = _fields(event)
    if fields is None:
        return ""
    choices: list[dict[str, Any]] = fields.get("choices", [])
    delta = fields.get("delta") or (choices[0].get("delta", {}) if choices else {})
    return str(delta.get("text") or delta.get("content") or "")


def _with(event: str, words: str) -> str:
    fields = _fields(event) or {}
    if "delta" in fields:
        fields["delta"]["text"] = words
    else:
        fields["choices"][0]["delta"]["content"] = words
    line = next(each for each in event.splitlines() if each.startswith("data: "))
    return event.replace(line, f"data: {json.dumps(fields)}")


def _fields(event: str) -> dict[str, Any] | None:
    line = next((each for each in event.splitlines() if each.startswith("data: {")), None)
    return json.loads(line.removeprefix("data: ")) if line is not None else None
