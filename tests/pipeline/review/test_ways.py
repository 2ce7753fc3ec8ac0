"""What a review tells of a call is that call's: neither another customer's words nor an hour as a
figure.
"""

from dataclasses import replace

import pytest

from salescoach.domain.playbook import Objective, Playbook
from salescoach.domain.signal import Stage
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def selling(line: str) -> Playbook:
    """With an objective of the pitch that ``line`` is an example of."""
    tie = Objective("tie", Stage.PITCH, "Tie it to what they told you", (line,), S)
    return replace(PLAYBOOK, objectives=(*PLAYBOOK.objectives, tie))


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("You said it takes too long, so we keep it short.", "Make room for it before you go on."),
        ("It answers while you work.", "For example: “It answers while you work.”"),
    ],
)
def test_no_line_is_recommended_that_says_what_nobody_said(line: str, way: str) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. How many calls do you miss?")
    talk.reaches("missed", talk.says(C, "Maybe twenty, and it is getting worse."))
    talk.enters(Stage.PITCH, talk.says(S, "We answer every one of them for you."))
    talk.says(C, "That is good to hear, thank you.")
    talk.says(S, "It works on your own number.")
    talk.enters(Stage.CLOSE, talk.says(S, "Shall we look at a day?"))
    talk.says(C, "Let us do that another time please.")

    missed = write_review(talk.record(), selling(line)).missed

    assert [m.what_to_do for m in missed if "tie it to" in m.opportunity] == [way]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Maybe twenty, and it is getting worse.", "the calls you miss (twenty)."),
        ("Between two and nine in the morning, most of all.", "the calls you miss."),
    ],
)
def test_an_hour_is_no_figure_in_a_mail(answer: str, told: str) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. When do you miss calls?")
    talk.reaches("missed", talk.says(C, answer))
    talk.says(S, "We answer every one of them for you.")
    talk.wants("That sounds good, I would like that.")

    mail = write_review(talk.record(), PLAYBOOK).mail

    assert mail is not None
    assert told in mail.body
