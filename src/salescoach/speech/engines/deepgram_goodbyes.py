"""Connections that are being closed: the far end may be gone, so nobody waits long for one."""

import asyncio
import contextlib
from contextlib import AbstractAsyncContextManager
from typing import Any

from websockets.exceptions import WebSocketException

from salescoach.speech.engines.deepgram_sdk import ApiError


class Goodbyes:
    """``say`` returns when the connection is closed, at the latest after ``patience_s``."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._leaving: set[asyncio.Task[None]] = set()

    async def say(self, connection: AbstractAsyncContextManager[Any]) -> None:
        leaving = asyncio.create_task(_close(connection), name="deepgram-goodbye")
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        await asyncio.wait({leaving}, timeout=self._patience_s)

    async def aclose(self) -> None:
        for leaving in self._leaving:
            leaving.cancel()
        await asyncio.gather(*self._leaving, return_exceptions=True)


async def _close(connection: AbstractAsyncContextManager[Any]) -> None:
    with contextlib.suppress(ApiError, OSError, WebSocketException):
        await connection.__aexit__(None, None, None)
