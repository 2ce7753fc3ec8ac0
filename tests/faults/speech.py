"""What is said in a call: one numbered word in each frame that is not silence.

Each channel says every number once, so the transcript itself tells what was lost or doubled.
"""

import random

from salescoach.domain.audio import AudioFrame
from tests.rooms.live.hearing import FRAME_MS, said

CHANNELS = (0, 1)
BREATH_FRAMES = 4
"""Silence after an utterance, enough for the engine to call it final."""


class Speech:
    """The sound of one call, moment by moment."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left = dict.fromkeys(CHANNELS, 0)
        self._breath = {channel: chance.randint(0, 5) for channel in CHANNELS}
        self._words = dict.fromkeys(CHANNELS, 0)

    def moment(self, silent: bool = False) -> dict[int, int]:
        """The word that each channel says in the next frame, 0 for silence."""
        return {channel: 0 if silent else self._word(channel) for channel in CHANNELS}

    def _word(self, channel: int) -> int:
        if self._breath[channel]:
            self._breath[channel] -= 1
            return 0
        if not self._left[channel]:
            self._left[channel] = self._chance.randint(3, 14)
        self._left[channel] -= 1
        if not self._left[channel]:
            self._breath[channel] = BREATH_FRAMES + self._chance.randint(0, 6)
        self._words[channel] += 1
        return self._words[channel]


def sound(channel: int, seq: int, word: int) -> AudioFrame:
    return said(seq, word, channel, FRAME_MS)
