"""Which engine hears this call: asked once, when a call begins or is taken up again.

What is chosen stays for the whole call; a choice that changes meanwhile is for the next one.
"""

from typing import Protocol

from salescoach.speech.transcriber import (
    Capabilities,
    TranscribeOptions,
    Transcriber,
    TranscriptStream,
)


class SpeechShelf(Protocol):
    async def for_call(self) -> Transcriber:
        """Asked on the event loop of live calls, so that what takes long runs in a thread."""
        ...


class Lent:
    """An engine that somebody else closes. See ``Transcriber``."""

    def __init__(self, owned: Transcriber) -> None:
        self._owned = owned

    @property
    def capabilities(self) -> Capabilities:
        return self._owned.capabilities

    async def open(self, options: TranscribeOptions) -> TranscriptStream:
        return await self._owned.open(options)

    async def warm_up(self) -> None:
        await self._owned.warm_up()

    async def aclose(self) -> None:
        return None
