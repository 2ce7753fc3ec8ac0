"""What the server and a speech worker say to each other over a pipe: small length-prefixed frames,
so neither side ever unpickles what the other wrote."""

import struct
from dataclasses import dataclass
from enum import IntEnum

_HEADER = struct.Struct("<BBI")
_LINE = struct.Struct("<IBIIf")
_COUNT = struct.Struct("<Q")
MAX_PAYLOAD = 1 << 20


class Kind(IntEnum):
    """The first four go to the worker, the others come from it."""

    OPEN = 1
    AUDIO = 2
    ECONOMY = 3
    FINISH = 4
    READY = 65
    LINE = 66
    HEARD = 67
    DONE = 68
    FAILED = 69


class ProtocolError(Exception):
    """The other side wrote what it never should."""


@dataclass(frozen=True, slots=True)
class Frame:
    kind: Kind
    channel: int = 0
    payload: bytes = b""

    def pack(self) -> bytes:
        return _HEADER.pack(self.kind, self.channel, len(self.payload)) + self.payload


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a channel as it stands; ``number`` names it, times in milliseconds."""

    number: int
    is_final: bool
    start_ms: int
    end_ms: int
    confidence: float
    text: str

    def pack(self) -> bytes:
        head = _LINE.pack(self.number, self.is_final, self.start_ms, self.end_ms, self.confidence)
        return head + self.text.encode()

    @classmethod
    def unpack(cls, payload: bytes) -> "Line":
        if len(payload) < _LINE.size:
            raise ProtocolError("a line that is too short")
        number, final, start_ms, end_ms, confidence = _LINE.unpack_from(payload)
        try:
            text = payload[_LINE.size :].decode()
        except UnicodeDecodeError as error:
            raise ProtocolError("a line that is not text") from error
        return cls(number, bool(final), start_ms, end_ms, confidence, text)


def pack_count(samples: int) -> bytes:
    return _COUNT.pack(samples)


def unpack_count(payload: bytes) -> int:
    if len(payload) != _COUNT.size:
        raise ProtocolError("a count of the wrong size")
    (samples,) = _COUNT.unpack(payload)
    return int(samples)


class FrameReader:
    """Puts frames together from bytes that arrive in any pieces."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, piece: bytes) -> list[Frame]:
        """The frames that are now complete. Raises ``ProtocolError``; the pipe is then lost."""
        self._pending += piece
        frames: list[Frame] = []
        while len(self._pending) >= _HEADER.size:
            kind, channel, size = _HEADER.unpack_from(self._pending)
            if size > MAX_PAYLOAD:
                raise ProtocolError("a frame that is too large")
            if len(self._pending) < _HEADER.size + size:
                break
            payload = bytes(self._pending[_HEADER.size : _HEADER.size + size])
            del self._pending[: _HEADER.size + size]
            try:
                frames.append(Frame(Kind(kind), channel, payload))
            except ValueError as error:
                raise ProtocolError("a frame of no known kind") from error
        return frames
