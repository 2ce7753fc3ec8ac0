"""What of a mail may be sent unread."""

from datetime import date

import pytest

from salescoach.domain.review import NextStep
from salescoach.domain.signal import Evidence
from salescoach.pipeline.review.mail import agreed_lines
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


@pytest.mark.parametrize(
    ("then", "quoted"),
    [
        ("If you took the smaller boiler I'd get it to two nine.", False),
        ("I could do three thousand one hundred for you.", False),
        ("Without the flue it'd be two thousand eight hundred.", False),
        ("There's a discount, so it comes to three thousand.", False),
        ("We did one like it in Cork for forty houses.", True),
        ("The parts have a guarantee of ten years.", True),
        ("I can ring you at ten on Friday.", True),
    ],
)
def test_a_price_that_was_moved_later_is_not_written_down(then: str, quoted: bool) -> None:
    talk = Talk()
    talk.says(S, "We offer it with the fitting.")
    talk.hears_question(talk.says(C, "So how much is it for a house like ours?"))
    talk.says(S, "It's three thousand four hundred with the tank.")
    talk.says(C, "I see, that is something to think about.")
    talk.says(S, then)
    mail = write_review(talk.record(), PLAYBOOK).mail

    assert mail is not None
    assert ("four hundred" in mail.body) is quoted


@pytest.mark.parametrize("asked", ["From the first month on?", "In the cellar as well?"])
def test_half_a_question_is_no_question_in_a_mail(asked: str) -> None:
    talk = Talk()
    talk.says(S, "We offer it with the fitting.")
    talk.hears_question(talk.says(C, asked))
    talk.says(S, "More in the summer, and less in the winter.")
    mail = write_review(talk.record(), PLAYBOOK).mail

    assert mail is not None
    assert "You asked:" not in mail.body


@pytest.mark.parametrize(
    "what", ["check her book", "ask him to ring", "see whether she's in", "show his partner"]
)
def test_nobody_is_named_by_a_word_that_names_nobody(what: str) -> None:
    step = NextStep(C, what, None, None, Evidence("t1", what, 0, 1_000))

    assert list(agreed_lines([step])) == []


def test_an_appointment_that_was_taken_is_in_the_mail_with_its_hour() -> None:
    said = "And I'd look at the yard first, would Friday the sixth suit, at ten?"
    step = NextStep(
        S,
        f"You said: “{said}”",
        "Friday the sixth at ten",
        date(2026, 3, 6),
        Evidence("t7", said, 0, 1_000),
    )

    assert list(agreed_lines([step], {"t7"})) == ["We are set for Friday 6 March, at ten."]
    assert list(agreed_lines([step])) == []


def test_a_day_is_asked_for_only_where_both_have_something_to_do_on_it() -> None:
    talk = Talk()
    talk.says(S, "We offer it with the fitting.")
    talk.wants("Send me the list of colours, please.")
    talk.promises(talk.says(S, "I'll send the list of colours."), "send the list of colours")
    mail = write_review(talk.record(), PLAYBOOK).mail

    assert mail is not None
    assert "I will send the list of colours." in mail.body
    assert "Which day" not in mail.body


@pytest.mark.parametrize(
    ("due", "line"),
    [
        ("as soon as I see it", "You will sign the form."),
        ("after this", "You will sign the form."),
        ("between one and four", "You will sign the form (between one and four)."),
        ("before Christmas", "You will sign the form (before Christmas)."),
    ],
)
def test_a_time_in_somebodys_own_words_is_left_out(due: str, line: str) -> None:
    step = NextStep(C, "sign the form", due, None, Evidence("t1", "sign", 0, 1_000))

    assert list(agreed_lines([step])) == [line]
