"""A recording as what the callers of a benchmark say."""

from pathlib import Path

from salescoach.app.bench.conversation import FRAME_MS, Voices
from salescoach.domain.audio import ms_to_samples
from salescoach.kit.errors import InvalidInput
from salescoach.speech.media import frames, probe


def recorded_voices(path: Path) -> Voices:
    """Its two channels in frames of the page's size. Raises as ``probe``, and ``InvalidInput``
    (``bench_needs_two_channels``)."""
    if probe(path).channels != 2:
        raise InvalidInput(
            "The recording needs two channels: the salesperson left, the customer right.",
            code="bench_needs_two_channels",
        )
    sound = bytearray(), bytearray()
    for frame in frames(path, (0, 1)):
        sound[frame.channel].extend(frame.pcm)
    left, right = (_cut(bytes(channel)) for channel in sound)
    return Voices((left, right))


def _cut(pcm: bytes) -> tuple[bytes, ...]:
    size = 2 * ms_to_samples(FRAME_MS)
    return tuple(pcm[start : start + size] for start in range(0, len(pcm) - size + 1, size))
