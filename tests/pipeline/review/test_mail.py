import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep
from salescoach.domain.signal import Evidence
from salescoach.pipeline.review.mail import agreed_lines
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def mailed(*own: str) -> tuple[str, str]:
    """Subject and body of the mail after a call in which the salesperson said ``own``."""
    talk = Talk()
    for line in own:
        talk.says(S, line)
        talk.says(C, "Sure, that is fine with me.")
    mail = write_review(talk.record(), PLAYBOOK).mail
    assert mail is not None
    return mail.subject, mail.body


@pytest.mark.parametrize(
    ("own", "name"),
    [
        (["Hi Dana, this is Sam from Fernbell."], "Sam"),
        (["Hi Dana, it's Sam from Fernbell."], "Sam"),
        (["Hello, my name is Priya."], "Priya"),
        (["Hi, I know it's Thursday and you are busy.", "I'm Sam."], "Sam"),
        (["Hi Dana, it's Thursday, so I will be quick."], ""),
        (["Hi, this is Dana, right?"], ""),
        (["Good morning, this is Fernbell calling."], ""),
        (["It's Christmas, I'm American, this is March."], ""),
        (["Hi there.", "So.", "Good to hear.", "Right.", "This is Harvest, our other tool."], ""),
    ],
)
def test_a_mail_is_signed_with_the_name_that_was_said(own: list[str], name: str) -> None:
    _, body = mailed(*own)

    assert body.partition("Best regards,\n")[2] == name


def test_a_mail_is_true_on_any_later_day() -> None:
    subject, body = mailed("Hi Dana, this is Sam from Fernbell.")

    assert subject == "Fernbell: our call on Monday 2 March"
    assert "today" not in body


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("look at it with my partner", "You will look at it with your partner."),
        ("send you our forms", "You will send me your forms."),
        ("call you", "You will call me."),
    ],
)
def test_what_they_promised_is_said_to_them(what: str, line: str) -> None:
    step = NextStep(Speaker.CUSTOMER, what, None, None, Evidence("t1", what, 0, 1_000))
    assert list(agreed_lines([step])) == [line]
