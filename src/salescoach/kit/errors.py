"""Errors that a user may meet. Each carries a code that the outside can rely on and a message
that says what to do; only the application's edge turns codes into HTTP or WebSocket statuses."""

from collections.abc import Mapping
from typing import Any


class SalesCoachError(Exception):
    """``code`` is stable and snake_case. ``message`` is for people and holds no personal data."""

    code = "internal_error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code

    @property
    def details(self) -> Mapping[str, Any]:
        """What a page needs beyond the message, by the field names of the edge's error body."""
        return {}


class NotFound(SalesCoachError):
    code = "not_found"


class InvalidInput(SalesCoachError):
    code = "invalid_input"


class Conflict(SalesCoachError):
    code = "conflict"


class Unavailable(SalesCoachError):
    """Something the request needs is down or full; trying again later can help."""

    code = "unavailable"


class TooMany(SalesCoachError):
    """Asked too often or by too many at once; ``retry_after_s`` says when to ask again."""

    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_s: int, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after_s = retry_after_s
