"""Call time: milliseconds since the call's first sample.

An engine counts the samples it was sent; the call goes on while nothing is sent (a pause, a lost
stretch). The declared gaps are all it takes to go from one count to the other, so a restarted
server gets the same answer from the log.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Timeline:
    """One channel's gaps, in call time, in order, without overlap."""

    _gaps: list[tuple[int, int]] = field(default_factory=list)

    def declare_gap(self, start_ms: int, end_ms: int) -> None:
        """Nothing was heard from ``start_ms`` to ``end_ms``. Gaps may come in any order, since a
        channel that lags behind can lose a frame from before a pause of all; where they overlap
        they are one."""
        if end_ms <= start_ms:
            return
        apart: list[tuple[int, int]] = []
        for start, end in self._gaps:
            if end < start_ms or end_ms < start:
                apart.append((start, end))
            else:
                start_ms, end_ms = min(start, start_ms), max(end, end_ms)
        self._gaps = sorted([*apart, (start_ms, end_ms)])

    def call_ms(self, stream_ms: float) -> int:
        """Where in the call the stream's ``stream_ms`` lies. The end of audio that touches a gap
        is its near side, so a line's end never jumps over the gap."""
        at = stream_ms
        for start, end in self._gaps:
            if at <= start:
                break
            at += end - start
        return round(at)

    def position_ms(self, stream_ms: float) -> int:
        """Call time of the next sample, after every declared gap that has been reached."""
        at = stream_ms
        for start, end in self._gaps:
            if at < start:
                break
            at += end - start
        return round(at)

    def stream_ms(self, call_ms: float) -> int:
        """The inverse: how much audio was sent before ``call_ms``."""
        sent = call_ms
        for start, end in self._gaps:
            if call_ms <= start:
                break
            sent -= min(call_ms, end) - start
        return round(sent)
