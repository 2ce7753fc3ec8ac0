"""Transactions that run as one piece on a thread of their own.

Every statement of an asynchronous driver is a way to its thread and back, and the event loop is
busy. What only waits for the database can make that way once.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Engine
from sqlalchemy.sql import Executable

Result = TypeVar("Result")


class Statements(Protocol):
    """Where the statements of a transaction go: an asynchronous connection, or one whose answers
    are there at once."""

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[Any]:
        """Raises SQLAlchemy's errors."""
        ...


Work = Callable[[Statements], Coroutine[Any, Any, Result]]
"""A transaction. It may wait for its statements and for nothing else."""


class OneGo:
    """``engine`` is a synchronous one, used by nobody else."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def run(self, work: Work[Result]) -> Result:
        """Commits when ``work`` ends without an error. Raises what it raises. Nothing is kept of
        one that is cancelled before that, though it may go on for a moment."""
        loop = asyncio.get_running_loop()
        given_up = threading.Event()
        try:
            return await loop.run_in_executor(self._thread, self._transact, work, given_up)
        except asyncio.CancelledError:
            given_up.set()
            raise

    async def aclose(self) -> None:
        """Waits for what runs."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown(wait=False)

    def _transact(self, work: Work[Result], given_up: threading.Event) -> Result:
        with self._engine.connect() as connection, connection.begin():
            # Waiting for another process's lock may have taken long.
            if given_up.is_set():
                raise asyncio.CancelledError
            found = _driven(work(_AtOnce(connection)))
            if given_up.is_set():
                raise asyncio.CancelledError
            return found


class _AtOnce:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[Any]:
        return self._connection.execute(statement, parameters)


def _driven(work: Coroutine[Any, Any, Result]) -> Result:
    """What it returns. Raises ``RuntimeError`` when it waits for anything."""
    try:
        work.send(None)
    except StopIteration as finished:
        result: Result = finished.value
        return result
    work.close()
    raise RuntimeError("a transaction in one go waited for something else than its statements")
