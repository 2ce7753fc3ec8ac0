"""How a review says times, kinds and counts."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date

from salescoach.domain.events import Timing
from salescoach.domain.signal import ObjectionType

OBJECTION_NAMES = {
    ObjectionType.PRICE: "price",
    ObjectionType.TIMING: "timing",
    ObjectionType.AUTHORITY: "authority",
    ObjectionType.NEED: "need",
    ObjectionType.TRUST: "trust",
    ObjectionType.COMPETITOR: "competitor",
    ObjectionType.TECHNICAL: "technical",
    ObjectionType.AI_CONCERNS: "AI",
}
STANDS_IN_THE_WAY = {
    ObjectionType.PRICE: "Money is in the way",
    ObjectionType.TIMING: "They put it off",
    ObjectionType.AUTHORITY: "Someone else has a say",
    ObjectionType.NEED: "They do not see the need yet",
    ObjectionType.TRUST: "They want proof",
    ObjectionType.COMPETITOR: "They have or look at something else",
    ObjectionType.TECHNICAL: "It has to fit what they run",
    ObjectionType.AI_CONCERNS: "They are wary of AI",
}


def clock(ms: int) -> str:
    """Minutes and seconds of the call, with hours when there are any."""
    whole = ms // 1000
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def shown_moments(timing: Timing, starts_ms: Iterable[int]) -> Callable[[int], str]:
    """How a moment of call time is written: as on a clock, or as the line that begins there where
    nobody knows its time. ``starts_ms``: where the lines of the call begin."""
    if timing != "none":
        return clock
    ordered = sorted(starts_ms)
    return lambda ms: f"line {bisect_left(ordered, ms) + 1}"


def seconds(ms: float) -> str:
    return f"{ms / 1000:.1f} s"


def named_day(day: date) -> str:
    """As in "Thursday 5 March"."""
    return f"{day:%A} {day.day} {day:%B}"


def counted(count: int, one: str, many: str | None = None) -> str:
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    number = names[count] if count < len(names) else str(count)
    return f"{number} {one if count == 1 else many or f'{one}s'}"


def listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(text: str) -> str:
    """With a capital at its start and a stop at its end."""
    text = text.strip()
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?”" else f"{text}."
