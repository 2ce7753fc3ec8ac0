"""A transcript as subtitles, SRT or WebVTT: one cue for a turn, so that who reads them again has
the same turns, and one for what is missing, which nobody says.

Speakers are named by their role: names that readers of transcripts know without being told.
"""

from collections.abc import Iterable, Iterator

from salescoach.domain.audio import Speaker
from salescoach.domain.missing import Missing, beside
from salescoach.domain.turn import Turn

LEAST_CUE_MS = 500
"""Players do not show a cue that ends as it begins."""

ROLES = {
    Speaker.SALESPERSON: "Salesperson",
    Speaker.CUSTOMER: "Customer",
    Speaker.UNKNOWN: "Unknown",
}


def srt(turns: Iterable[Turn], missing: Iterable[Missing] = ()) -> str:
    """Cues in the order they begin, counted from 1. Empty without turns."""
    return "\n".join(
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{role and f'{role}: '}{text}\n"
        for number, (role, start, end, text) in enumerate(_cues(turns, missing), 1)
    )


def vtt(turns: Iterable[Turn], missing: Iterable[Missing] = ()) -> str:
    """Cues in the order they begin, each in the voice of its speaker."""
    cues = (
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n{role and f'<v {role}>'}{_escaped(text)}\n"
        for role, start, end, text in _cues(turns, missing)
    )
    return "\n".join(("WEBVTT\n", *cues))


def _cues(turns: Iterable[Turn], missing: Iterable[Missing]) -> Iterator[tuple[str, int, int, str]]:
    """The role is empty where nobody speaks."""
    for each in beside(turns, missing):
        # An empty line would end the cue, an arrow would begin another.
        if text := " ".join(each.text.replace("-->", "→").split()):
            role = "" if isinstance(each, Missing) else ROLES[each.speaker]
            start = max(0, each.start_ms)
            yield role, start, max(each.end_ms, start + LEAST_CUE_MS), text


def _clock(ms: int, before_ms: str) -> str:
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{before_ms}{rest:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
