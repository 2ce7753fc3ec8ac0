"""What can be wrong with a request about calls."""

from salescoach.kit.errors import Conflict, NotFound


def call_not_found(call_id: str) -> NotFound:
    return NotFound(f"There is no call {call_id}.", code="call_not_found")


def call_exists() -> Conflict:
    return Conflict("There is a call of that id already.", code="call_exists")


def call_has_ended() -> Conflict:
    return Conflict("The call has ended; it can be read, not resumed.", code="call_has_ended")


def call_is_live() -> Conflict:
    return Conflict("The call is live. End it before it is deleted.", code="call_is_live")
