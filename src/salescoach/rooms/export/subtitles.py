"""A transcript as subtitles, SRT or WebVTT: one cue for a turn, so that who reads them again has
the same turns.

Speakers are named by their role: names that readers of transcripts know without being told.
"""

from collections.abc import Iterable, Iterator

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn

LEAST_CUE_MS = 500
"""Players do not show a cue that ends as it begins."""

ROLES = {
    Speaker.SALESPERSON: "Salesperson",
    Speaker.CUSTOMER: "Customer",
    Speaker.UNKNOWN: "Unknown",
}


def srt(turns: Iterable[Turn]) -> str:
    """Cues in the order they begin, counted from 1. Empty without turns."""
    return "\n".join(
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{ROLES[turn.speaker]}: {text}\n"
        for number, (turn, start, end, text) in enumerate(_cues(turns), 1)
    )


def vtt(turns: Iterable[Turn]) -> str:
    """Cues in the order they begin, each in the voice of its speaker."""
    cues = (
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n<v {ROLES[turn.speaker]}>{_escaped(text)}\n"
        for turn, start, end, text in _cues(turns)
    )
    return "\n".join(("WEBVTT\n", *cues))


def _cues(turns: Iterable[Turn]) -> Iterator[tuple[Turn, int, int, str]]:
    for turn in sorted(turns, key=lambda each: each.start_ms):
        # An empty line would end the cue, an arrow would begin another.
        if text := " ".join(turn.text.replace("-->", "→").split()):
            start = max(0, turn.start_ms)
            yield turn, start, max(turn.end_ms, start + LEAST_CUE_MS), text


def _clock(ms: int, before_ms: str) -> str:
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{before_ms}{rest:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
