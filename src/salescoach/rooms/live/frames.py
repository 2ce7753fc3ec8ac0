"""Audio frames as they lie on the wire, and what can be wrong with one."""

import struct
from dataclasses import dataclass

from salescoach.domain.audio import (
    BYTES_PER_SAMPLE,
    MAX_FRAME_MS,
    MIN_FRAME_MS,
    AudioFrame,
)
from salescoach.kit.errors import InvalidInput

FRAME_VERSION = 1
_HEADER = struct.Struct("<BBHIQ")
FRAME_HEADER_BYTES = _HEADER.size
MAX_CHANNELS = 2

PLAIN, PACKED = 0, 1
"""Flags: samples as they are, or packets of Opus."""

MOST_PACKETS = 100
"""Of 2.5 ms, the shortest there are, in the longest frame."""


@dataclass(frozen=True, slots=True)
class PackedFrame:
    """A frame that came as packets of Opus, in the order they were spoken."""

    channel: int
    seq: int
    packets: tuple[bytes, ...]
    captured_at_ms: int


def decode_frame(data: bytes) -> AudioFrame | PackedFrame:
    """One binary message: version u8 = 1, channel u8, flags u16, seq u32, captured_at_ms u64, all
    little-endian. Then, with flags 0, PCM16LE mono 16 kHz, 20 to 250 ms; with flags 1 packets of
    Opus, mono, each behind its length as u16, which together last as long.

    Raises ``InvalidInput`` with the code ``frame_too_short``, ``frame_version``, ``frame_flags``,
    ``frame_channel``, ``frame_odd_length``, ``frame_duration`` or ``frame_opus``.
    """
    if len(data) < FRAME_HEADER_BYTES:
        raise InvalidInput(
            f"An audio frame has at least {FRAME_HEADER_BYTES} bytes, got {len(data)}.",
            code="frame_too_short",
        )
    version, channel, flags, seq, captured_at_ms = _HEADER.unpack_from(data)
    if version != FRAME_VERSION:
        raise InvalidInput(
            f"Audio frame version {version} is not known, send {FRAME_VERSION}.",
            code="frame_version",
        )
    if flags not in (PLAIN, PACKED):
        raise InvalidInput(
            f"Audio frame flags are {PLAIN} or {PACKED}, got {flags}.", code="frame_flags"
        )
    if channel >= MAX_CHANNELS:
        raise InvalidInput(
            f"A call has channels 0 to {MAX_CHANNELS - 1}, got {channel}.", code="frame_channel"
        )
    body = data[FRAME_HEADER_BYTES:]
    if flags == PACKED:
        return PackedFrame(channel, seq, _packets(body), captured_at_ms)
    return _whole(AudioFrame(channel, seq, body, captured_at_ms))


def unpack_frame(packed: PackedFrame, pcm: bytes) -> AudioFrame:
    """What its packets hold is ``pcm``. Raises as ``decode_frame``."""
    return _whole(AudioFrame(packed.channel, packed.seq, pcm, packed.captured_at_ms))


def _whole(frame: AudioFrame) -> AudioFrame:
    if len(frame.pcm) % BYTES_PER_SAMPLE:
        raise InvalidInput(
            "An audio frame holds whole 16-bit samples, got an odd number of bytes.",
            code="frame_odd_length",
        )
    if not MIN_FRAME_MS <= frame.duration_ms <= MAX_FRAME_MS:
        raise InvalidInput(
            f"An audio frame lasts {MIN_FRAME_MS} to {MAX_FRAME_MS} ms, got "
            f"{frame.duration_ms:g} ms.",
            code="frame_duration",
        )
    return frame


def _packets(body: bytes) -> tuple[bytes, ...]:
    found: list[bytes] = []
    at = 0
    while at < len(body):
        length = int.from_bytes(body[at : at + 2], "little")
        at += 2
        packet = body[at : at + length]
        if not length or len(packet) < length or len(found) == MOST_PACKETS:
            raise InvalidInput(
                "A packed frame is a length of two bytes and so many bytes of Opus, again and "
                f"again, at most {MOST_PACKETS} times.",
                code="frame_opus",
            )
        found.append(packet)
        at += length
    return tuple(found)


def encode_frame(frame: AudioFrame) -> bytes:
    """The inverse of ``decode_frame``, for clients written in Python."""
    header = _HEADER.pack(FRAME_VERSION, frame.channel, 0, frame.seq, frame.captured_at_ms)
    return header + frame.pcm
