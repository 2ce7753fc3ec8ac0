"""The events of the golden call."""

from pathlib import Path

from pydantic import ValidationError

from salescoach.domain.events import CallEvent
from salescoach.infra.codec import decode_event

RECORDED = Path(__file__).parents[3] / "fixtures" / "calls" / "price_objection.jsonl"


def golden_call() -> list[CallEvent]:
    events = []
    for line in RECORDED.read_text(encoding="utf-8").splitlines():
        try:
            events.append(decode_event(line))
        except ValidationError:
            continue  # a message of the connection, not of the call
    assert len(events) > 10
    return events
