"""Frames of one connection as sound, also when they came over a thin line as Opus."""

from typing import TYPE_CHECKING

from salescoach.domain.audio import AudioFrame
from salescoach.rooms.live.frames import decode_frame, unpack_frame

if TYPE_CHECKING:
    from salescoach.speech.opus import OpusDecoder


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
            # Its library takes memory that a server with broad lines need not give.
            from salescoach.speech.opus import OpusDecoder

            decoder = self._decoders[found.channel] = OpusDecoder()
        return unpack_frame(found, decoder.decode(found.packets))
