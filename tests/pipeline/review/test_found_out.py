import pytest

from salescoach.pipeline.review.found_out import found_out
from salescoach.pipeline.review.reading import read
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def found(asked: str, answer: str) -> set[str]:
    talk = Talk()
    talk.says(S, asked)
    talk.says(C, answer)
    return set(found_out(read(talk.record(), PLAYBOOK)))


@pytest.mark.parametrize(
    ("asked", "answer", "kind"),
    [
        ("What happens when it's wet?", "The floor leaks and we lose a day.", "trouble"),
        ("How is the old one?", "It breaks down every other week.", "trouble"),
        ("How many do you send back?", "About forty a week.", "figure"),
        ("And how much is that in a year?", "Nine thousand or so.", "figure"),
        ("How often does it stop?", "Twice a shift.", "figure"),
        ("Who else has a say in it?", "My brother, he does the books.", "who"),
        ("Is it just you, or the board as well?", "Just me and the matron.", "who"),
        ("Who signs it off?", "That'd be Sister Agnes.", "who"),
        ("So who decides in the end, sir?", "My father only.", "who"),
        ("When does the lease end?", "At the end of March.", "when"),
        ("How soon do you need it?", "Before the first of June.", "when"),
        ("Are you tied into anything?", "Until the end of May, yeah.", "when"),
        ("Is there a deadline for it?", "Friday week, the auditors come.", "when"),
    ],
)
def test_what_was_told_when_asked(asked: str, answer: str, kind: str) -> None:
    assert kind in found(asked, answer)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("We have the best pump there is.", "The old one breaks down every week."),
        ("How is it going?", "We haven't had any trouble at all."),
        ("How much do you pay?", "I'm not gonna tell you that."),
        ("How many is that?", "No idea, to be honest."),
        ("Who signs it off?", "Why do you ask?"),
        ("Who's this on the picture?", "My dog."),
        ("Who do you bank with?", "The credit union."),
        ("When suits you for a call?", "Thursday at ten."),
        ("When can I come by?", "Tomorrow after four."),
        ("When is it good to ring?", "Monday."),
        ("Shall I call you on Friday?", "Friday is fine."),
        ("What do you use now?", "A van and a trailer."),
    ],
)
def test_what_finds_out_nothing(asked: str, answer: str) -> None:
    assert found(asked, answer) == set()
