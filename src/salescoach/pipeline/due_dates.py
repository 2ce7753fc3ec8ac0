"""When something is due: the words of a time in what somebody said, and the day they mean.

Spoken business English looks ahead: "Friday" is the coming one, "the fourteenth" the next. General
date parsers read a third to a half of such words rightly and find dates where there are none, so
this is a small grammar of its own. It names a day only where the words do: "next week", "in
January" and "in a few days" keep their words and no day.

The rules where people differ: a weekday is never today; "next Friday" is the Friday of the
following week, weeks beginning on Monday; the end of a week is its Friday; a bare hour is today's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from salescoach.pipeline.calendar_days import (
    coming,
    end_of,
    last_of_month,
    next_day_of_month,
    next_day_of_year,
    of_next_week,
)
from salescoach.pipeline.time_words import (
    AMOUNT,
    CLOCK,
    CLOCK_TIME,
    HOUR,
    MARK,
    MONTH,
    NO_AMOUNT,
    ORDINAL,
    PART_OF_DAY,
    SPAN,
    UNIT,
    WEEKDAY,
    amount_of,
    month_of,
    ordinal_of,
    weekday_of,
)


@dataclass(frozen=True, slots=True)
class Due:
    """``words`` are ``text[start:end]``, verbatim. ``on`` is None when they name no one day, or the
    day they were said on is unknown; ``names_day`` is False for a mere time of day. ``hour`` are
    the words of the time of day, if any."""

    words: str
    on: date | None
    start: int
    end: int
    names_day: bool = True
    hour: str = ""


def due_in(text: str, said_on: date | None) -> list[Due]:
    """The times named in ``text``, in order."""
    found: list[Due] = []
    for chain in _chains(text):
        start, end = chain[0].start, chain[-1].end
        if lead := _LEAD.search(text, _near(start), start):
            start = lead.start()
        if tail := _TAIL.match(text, end):
            end = tail.end()
        on = _day_of(chain, said_on, text) if said_on is not None else None
        names_day = any(atom.day is not None or atom.vague for atom in chain)
        hour = " ".join(text[atom.start : atom.end] for atom in chain if _is_hour(atom, chain))
        found.append(Due(text[start:end], on, start, end, names_day, hour))
    return found


@dataclass(frozen=True, slots=True)
class _Atom:
    """One time word or phrase. ``day`` is None for a time of day or a vague span of days.
    ``part_of_day``: it names a day only where nothing else does."""

    start: int
    end: int
    day: Callable[[date], date | None] | None
    vague: bool = False
    part_of_day: bool = False


def _near(at: int) -> int:
    """What stands further before a time does not belong to it."""
    return max(0, at - 60)


def _is_hour(atom: _Atom, chain: list[_Atom]) -> bool:
    """A time of day; "in the morning" is one beside a day, and the next morning else."""
    if atom.part_of_day:
        return any(other.day is not None and not other.part_of_day for other in chain)
    return atom.day is None and not atom.vague


_Resolve = Callable[[re.Match[str], date], date | None]


def _day_of(chain: list[_Atom], said_on: date, text: str) -> date | None:
    days: set[date] = set()
    for atom in chain:
        if atom.day is not None and not _is_hour(atom, chain):
            if _AFTER.search(text, _near(atom.start), atom.start):
                return None
            day = atom.day(said_on)
            if day is None:
                return None
            days.add(day)
    if not days:
        return None if any(atom.vague for atom in chain) else said_on
    # "Tuesday or Wednesday" is not a day yet; "Wednesday the second" is, in whatever week.
    between = text[chain[0].start : chain[-1].end]
    either = len(days) > 1 and (said_on in days or " or " in between)
    return max(days) if len({day.weekday() for day in days}) == 1 and not either else None


def _in_amount(match: re.Match[str], said_on: date) -> date | None:
    amount, unit = amount_of(match["n"]), match["unit"].lower()
    if unit in ("minute", "min", "second", "hour"):
        hours = (amount or 1) if unit == "hour" else 0
        return said_on + timedelta(int(hours) // 24)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    return None if days is None or amount is None else said_on + timedelta(round(amount * days))


def _month_day(match: re.Match[str], said_on: date) -> date | None:
    day = ordinal_of(match["day"])
    return None if day is None else next_day_of_year(month_of(match["month"]), day, said_on)


def _the_day(match: re.Match[str], said_on: date) -> date | None:
    day = ordinal_of(match["day"])
    ahead = 1 if (match["of"] or "").lower().startswith("next") else 0
    return None if day is None else next_day_of_month(day, said_on, ahead)


def _end_of_month_named(match: re.Match[str], said_on: date) -> date | None:
    month = month_of(match["month"])
    return last_of_month(said_on.year + (month < said_on.month), month)


def _end_of_period(match: re.Match[str], said_on: date) -> date:
    ahead = 1 if (match["which"] or "").lower() == "next" else 0
    return end_of(match["period"].lower(), said_on, ahead)


_NOT_PAST = r"(?<!last )(?<!every )(?<!each )(?<!past )(?<!previous )(?<!other )"
_ENDS = (
    r"(?=\s*(?:$|[,.;:?!]|(?:at|and|so|but|with|if|when|then|or|for|because|to|on|in|before|after|"
    r"by|around|latest|morning|afternoon|evening|please)\b))"
)
_DAYS: tuple[tuple[str, _Resolve], ...] = (
    (
        rf"a week (?:on|from|after) (?P<wd>{WEEKDAY})|(?P<wd2>{WEEKDAY}) week\b",
        lambda m, d: coming(weekday_of(m["wd"] or m["wd2"]), d) + timedelta(7),
    ),
    (
        rf"(?P<wd>{WEEKDAY}) after next\b",
        lambda m, d: coming(weekday_of(m["wd"]), d) + timedelta(7),
    ),
    (
        rf"(?P<wd>{WEEKDAY})(?: of)? next week|next week(?: on)? (?P<wd2>{WEEKDAY})"
        rf"|next (?P<wd3>{WEEKDAY})",
        lambda m, d: of_next_week(weekday_of(m["wd"] or m["wd2"] or m["wd3"]), d),
    ),
    (
        rf"{_NOT_PAST}(?P<wd>{WEEKDAY})(?:'s)?\b",
        lambda m, d: coming(weekday_of(m["wd"]), d),
    ),
    (r"(?:the )?day after tomorrow", lambda _, d: d + timedelta(2)),
    (r"tomorrow\b|tmrw\b", lambda _, d: d + timedelta(1)),
    (r"(?:first thing )?in the morning\b|by morning\b", lambda _, d: d + timedelta(1)),
    (r"today\b|tonight\b|this (?:morning|afternoon|arvo|evening|night)\b", lambda _, d: d),
    (r"right now|straight ?away|right away|immediately|as we speak|now itself", lambda _, d: d),
    (r"(?<=\w )now(?=\s*(?:$|[,.;!?]|so\b|and\b))", lambda _, d: d),
    (r"(?:with)?in the (?:next )?(?:hour|half hour)", lambda _, d: d),
    (
        rf"(?:in|within|inside)(?: the next)?(?: about| around| like)? (?P<n>{AMOUNT}) "
        rf"(?P<unit>{UNIT})s?\b(?:' time)?",
        _in_amount,
    ),
    (rf"(?<=give me )(?P<n>{AMOUNT}) (?P<unit>{UNIT})s?\b", _in_amount),
    (
        rf"(?:the )?(?P<day>{ORDINAL}) (?:of )?(?P<month>{MONTH})\b|"
        rf"(?:the )?(?P<day3>\d{{1,2}}) (?P<month3>{MONTH})\b",
        lambda m, d: next_day_of_year(
            month_of(m["month"] or m["month3"]),
            int(m["day3"]) if m["day3"] else ordinal_of(m["day"]) or 1,
            d,
        ),
    ),
    (rf"(?P<month>{MONTH}) (?:the )?(?P<day>{ORDINAL}|\d{{1,2}})\b(?! percent|:)", _month_day),
    (
        rf"(?:the )?end of (?P<month>{MONTH})\b",
        _end_of_month_named,
    ),
    (
        r"(?:the )?end of (?:(?P<which>the|this|next) )?(?P<period>week|month|quarter|year)\b",
        _end_of_period,
    ),
    (r"(?P<which>)(?P<period>month|quarter|year)[- ]end\b", _end_of_period),
    (
        rf"(?:the )(?P<day>{ORDINAL})(?: of (?P<of>the month|this month|next month)\b|{_ENDS})"
        r"(?P<_>)",
        _the_day,
    ),
    (
        r"(?:right |straight )?(?:after|when|once|as soon as|soon as|the (?:minute|second|moment))"
        r" (?:this call|the call|our call|this\b(?! \w)|(?:I|we)(?:'m|'re| am| are)? "
        r"(?:hang up|done|off (?:the phone|the call|to you|here))|we hang up)",
        lambda _, d: d,
    ),
)
"""Phrases that name a day; where two begin at the same place the longer one counts."""

_BEFORE_DAY = re.compile(
    rf"\b(?:{PART_OF_DAY}|first thing|half (?:past )?{HOUR}|{CLOCK}{MARK})\b", re.IGNORECASE
)
_AFTER_DAY = re.compile(
    rf"(?:{PART_OF_DAY}|first thing|first half|second half|sharp at {HOUR}|{CLOCK}{MARK}?"
    rf"{NO_AMOUNT})\b",
    re.IGNORECASE,
)
"""Times of day that mean one only next to a day."""

_GLUE = re.compile(
    r"(?:(?<=[ap]\.m)\.)?,? ?(?:(?:or|,) )?(?:(?<!, )by )?"
    r"(?:(?:at|around|about|on|before|after|in the|of|till|until|sharp at|for|uh|um|say) ){0,2}"
    r",? ?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:(?:by|on|before|for|until|till|at|from|starting|around|about|the|this|coming"
    r"|first thing|no later than),? (?:uh,? |um,? |say )?){1,3}$",
    re.IGNORECASE,
)
_TAIL = re.compile(r" (?:itself|only|sharp|at the latest|latest)\b", re.IGNORECASE)
_AFTER = re.compile(r"\bafter (?:the )?$", re.IGNORECASE)

_PATTERNS = [
    *((re.compile(rf"\b(?:{each})", re.IGNORECASE), resolve) for each, resolve in _DAYS),
    (re.compile(rf"\b(?:{SPAN})", re.IGNORECASE), None),
]
_NEXT_MORNING = re.compile(r"(?:first thing )?in the morning", re.IGNORECASE)
_CLOCKS = re.compile(rf"\b(?:{CLOCK_TIME})", re.IGNORECASE)


def _atoms(text: str) -> list[_Atom]:
    """Time phrases in order, without overlap."""
    found: list[_Atom] = []
    for pattern, resolve in _PATTERNS:
        found += [_atom(match, resolve) for match in pattern.finditer(text)]
    found += [_Atom(*match.span(), None) for match in _CLOCKS.finditer(text)]
    found.sort(key=lambda atom: (atom.start, -atom.end))
    kept: list[_Atom] = []
    for atom in found:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


def _atom(match: re.Match[str], resolve: _Resolve | None) -> _Atom:
    if resolve is None:
        return _Atom(*match.span(), None, vague=True)
    morning = _NEXT_MORNING.fullmatch(match[0]) is not None
    return _Atom(*match.span(), lambda day: resolve(match, day), part_of_day=morning)


def _chains(text: str) -> Iterator[list[_Atom]]:
    """Phrases that belong together: "Thursday" "at ten"."""
    chain: list[_Atom] = []
    for atom in _atoms(text):
        if chain and atom.start < chain[-1].end:
            continue
        if chain and not _GLUE.fullmatch(text, chain[-1].end, atom.start):
            yield chain
            chain = []
        chain = [*chain, *_with_time_beside(text, atom, first=not chain)]
    if chain:
        yield chain


def _with_time_beside(text: str, atom: _Atom, first: bool) -> list[_Atom]:
    """A day together with the bare time of day before or after it."""
    if atom.day is None:
        return [atom]
    around = [atom]
    glue = _GLUE.match(text, atom.end)
    after = _AFTER_DAY.match(text, glue.end()) if glue and glue.end() > atom.end else None
    if after:
        around.append(_Atom(*after.span(), None))
    if first:
        for before in _BEFORE_DAY.finditer(text, _near(atom.start), atom.start):
            if _GLUE.fullmatch(text, before.end(), atom.start):
                around.insert(0, _Atom(*before.span(), None))
                break
    return around
