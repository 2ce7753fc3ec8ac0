"""In the review a promise is told to the salesperson, in the mail to the customer."""

import pytest

from salescoach.domain.audio import Speaker
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


@pytest.mark.parametrize(
    ("who", "said", "what", "reviewed", "mailed"),
    [
        (C, "I will ask my sister and send you the last bill.",
         "ask my sister and send you the last bill",
         "ask their sister and send you the last bill",
         "- You will ask your sister and send me the last bill."),
        (C, "I will send you our last bill.", "send our last bill",
         "send the last bill", "- You will send your last bill."),
        (S, "I will check your roof with my colleague.", "check your roof with my colleague",
         "check their roof with your colleague", "- I will check your roof with my colleague."),
        (S, "I will bring the plan you wanted.", "bring the plan you wanted",
         "bring the plan they wanted", "- I will bring the plan you wanted."),
        (S, "I will check whether you need a permit.", "check whether you need a permit",
         "check whether they need a permit", "- I will check whether you need a permit."),
        (S, "I will check the plan with you first.", "check the plan with you first",
         "check the plan with them first", "- I will check the plan with you first."),
        (C, "I will check if you can come in.", "check if you can come in",
         "check if you can come in", "- You will check if I can come in."),
        (C, "I will ask the hall when you are due.", "ask the hall when you are due",
         "ask the hall when you are due", "- You will ask the hall when I am due."),
    ],
)  # fmt: skip
def test_whose_it_is_depends_on_who_reads_it(
    who: Speaker, said: str, what: str, reviewed: str, mailed: str
) -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, you asked for a quote.")
    talk.wants("Yes, that would be a great help to us.")
    talk.promises(talk.says(who, said), what)
    review = write_review(talk.record(), PLAYBOOK)

    assert [step.what for step in review.next_steps] == [reviewed]
    assert review.mail is not None
    assert mailed in review.mail.body
