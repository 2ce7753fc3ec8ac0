"""What can be wrong with a request about calls."""

from salescoach.kit.errors import Conflict, InvalidInput, NotFound


def call_not_found(call_id: str) -> NotFound:
    return NotFound(f"There is no call {call_id}.", code="call_not_found")


def call_exists() -> Conflict:
    return Conflict("There is a call of that id already.", code="call_exists")


def call_has_ended() -> Conflict:
    return Conflict("The call has ended; it can be read, not resumed.", code="call_has_ended")


def call_is_live() -> Conflict:
    return Conflict("The call is live. End it before it is deleted.", code="call_is_live")


def call_not_ended() -> Conflict:
    return Conflict("A call can be corrected once it has ended.", code="call_not_ended")


def call_to_come() -> InvalidInput:
    return InvalidInput("A call that is over began and ended before now.", code="invalid_date")
