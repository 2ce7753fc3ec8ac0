import pytest

from salescoach.domain.audio import Speaker
from salescoach.pipeline.review.write import write_review
from salescoach.pipeline.things import with_thing
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


@pytest.mark.parametrize(
    ("deed", "own", "asked", "told"),
    [
        ("send it", "Great, I will send it now.", "Please invite us both.", "send the invitation"),
        ("send it", "I have the proposal here, I'll send it.", "", "send the proposal"),
        ("sign it", "I'll sign it.", "Did you get the contract?", "sign the contract"),
        ("email it", "I'll email it.", "The email? And the offer?", "email the offer"),
        # Two things: nobody knows which.
        ("send it", "I'll send it.", "We need the contract and the invoice.", "send it"),
        ("send it", "The quote or the brochure, I'll send it.", "The link, please.", "send it"),
        ("send it", "I'll send it.", "That would be good.", "send it"),
        ("send the deck", "I'll send the deck.", "The contract, please.", "send the deck"),
    ],
)
def test_it_is_the_one_thing_that_was_named(deed: str, own: str, asked: str, told: str) -> None:
    assert with_thing(deed, own, asked) == told


def steps(*lines: tuple[Speaker, str]) -> list[str]:
    """What is to be done after them and an "I will send it" of the salesperson's."""
    talk = Talk()
    for who, said in lines:
        talk.says(who, said)
    talk.promises(talk.says(S, "I'll send it."), "send it")
    return [step.what for step in write_review(talk.record(), PLAYBOOK).next_steps]


def test_a_step_goes_no_further_than_the_line_before() -> None:
    asked = (C, "Can you send us the contract?")
    assert steps(asked) == ["send the contract"]
    quote = ["You said: “I'll send it.”"]
    assert steps((C, "The contract or the invoice, either will do.")) == quote
    assert steps(asked, (S, "It is sunny here."), (S, "And warm for March.")) == quote


@pytest.mark.parametrize(
    ("asked", "deed"),
    [
        ("Have you the logo in a file? Not a photo.", "send the logo"),
        ("You can email me whatever you want.", "send it"),
        ("Did you get the email?", "send the email"),
        ("And send me the sample certificate also.", "send the sample certificate"),
        ("Can you email a price sheet?", "send the price sheet"),
    ],
)
def test_the_thing_of_the_line_before(asked: str, deed: str) -> None:
    assert with_thing("send it", "", asked) == deed
