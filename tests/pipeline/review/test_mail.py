import pytest

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
