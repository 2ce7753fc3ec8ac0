from datetime import date

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def steps(*lines: tuple[Speaker, str]) -> list[NextStep]:
    """Said on Monday the second of March."""
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked us for a quote.")
    talk.wants("Yes, that would be a great help to us, go on.")
    for who, text in lines:
        talk.says(who, text)
    return list(write_review(talk.record(), PLAYBOOK).next_steps)


@pytest.mark.parametrize(
    ("lines", "day", "hour"),
    [
        (((S, "I'd come out to measure. Would Monday suit, the ninth, at nine?"),
          (C, "Monday, no, we have the auditors in. Tuesday is better."),
          (S, "Tuesday the tenth, half eight, before you open?"),
          (C, "Half eight. Grand.")), date(2026, 3, 10), "half eight"),
        (((S, "I could visit the yard. Thursday arvo?"),
          (C, "Thursday arvo's no good, we've the schools in. Could you do Friday, like eleven?"),
          (S, "Friday, eleven. Too easy.")), date(2026, 3, 6), "eleven"),
        (((S, "I come and see the boiler. How's Tuesday the tenth? Say ten?"),
          (C, "Tuesday no, my brother's at the bank. Wednesday?"),
          (S, "Wednesday the eleventh, ten o'clock."),
          (C, "Wednesday the eleventh at ten. Okay.")), date(2026, 3, 11), "ten o'clock"),
        (((S, "Shall our supervisor come on Friday to see the place? Around four?"),
          (C, "Friday not possible, there is a function. Saturday morning he can come."),
          (S, "Saturday the seventh, ten thirty."),
          (C, "Ten thirty is okay.")), date(2026, 3, 7), "ten thirty"),
        (((S, "The next open day is Friday the thirteenth of March. Shall I put her down?"),
          (C, "Does that commit us to anything?"), (S, "Not at all, it is free."),
          (C, "Then yes please.")), date(2026, 3, 13), ""),
        (((S, "Let's do a demo for the crew, how's Wednesday at two?"),
          (C, "Wednesday at two works for us.")), date(2026, 3, 4), "at two"),
        (((S, "We'd do a tasting, how's March twelfth at four?"),
          (C, "March twelfth, four, that works.")), date(2026, 3, 12), "at four"),
        (((C, "And when would you start?"), (S, "We'd be fitting from the sixteenth."),
          (C, "The sixteenth, that'd be great."), (S, "I'll pencil you in for the sixteenth then."),
          (C, "Do.")), date(2026, 3, 16), ""),
        (((C, "And then you start the first of April?"),
          (S, "First of April, yeah, it's a Wednesday."), (C, "Lovely.")), date(2026, 4, 1), ""),
    ],
)  # fmt: skip
def test_the_last_day_and_hour_that_both_said(
    lines: tuple[tuple[Speaker, str], ...], day: date, hour: str
) -> None:
    found = [each for each in steps(*lines) if each.due_on is not None]

    assert [each.due_on for each in found] == [day]
    assert hour.removeprefix("at ") in (found[0].due or "").lower()


@pytest.mark.parametrize(
    "lines",
    [
        ((S, "I could visit on Thursday?"), (C, "Thursday? No, we're stocktaking.")),
        ((S, "Could we get him on a call on Wednesday?"), (C, "I can ask him. Wednesday maybe.")),
        ((S, "When could you get the claims across?"), (C, "End of next week. Friday, say."),
         (S, "Friday the thirteenth.")),
        ((C, "We had the auditors in on Monday."), (S, "On Monday, right.")),
        ((S, "How about a demo on Tuesday the tenth?"), (C, "Let me check with my boss first.")),
        ((S, "Shall we meet on Friday?"), (C, "I don't know yet, ask me next week.")),
        ((C, "We close on Sundays, every Sunday."), (S, "Okay, great.")),
        ((S, "Does the contract end on the first of May?"), (C, "Not sure, it might.")),
        ((S, "Would Monday suit for the survey?"), (C, "What would it cost me?"),
         (S, "What were you thinking?"), (C, "Yes, well, less than that.")),
        ((S, "I can do Thursday at ten."), (C, "You leave it, I'll call you.")),
    ],
)  # fmt: skip
def test_a_day_that_was_not_settled_is_no_step(lines: tuple[tuple[Speaker, str], ...]) -> None:
    assert [each for each in steps(*lines) if each.shared or "come" in each.what] == []


def test_two_days_are_two_steps_and_each_tells_its_deed() -> None:
    found = steps(
        (S, "And then a tasting, how's March fifth at four?"),
        (C, "March fifth, four, that works."),
        (S, "And I'd come and see the hall with our florist. Would Tuesday the tenth suit?"),
        (C, "Tuesday the tenth, grand."),
    )

    assert [(each.what, each.due_on) for each in found] == [
        ("meet for the tasting", date(2026, 3, 5)),
        ("come and see the hall with our florist", date(2026, 3, 10)),
    ]


def test_goodbye_now_is_no_day() -> None:
    found = steps((S, "Lovely. See you at ten to four."), (C, "Bye bye now, bye."))

    assert [each for each in found if each.due == "now"] == []
