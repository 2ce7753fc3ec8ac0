"""Call events to JSON and back, checked: the one form the socket, the log and `replay` share."""

from typing import Annotated, Any, cast

from pydantic import ConfigDict, Field, TypeAdapter

from salescoach.domain.events import CallEvent

_events: TypeAdapter[CallEvent] = TypeAdapter(
    Annotated[CallEvent, Field(discriminator="type")], config=ConfigDict(extra="forbid")
)


def encode_event(event: CallEvent) -> bytes:
    """The event as JSON. An event that is only shown has no ``seq``."""
    return _events.dump_json(event, exclude=None if event.seq is not None else {"seq"})


def event_fields(event: CallEvent) -> dict[str, Any]:
    """The event as JSON-ready fields, for callers that add to it."""
    return cast("dict[str, Any]", _events.dump_python(event, mode="json"))


def decode_event(payload: bytes | str) -> CallEvent:
    """Raises ``pydantic.ValidationError`` when the payload is no known event."""
    return _events.validate_json(payload)
