"""Real speech for the embedded engine, and how its transcript is compared with the fault-free one.

The recording waits while the page is away, so every word is taken in. Which word lies in
which frame is not known: sound is compared byte by byte, words by how many of each there are.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from salescoach.domain.audio import samples_to_ms
from salescoach.speech.media import frames
from tests.faults.house import ROOT, Events
from tests.faults.page import Moment, Sound
from tests.rooms.live.hearing import FRAME_MS

RECORDING = ROOT / "fixtures" / "audio" / "two_channel_short.ogg"
LEAST_WORDS = 4
"""Shorter lines may well be said twice."""


def recorded_speech(path: Path = RECORDING) -> Sound:
    """The recording, once."""
    channels: dict[int, list[bytes]] = {0: [], 1: []}
    for frame in frames(path, (0, 1)):
        if samples_to_ms(frame.samples) == FRAME_MS:
            channels[frame.channel].append(frame.pcm)

    def moments() -> Iterator[Moment]:
        for pair in zip(*channels.values(), strict=False):
            yield {channel: (0, pcm) for channel, pcm in enumerate(pair)}

    going = moments()
    return lambda: next(going, None)


def lines_of(events: Events) -> list[str]:
    """The final text of each turn, in plain letters."""
    turns = {
        event["turn_id"]: event["text"]
        for event in events
        if event["type"] == "transcription" and event["is_final"]
    }
    return [" ".join(re.findall(r"[a-z0-9']+", text.lower())) for text in turns.values()]


def words_of(lines: list[str]) -> Counter[str]:
    return Counter(word for line in lines for word in line.split())


def doubled(lines: list[str], expected: list[str]) -> list[str]:
    """Longer lines that come more often than they should."""
    surplus = Counter(lines) - Counter(expected)
    return [line for line in surplus if line in expected and len(line.split()) >= LEAST_WORDS]
