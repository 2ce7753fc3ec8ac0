"""Frames of one connection as sound, also when they came over a thin line as Opus.

What decodes Opus takes 0.1 s to load, 0.2 s on a busy machine, in which no call is heard; so it is
loaded once the server stands, beside the event loop. It costs 15 MB of resident memory, of which 3
are the process's own.
"""

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from salescoach.domain.audio import AudioFrame
from salescoach.rooms.live.frames import decode_frame, unpack_frame

if TYPE_CHECKING:
    from salescoach.speech.opus import OpusDecoder


LOAD_AFTER_S = 5.0
"""The engines go first: every call needs them."""


async def load_opus(after_s: float = LOAD_AFTER_S) -> None:
    """Makes the first frame of Opus as cheap as the next. One that comes sooner loads it itself."""
    await asyncio.sleep(after_s)
    await asyncio.to_thread(import_module, "salescoach.speech.opus")


class Unpacker:
    def __init__(self) -> None:
        self._decoders: dict[int, OpusDecoder] = {}

    def frame(self, data: bytes) -> AudioFrame:
        """Raises ``InvalidInput`` as ``decode_frame`` and ``OpusDecoder``."""
        found = decode_frame(data)
        if isinstance(found, AudioFrame):
            return found
        decoder = self._decoders.get(found.channel)
        if decoder is None:
            # Loaded already, but for the first seconds of a server.
            from salescoach.speech.opus import OpusDecoder

            decoder = self._decoders[found.channel] = OpusDecoder()
        return unpack_frame(found, decoder.decode(found.packets))
