from dataclasses import replace
from datetime import date

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallStarted
from salescoach.domain.review import Mail, NextStep
from salescoach.domain.signal import Evidence
from salescoach.pipeline.review.mail import agreed_lines
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def offered() -> Talk:
    talk = Talk()
    talk.says(S, "We offer it for two pounds a month.")
    return talk


def mail_of(talk: Talk) -> Mail:
    mail = write_review(talk.record(), PLAYBOOK).mail
    assert mail is not None
    return mail


def mailed(*own: str) -> tuple[str, str]:
    """Subject and body of the mail after a call in which the salesperson said ``own``."""
    talk = Talk()
    for line in own:
        talk.says(S, line)
        talk.says(C, "Sure, that is fine with me.")
    talk.says(C, "How much would it cost us?")
    mail = mail_of(talk)
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


@pytest.mark.parametrize(
    ("own", "told", "name"),
    [
        ("Hi Dana, are you well?", "Sam Ortiz", "Sam Ortiz"),
        ("Hi Dana, this is Sammy from Fernbell.", "Sam Ortiz", "Sammy"),
        ("Hi Dana, are you well?", "Dana Reyes", ""),
        ("Hi Dana, are you well?", None, ""),
    ],
)
def test_who_does_not_say_their_name_signs_as_the_file_names_them(
    own: str, told: str | None, name: str
) -> None:
    talk = Talk()
    begun = talk.events[0]
    assert isinstance(begun, CallStarted)
    talk.events[0] = replace(begun, imported_from="call.txt", salesperson=told)
    talk.says(S, own)
    talk.wants("Sure, please send me the offer for Fernbell.")

    mail = mail_of(talk)

    assert mail.body.partition("Best regards,")[2].strip() == name


def test_a_mail_is_true_on_any_later_day() -> None:
    subject, body = mailed("Hi Dana, this is Sam from Fernbell.")

    assert subject == "Fernbell: our call on Monday 2 March"
    assert "today" not in body


@pytest.mark.parametrize(
    ("on", "line"),
    [
        (date(2026, 3, 2), "You will send me the last bill (Monday 2 March)."),
        (None, "You will send me the last bill."),
    ],
)
def test_today_is_a_date_to_whoever_reads_it_later(on: date | None, line: str) -> None:
    said = Evidence("t1", "I will send you the last bill today.", 0, 1_000)
    step = NextStep(Speaker.CUSTOMER, "send you the last bill", "today", on, said)

    assert list(agreed_lines([step])) == [line]


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


@pytest.mark.parametrize(
    ("asked", "answer", "told"),
    [
        ("How long is the contract?", "It runs for two years.", True),
        ("How long is the contract?", "Good question, thanks for it.", False),
        ("Does it work in the cellar?", "I would have to check that.", False),
        ("Does it work in the cellar?", "I'd have to double check on that.", False),
        ("Does it work in the cellar? I think so.", "It does, and on the roof.", False),
    ],
)
def test_only_what_answers_a_question_is_put_into_writing(
    asked: str, answer: str, told: bool
) -> None:
    talk = offered()
    talk.hears_question(talk.says(C, asked))
    talk.says(S, answer)
    mail = mail_of(talk)

    assert ("You asked:" in mail.body) is told


def test_a_line_the_engine_was_unsure_of_is_not_written_down() -> None:
    talk = offered()
    talk.hears_question(talk.says(C, "Does the contract run for a whole year?"))
    talk.says(S, "It runs for thirteen minutes.")
    talk.turns[-1] = replace(talk.turns[-1], confidence=0.85)
    mail = mail_of(talk)

    assert "thirteen" not in mail.body


def test_a_deed_in_words_that_make_no_thing_is_quoted_and_not_mailed() -> None:
    talk = Talk()
    talk.wants("Yes, send me thee in bite and a quote for next week.")
    talk.wants("So send me thee in bite.")
    talk.promises(talk.says(S, "Great. I will send it now."), "send thee in bite", "next week")
    review = write_review(talk.record(), PLAYBOOK)

    assert [(step.what, step.due) for step in review.next_steps] == [
        ("You said: “Great. I will send it now.”", "now")
    ]
    assert review.mail is not None
    assert "I will" not in review.mail.body


@pytest.mark.parametrize(
    ("asked", "promised", "what", "told"),
    [
        ("Send me the blind profiles first.", "I'll get those over to you.", "get those",
         "get the profiles"),
        ("Well, you can drop them in.", "Great. I'll bring some.", "bring some", ""),
        ("Text me the whole of it.", "I'll text it you.", "text it", ""),
        ("Do you sell cakes?", "I'll bring some cakes.", "bring some cakes", "bring some cakes"),
    ],
)  # fmt: skip
def test_it_is_a_thing_in_a_mail(asked: str, promised: str, what: str, told: str) -> None:
    talk = offered()
    talk.wants(asked)
    talk.promises(talk.says(S, promised), what)
    mail = mail_of(talk)

    assert (f"I will {told}." in mail.body) if told else ("As agreed:" not in mail.body)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Ten years on the parts, is it?", False),
        ("What do you mean by perfect?", False),
        ("You don't know who the note is from?", False),
        ("Are you joking with that price?", False),
        ("How long do the parts last?", True),
        ("And in all how much is it?", True),
        ("Which of the plans is right?", True),
        ("But you said it was free?", False),
        ("Wait, they do it themselves?", False),
        ("Without telling any of the guards?", False),
        ("Is she expecting you today?", False),
        ("What is it regarding, please?", False),
        ("So the lads do that on a handheld?", True),
    ],
)
def test_a_protest_or_an_echo_is_no_question_of_theirs(asked: str, told: bool) -> None:
    talk = offered()
    talk.hears_question(talk.says(C, asked))
    talk.says(S, "It lasts ten years on everything but the seals.")
    mail = mail_of(talk)

    assert ("You asked:" in mail.body) is told


def test_a_mail_leaves_out_no_promise_but_one_that_says_nothing() -> None:
    talk = offered()
    talk.wants("That sounds good to us, please go on.")
    deeds = ["send the list", "ask the others", "bring the cable", "book the van", "ask them"]
    for what in deeds:
        talk.promises(talk.says(S, f"I will {what}."), what)
    mail = mail_of(talk)

    assert [what for what in deeds if f"- I will {what}." in mail.body] == deeds[:-1]


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("No setup fee, you bring your own phones.", "No setup fee, you bring your own phones."),
        ("No, you bring your own phones for it.", "You bring your own phones for it."),
    ],
)
def test_a_no_that_belongs_to_its_noun_stays(answer: str, written: str) -> None:
    talk = offered()
    talk.hears_question(talk.says(C, "Does it come with a setup fee?"))
    talk.says(S, answer)
    mail = mail_of(talk)

    assert f"- Does it come with a setup fee? {written}" in mail.body


@pytest.mark.parametrize(
    ("what", "due", "on", "lines"),
    [
        ("You said: “I'll swing by on Thursday at ten.”", "Thursday at ten", date(2026, 3, 5),
         ["I'll swing by on Thursday at ten (Thursday 5 March)."]),
        ("You said: “I'll swing by on Thursday”", "Thursday", date(2026, 3, 5), []),
        ("You said: “I'll shoot that over to you.”", None, None, []),
        ("You said: “I'll pop in tonight or so.”", "tonight", date(2026, 3, 2), []),
        ("To “Can you come?” you said: “Doing it on Friday.”", "Friday", None, []),
        ("call", "by Friday", date(2026, 3, 6), ["I will call you (by Friday 6 March)."]),
        ("call", "by four on Friday", date(2026, 3, 6),
         ["I will call you (Friday 6 March, by four)."]),
        ("call", "before lunch on Friday", date(2026, 3, 6),
         ["I will call you (Friday 6 March, before lunch)."]),
        ("call", "by Friday at four", date(2026, 3, 6),
         ["I will call you (by Friday 6 March, at four)."]),
    ],
)  # fmt: skip
def test_a_quoted_promise_is_mailed_only_as_a_whole_sentence(
    what: str, due: str | None, on: date | None, lines: list[str]
) -> None:
    step = NextStep(Speaker.SALESPERSON, what, due, on, Evidence("t1", what, 0, 1_000))

    assert list(agreed_lines([step])) == lines


@pytest.mark.parametrize("what", ["send it", "ask Tom to send it", "get them"])
def test_a_mail_leaves_out_what_nobody_could_name(what: str) -> None:
    step = NextStep(Speaker.CUSTOMER, what, None, None, Evidence("t1", what, 0, 1_000))

    assert list(agreed_lines([step])) == []


@pytest.mark.parametrize("interested", [True, False])
def test_only_who_showed_interest_is_asked_for_more_of_their_time(interested: bool) -> None:
    talk = offered()
    talk.says(C, "I would have to see about that.")
    if interested:
        talk.wants("That sounds really good to me.")
    talk.says(S, "Well, it is there when you want it.")
    mail = mail_of(talk)

    assert ("quarter of an hour" in mail.body) is interested


@pytest.mark.parametrize(
    ("then", "told"),
    [("Sorry, you're right, fifty two.", False), ("Good to know that.", True)],
)
def test_an_answer_that_was_put_right_is_not_written_down(then: str, told: bool) -> None:
    talk = Talk()
    talk.says(S, "We offer it for two pounds a month.")
    talk.hears_question(talk.says(C, "How does it work out the holidays?"))
    talk.says(S, "It takes the average of twelve weeks.")
    talk.says(C, "Fifty two weeks, it is now.")
    talk.says(S, then)
    mail = write_review(talk.record(), PLAYBOOK).mail

    assert mail is not None
    assert ("twelve weeks" in mail.body) is told
