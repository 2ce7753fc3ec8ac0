"""Figures, verdicts and days in the words a reader of a report knows."""

from datetime import date, datetime

from salescoach.domain.review import FigureUnit, Handling, Outcome, Verdict
from salescoach.kit.durations import spelled
from salescoach.pipeline.review.words import seconds
from salescoach.pipeline.time_zones import zone_of
from salescoach.rooms.review.views import FigureView

OUTCOMES = {
    Outcome.WON: "Won",
    Outcome.NEXT_STEP: "Next step agreed",
    Outcome.INTERESTED: "Interested",
    Outcome.UNDECIDED: "No decision",
    Outcome.DECLINED: "Declined",
    Outcome.NO_CONVERSATION: "Not judged",
}
HANDLINGS: dict[Handling, str] = {
    "settled": "Settled",
    "moved_on": "Answered, not settled",
    "came_back": "Came back",
    "unanswered": "Left open",
}
VERDICTS: dict[Verdict, str] = {"within": "In range", "below": "Below", "above": "Above"}

_TENTHS_BELOW_MS = 10_000
_TEN_MINUTES_MS = 600_000

_NO_TEXT = dict.fromkeys((0x0000, 0xFEFF, 0xFFFE))


def amount(value: float, unit: FigureUnit) -> str:
    match unit:
        case "ms":
            short = 0 < value < _TENTHS_BELOW_MS
            return seconds(value) if short else spelled(value)
        case "percent":
            return f"{round(value)}%"
        case "count":
            return _plain(value)
        case "words_a_minute":
            return f"{_plain(value)} words a minute"
        case "per_minute":
            return f"{_plain(value)} a minute"
        case "per_ten_minutes":
            return f"{_plain(value)} in ten minutes"


def figure_value(figure: FigureView, call_ms: float) -> str:
    """What is counted in ten minutes is told as it was where the call took less."""
    if figure.value is None:
        return "Not known"
    if figure.unit == "per_ten_minutes" and 0 < call_ms < _TEN_MINUTES_MS:
        return f"{round(figure.value * call_ms / _TEN_MINUTES_MS)} in {spelled(call_ms)}"
    shown = amount(figure.value, figure.unit)
    return shown if figure.of is None else f"{shown} of {figure.of}"


def range_text(figure: FigureView) -> str | None:
    """As in "11 to 14", "At least 1.5 s", "Up to 65%"; None without a benchmark."""
    if figure.benchmark is None:
        return None
    low, high = figure.benchmark.low, figure.benchmark.high
    if low is not None and high is not None:
        return f"{_plain(low)} to {amount(high, figure.unit)}"
    if low is not None:
        return f"At least {amount(low, figure.unit)}"
    return None if high is None else f"Up to {amount(high, figure.unit)}"


def moment(at: datetime, zone_name: str | None) -> str:
    """Where the salesperson was, when that is known; else UTC."""
    zone = zone_of(zone_name)
    local = at if zone is None else at.astimezone(zone)
    name = "UTC" if zone is None else str(zone).replace("_", " ")
    return f"{local:%A}, {day(local.date())} {local:%Y, %H:%M} ({name})"


def day(on: date) -> str:
    return f"{on.day} {on:%B}"


def _plain(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e5 else str(round(value))


def allowed(text: str) -> str:
    """Without the code points that PDF/UA does not allow in text."""
    return text.translate(_NO_TEXT)
