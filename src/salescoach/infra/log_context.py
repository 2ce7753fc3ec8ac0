"""Which request and which call a line of the log belongs to, carried by the task itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
call_id: ContextVar[str] = ContextVar("call_id", default="-")


@contextmanager
def call_context(call: str) -> Iterator[None]:
    """Lines written inside carry the call's id."""
    token = call_id.set(call)
    try:
        yield
    finally:
        call_id.reset(token)
