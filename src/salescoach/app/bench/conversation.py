"""What is said in the calls of a benchmark: sound for two channels, and the words it stands for.

The sound has a voice's loudness and rhythm and no meaning; the stand-in for the speech service
finds the words to it. The customer is the louder of the two, by which they are told apart.
"""

from dataclasses import dataclass

import numpy as np

from salescoach.domain.audio import SAMPLE_RATE, ms_to_samples

FRAME_MS = 100
"""As the page sends them."""

LOUD = 300
"""Mean level of a block from which on somebody speaks."""

CUSTOMER_LEVEL = 4_000
"""Mean level of a voice from which on it is the customer's."""

TURNS_A_MINUTE = 8
"""Of both sides together: people who sell talk in turns of several seconds."""

_CYCLE_MS = 2 * 60_000 // TURNS_A_MINUTE
_SPOKEN_MS = 6_300
_BEGINS_MS = (500, 8_000)
"""Where in each cycle the salesperson and the customer begin."""

_PITCH_HZ = (110, 190)
_PEAKS = (3_500, 16_000)

_OPENERS = (
    "Well, let me think about that for a second", "Look, I have to be honest with you here",
    "As I said to the others this morning", "Okay, so before we go on with this",
    "I mean, it is not only up to me", "Right, and thank you for the time today",
    "You know, the last few months were busy", "So we talked about it here in the office",
    "Frankly, and I say this to everybody", "Actually, there is one more thing to it",
    "Sure, I see what you mean by that", "To come back to what you asked",
)  # fmt: skip

_SALES = (
    "how do you keep track of your {n} visits a week",
    "we could set this up for {n} people within two weeks",
    "what would have to change for the team of {n} to use it",
    "the price for {n} of you depends on what you need",
    "let me show you how others with {n} vans do that",
    "who else of the {n} should see this before you decide",
    "I can send you the summary for all {n} sites this afternoon",
    "what happens when one of the {n} drivers is ill",
)
_CUSTOMER = (
    "that is too expensive for a company with {n} people",
    "we already work with somebody else for {n} of our sites",
    "I would have to ask my manager first with {n} of us in it",
    "can it be connected to what our {n} colleagues use now",
    "call me again in {n} weeks please",
    "that sounds good and could we start with {n} seats",
    "we tried something like that {n} months ago and it did not work",
    "how long does it take until all {n} are trained",
)


@dataclass(frozen=True, slots=True)
class Voices:
    """Frames of 100 ms for one cycle; row 0 is the salesperson's channel."""

    frames: tuple[tuple[bytes, ...], tuple[bytes, ...]]

    def frame(self, channel: int, number: int) -> bytes:
        frames = self.frames[channel]
        return frames[number % len(frames)]


def voices() -> Voices:
    return Voices((_channel(0), _channel(1)))


def line(channel_is_customer: bool, number: int) -> str:
    """Words that differ for every number, as those of different calls do."""
    kinds = _CUSTOMER if channel_is_customer else _SALES
    opener = _OPENERS[number % len(_OPENERS)]
    core = kinds[number // len(_OPENERS) % len(kinds)].format(n=number % 9_973 + 2)
    end = "." if channel_is_customer else "?"
    return f"{opener}, {core}{end}"


def _channel(channel: int) -> tuple[bytes, ...]:
    """A hum of harmonics that swells four times a second, with a little noise everywhere: silence
    of a real microphone is not zero either."""
    rng = np.random.default_rng(channel)
    length = ms_to_samples(_CYCLE_MS)
    sound = rng.normal(0, 8, length)
    count = ms_to_samples(_SPOKEN_MS)
    time = np.arange(count) / SAMPLE_RATE
    pitch = _PITCH_HZ[channel] * (1 + 0.03 * np.sin(2 * np.pi * 1.3 * time))
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    hum = sum(np.sin(harmonic * phase) / harmonic for harmonic in range(1, 12))
    swell = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * time)
    breath = rng.normal(0, 0.1, count)
    begin = ms_to_samples(_BEGINS_MS[channel])
    sound[begin : begin + count] += _PEAKS[channel] * swell * (hum / 2 + breath)
    pcm = np.clip(sound, -32_768, 32_767).astype("<i2")
    return tuple(part.tobytes() for part in pcm.reshape(-1, ms_to_samples(FRAME_MS)))
