"""Where audio is missing, in call time: lost frames, a pause, what no engine came back for.

Call time is a channel's samples plus its declared gaps, so whatever is missing has to be declared
for the two channels to stay side by side.
"""

from salescoach.domain.audio import SAMPLE_RATE, ms_to_samples, samples_to_ms
from salescoach.domain.events import Gap
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live.segments import StoredFrame
from salescoach.rooms.live.spool import Spool

LONGEST_SILENCE_MS = 10_000
"""A channel that is further behind the others than this has a gap instead of silence."""


class Gaps:
    """Declares the gaps of one call."""

    def __init__(self, session: CallSession, spool: Spool) -> None:
        self._session = session
        self._spool = spool

    def position_ms(self, channel: int) -> int:
        """Call time of the channel's next sample to come, heard by the engine or not."""
        end_ms = _whole_ms(self._spool.channels[channel].end)
        return self._session.state.timeline(channel).position_ms(end_ms)

    def received_ms(self) -> int:
        """Call time now: how far the channel that came furthest has come."""
        return max(self.position_ms(channel) for channel in self._spool.channels)

    def level(self, call_ms: int) -> dict[int, StoredFrame]:
        """Brings every channel to the same call time. Returns the silence that is to be heard."""
        silence: dict[int, StoredFrame] = {}
        for channel, spool in self._spool.channels.items():
            start_ms = self.position_ms(channel)
            if call_ms - start_ms > LONGEST_SILENCE_MS:
                self._lost(channel, start_ms, call_ms)
            else:
                silence[channel] = spool.append_silence(ms_to_samples(call_ms - start_ms))
        return silence

    def paused(self, away_ms: int) -> None:
        """All channels were off the record for so long."""
        if away_ms > 0:
            start_ms = self.received_ms()
            end_ms = start_ms + away_ms
            gap = Gap(channel=None, start_ms=start_ms, end_ms=end_ms, reason="paused")
            self._session.emit(gap)

    def frames_lost(self, channel: int, missing_ms: float, latest_ms: float) -> None:
        """The sender left out so much. Nothing can be missing after ``latest_ms``, by call time,
        whatever it says."""
        state = self._session.state
        spool = self._spool.channels[channel]
        known_ms = state.timeline(channel).stream_ms(state.committed_ms.get(channel, 0))
        if known_ms > samples_to_ms(spool.end):
            # The spool was lost, the text was not: what the log covers is not missing.
            missing_ms -= known_ms - samples_to_ms(spool.end)
            spool.move_on(ms_to_samples(known_ms))
        start_ms = self.position_ms(channel)
        self._lost(channel, start_ms, round(min(start_ms + missing_ms, latest_ms)))

    def unheard(self, channel: int, start: int) -> None:
        """From sample ``start`` on no engine heard the channel."""
        start_ms = self._session.state.timeline(channel).position_ms(samples_to_ms(start))
        self._lost(channel, start_ms, self.position_ms(channel))

    def _lost(self, channel: int, start_ms: int, end_ms: int) -> None:
        if end_ms > start_ms:
            gap = Gap(channel=channel, start_ms=start_ms, end_ms=end_ms, reason="lost")
            self._session.emit(gap)


def _whole_ms(samples: int) -> int:
    """Rounded up: a gap never begins before the audio that it follows has ended."""
    return -(-samples * 1000 // SAMPLE_RATE)
