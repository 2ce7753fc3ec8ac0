"""A connection of the server's, seen from its far end."""

import asyncio
from typing import Any


class Wire(asyncio.Transport):
    """``reads``: whether the client takes at once what is written for it. ``unread`` is what waits
    for it all the same; ``cut`` is set when the server does not wait for that any more."""

    def __init__(self, address: str = "127.0.0.1", *, reads: bool = True) -> None:
        super().__init__({"peername": (address, 50_000)})
        self.written = b""
        self.unread = 0
        self.reading = True
        self.closed = False
        self.cut = asyncio.Event()
        self.protocol: asyncio.BaseProtocol = asyncio.Protocol()
        self._reads = reads

    def write(self, data: Any) -> None:
        self.written += bytes(data)
        self.unread += 0 if self._reads else len(data)

    def get_write_buffer_size(self) -> int:
        return self.unread

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self.protocol

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True
        self.cut.set()
