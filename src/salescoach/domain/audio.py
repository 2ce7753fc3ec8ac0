"""Audio as it travels through a call: small frames of mono PCM, one channel each.

Everything behind the gateway speaks one format, so no later stage has to ask which rate or
width it holds.
"""

from dataclasses import dataclass
from enum import StrEnum

SAMPLE_RATE = 16_000
"""Samples per second of every frame inside the product."""

BYTES_PER_SAMPLE = 2
MIN_FRAME_MS = 20
MAX_FRAME_MS = 250


class Speaker(StrEnum):
    """Who is heard. ``unknown`` is said rather than a guess."""

    SALESPERSON = "salesperson"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"

    @property
    def other(self) -> "Speaker":
        """The other side; who is unknown stays unknown."""
        if self is Speaker.UNKNOWN:
            return self
        return Speaker.CUSTOMER if self is Speaker.SALESPERSON else Speaker.SALESPERSON


@dataclass(frozen=True, slots=True)
class Channel:
    """One audio source of a call and whose voice it carries."""

    id: int
    role: Speaker


@dataclass(frozen=True, slots=True)
class AudioFrame:
    """A run of samples of one channel.

    ``seq`` counts frames of the channel from 0. ``pcm`` is PCM16 little-endian, mono, 16 kHz.
    ``captured_at_ms`` is the sender's wall clock in milliseconds, for diagnosis only.
    """

    channel: int
    seq: int
    pcm: bytes
    captured_at_ms: int = 0

    @property
    def samples(self) -> int:
        return len(self.pcm) // BYTES_PER_SAMPLE

    @property
    def duration_ms(self) -> float:
        return self.samples * 1000 / SAMPLE_RATE


def ms_to_samples(ms: float) -> int:
    return round(ms * SAMPLE_RATE / 1000)


def samples_to_ms(samples: int) -> int:
    return round(samples * 1000 / SAMPLE_RATE)
