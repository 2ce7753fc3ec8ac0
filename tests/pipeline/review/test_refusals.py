import pytest

from salescoach.pipeline.review.refusals import refuses

OFFER = "Could I come out and have a look, no charge?"


@pytest.mark.parametrize(
    "text",
    [
        "I appreciate the call, but we're staying put.",
        "Look, I'm just not looking.",
        "We're not looking to change at the moment.",
        "Honestly we're happy where we are, thanks.",
        "We're sticking with the lads we have.",
        "We're not taking on anyone new.",
        "You can post it, I'm not going to do anything with it.",
        "I'm not gonna switch, mate.",
        "Please don't send me samples.",
        "Just don't bother, really.",
        "I think I'll leave it, thanks.",
        "So I'm going to leave it there.",
        "We'll give it a miss this time, we'll leave it.",
        "It'd be a waste of your morning.",
        "You'd be wasting your time with me.",
        "It's a no from us, sir. It's a no.",
        "You can if you like, it won't change anything.",
        "We've gone with somebody else, I should have told you.",
        "Sir, it is not required.",
        "We don't require any machine now.",
        "I don't want to change it, the men know it.",
    ],
)
def test_a_polite_no_is_one(text: str) -> None:
    assert refuses(text)


def test_a_bare_i_would_not_answers_an_offer() -> None:
    assert refuses("No. I wouldn't.", "Could I ring you again in the spring?")
    assert not refuses("No. I wouldn't.", "Would they notice?")


@pytest.mark.parametrize(
    "text",
    [
        "We're not looking for a discount, we want it on time.",
        "I'm not going to sign it today.",
        "We're not changing anything until the audit is over.",
        "We're not buying before the spring.",
        "Please don't send it to me, send it to Karen.",
        "Don't send me the long one, the short one will do.",
        "Don't ring before ten, we open late.",
        "I'm not going to change my mind, you have it.",
        "We're not going to change everything at once.",
        "I'll leave it with you, so.",
        "I'll leave it open for you on Tuesday.",
        "We're happy with the quote.",
        "We're staying with you, I told the board.",
        "I don't want to waste your time, so which day?",
        "It's a no-brainer.",
        "If it needs a new floor we'll leave it.",
        "We've gone with the blue one for the front.",
        "Do you require a deposit?",
        "We're all set for Thursday then.",
        "Don't worry about the invoice.",
        "Don't call it a robot, they hate that.",
        "I'm not looking forward to the dust.",
        "I don't want to switch it off at night.",
        "Are you saying it's a waste of my time?",
    ],
)
def test_what_refuses_nothing(text: str) -> None:
    assert not refuses(text, OFFER)


@pytest.mark.parametrize(
    "text",
    [
        "No, we're good, thanks.",
        "Ah no, you're grand.",
        "Nah, we're right, mate.",
        "That's very kind of you, but no.",
        "I'm all right, thanks.",
        "No, honestly, we're sorted.",
        "I'd rather not, thanks.",
    ],
)
def test_a_no_to_what_was_offered(text: str) -> None:
    assert refuses(text, OFFER)
    assert not refuses(text, "Have you any other questions?")
    assert not refuses(text, "And is the parking a problem there?")
