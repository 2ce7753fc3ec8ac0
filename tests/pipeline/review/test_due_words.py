from datetime import date

import pytest

from salescoach.pipeline.review.due_words import due_text, hour_of
from salescoach.pipeline.review.words import named_day

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("due", "hour"),
    [
        ("on Thursday at four", "at four"),
        ("Thursday half two", "at half two"),
        ("Thursday 3 pm", "at 3 pm"),
        ("by Friday", ""),
        ("next week", ""),
        (None, ""),
    ],
)
def test_the_hour_as_it_stands_after_a_day(due: str | None, hour: str) -> None:
    assert hour_of(due) == hour


@pytest.mark.parametrize(
    ("due", "on", "told"),
    [
        ("on Friday at four", FRIDAY, "Friday 6 March, at four"),
        ("by Friday", FRIDAY, "Friday 6 March"),
        ("next week at four", None, "next week at four"),
        (None, None, ""),
    ],
)
def test_a_day_keeps_the_hour_that_was_said(due: str | None, on: date | None, told: str) -> None:
    assert due_text(due, on, named_day) == told
