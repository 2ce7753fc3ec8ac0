from datetime import date

import pytest

from salescoach.pipeline.due_dates import due_in

WEDNESDAY = date(2026, 11, 18)


def day_of(words: str, said_on: date = WEDNESDAY) -> str | None:
    (due,) = due_in(words, said_on)
    assert due.words == words
    return due.on.isoformat() if due.on else None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("by Friday", "2026-11-20"),
        ("on Monday", "2026-11-23"),
        ("Wednesday", "2026-11-25"),
        ("next Friday", "2026-11-27"),
        ("next Monday", "2026-11-23"),
        ("Friday week", "2026-11-27"),
        ("a week from Monday", "2026-11-30"),
        ("Tuesday next week", "2026-11-24"),
        ("the Wednesday after next", "2026-12-02"),
        ("tomorrow morning", "2026-11-19"),
        ("the day after tomorrow", "2026-11-20"),
        ("in the morning", "2026-11-19"),
        ("by EOD tomorrow", "2026-11-19"),
        ("today evening", "2026-11-18"),
        ("by close of play Wednesday", "2026-11-25"),
        ("Thursday at ten", "2026-11-19"),
        ("half six Tuesday", "2026-11-24"),
        ("in ten minutes", "2026-11-18"),
        ("within forty eight hours", "2026-11-20"),
        ("in two weeks' time", "2026-12-02"),
        ("the fourteenth", "2026-12-14"),
        ("the 20th", "2026-11-20"),
        ("the 31st", "2026-12-31"),
        ("the first of June", "2027-06-01"),
        ("March fourteenth", "2027-03-14"),
        ("on 5th December", "2026-12-05"),
        ("the tenth of next month", "2026-12-10"),
        ("by the end of the week", "2026-11-20"),
        ("by the end of next week", "2026-11-27"),
        ("end of the month", "2026-11-30"),
        ("month end", "2026-11-30"),
        ("end of the quarter", "2026-12-31"),
        ("by noon", "2026-11-18"),
        ("as soon as I hang up", "2026-11-18"),
    ],
)
def test_the_day_that_words_name(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    "words",
    [
        *("next week", "this weekend", "in January", "in a few days", "Tuesday or Wednesday"),
        *("one day this week", "in one day next week", "some time this month", "in the new year"),
        *("the Friday after", "by the Wednesday after"),
    ],
)
def test_words_that_name_no_day_claim_none(words: str) -> None:
    assert day_of(words) is None


@pytest.mark.parametrize(
    ("said", "words", "hour", "day"),
    [
        ("Tuesday at ten works", "Tuesday at ten", "ten", "2026-11-24"),
        ("Tuesday at 14:00", "Tuesday at 14:00", "14:00", "2026-11-24"),
        ("at 4 p.m. on Friday", "at 4 p.m. on Friday", "at 4 p.m", "2026-11-20"),
        ("Friday morning at half past ten", "Friday morning at half past ten",
         "morning at half past ten", "2026-11-20"),
        ("Friday at ten in the morning", "Friday at ten in the morning",
         "ten in the morning", "2026-11-20"),
        ("in the morning", "in the morning", "", "2026-11-19"),
        ("on Friday", "on Friday", "", "2026-11-20"),
    ],
)  # fmt: skip
def test_the_hour_stays_with_its_day(said: str, words: str, hour: str, day: str) -> None:
    [due] = due_in(said, WEDNESDAY)
    assert (due.words, due.hour, due.on and due.on.isoformat()) == (words, hour, day)


def test_the_end_of_the_week_said_on_a_saturday_is_the_next_friday() -> None:
    assert day_of("end of the week", date(2026, 11, 21)) == "2026-11-27"


def test_months_and_years_turn() -> None:
    assert day_of("the tenth", date(2026, 12, 30)) == "2027-01-10"
    assert day_of("end of next month", date(2026, 12, 30)) == "2027-01-31"


def test_a_weekday_with_its_date_is_that_date() -> None:
    assert day_of("Wednesday the second at eight") == "2026-12-02"
    assert day_of("Wednesday or the second") is None
    assert day_of("Wednesday the third") is None
    assert day_of("Wednesday now") is None


def test_after_a_day_is_not_that_day() -> None:
    (due,) = due_in("I can look at it after the tenth", WEDNESDAY)
    assert due.on is None


@pytest.mark.parametrize(
    "text",
    [
        "it was last Friday",
        "every Monday we meet",
        "I may be in that meeting",
        "at five hundred a month",
        "it is on the fourth floor",
        "the first thing I would say",
        "for twelve users",
        "now I'll tell you",
    ],
)
def test_what_is_no_time_to_come(text: str) -> None:
    assert due_in(text, WEDNESDAY) == []


def test_where_the_words_stand() -> None:
    text = "I'll send the deck by, uh, Friday and ring you on Monday at ten."
    first, second = due_in(text, WEDNESDAY)
    assert text[first.start : first.end] == first.words == "by, uh, Friday"
    assert second.words == "on Monday at ten"


def test_an_hour_names_no_day_and_no_day_is_known_without_the_date_of_the_call() -> None:
    (hour,) = due_in("I'll ring at five", WEDNESDAY)
    assert not hour.names_day
    (friday,) = due_in("by Friday", None)
    assert friday.names_day
    assert friday.on is None
