"""Days ahead of a day: the next Friday, the next fourteenth, the end of the month."""

from calendar import monthrange
from datetime import date, timedelta


def coming(weekday: int, today: date) -> date:
    """The next such weekday after today; Monday is 0."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def of_next_week(weekday: int, today: date) -> date:
    """That weekday of the following week; weeks begin on Monday."""
    return today + timedelta(7 - today.weekday() + weekday)


def next_day_of_month(day: int, today: date, months_ahead: int = 0) -> date | None:
    """The next such day from the month that is so far ahead; the 31st skips short months."""
    year, month = today.year, today.month + months_ahead
    for _ in range(3):
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        if day <= monthrange(year, month)[1] and (found := date(year, month, day)) >= today:
            return found
        month += 1
    return None


def next_day_of_year(month: int, day: int, today: date) -> date | None:
    for year in range(today.year, today.year + 5):
        if day <= monthrange(year, month)[1] and (found := date(year, month, day)) >= today:
            return found
    return None


def end_of(period: str, today: date, ahead: int = 0) -> date:
    """The Friday of a week, the last day of a ``month``, ``quarter`` or ``year``; ``ahead`` 1 is
    the one after this."""
    if period == "week":
        friday = today + timedelta(4 - today.weekday() + 7 * ahead)
        return friday if friday >= today else friday + timedelta(7)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    last = ((today.month - 1) // months + 1 + ahead) * months
    return last_of_month(today.year + (last - 1) // 12, (last - 1) % 12 + 1)


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
