"""What a connection has to know of the kind of model at its other end."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from salescoach.speech.engines.deepgram_lines import Lines
from salescoach.speech.vocabulary import Mender


class Socket(Protocol):
    async def send_media(self, message: bytes) -> None: ...

    async def send_close_stream(self) -> None: ...

    def __aiter__(self) -> AsyncIterator[object]: ...


class Dialect(Protocol):
    """How one kind of model is spoken to. A socket that ``connect`` gave is taken back as it is."""

    def connect(self) -> AbstractAsyncContextManager[Any]: ...

    def lines(self, channel: int, mender: Mender) -> Lines: ...

    async def keep_alive(self, socket: Any) -> None: ...

    async def flush(self, socket: Any, *, unfinished: bool) -> None: ...
