import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.misplaced import is_misplaced

TIME = "Hi, it's Noor from Alder. Is this an okay time?"


def misplaced(label: str, words: str, before: str = "") -> bool:
    asked = [Turn("t1", Speaker.SALESPERSON, before, 0, 1_000)] if before else []
    return is_misplaced(label, words, asked)


@pytest.mark.parametrize("words", ["Yes, go ahead.", "Sure, but I have to leave at four."])
def test_a_yes_to_talking_buys_nothing(words: str) -> None:
    assert misplaced("buying_signal", words, TIME)
    assert misplaced("buying_signal", words, "Have you got two minutes?")


@pytest.mark.parametrize(
    "asked",
    [
        "Good morning, Dana from Northgate, am I speaking with Mr. Keller?",
        "Hello, is that Priya Nair?",
        "Hi there. Would this be the manager?",
        "Sorry, can you hear me now?",
        "Have I reached the right person for the vans?",
    ],
)
@pytest.mark.parametrize(
    "words", ["Yes, speaking. Make it quick, I have a viewing at eleven.", "Yeah, go on."]
)
def test_who_tells_that_it_is_he_buys_nothing(words: str, asked: str) -> None:
    assert misplaced("buying_signal", words, asked)


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("Yes, that's it. Let's go.", "So is that the one you would take?"),
        ("Yes, put it through.", "Is that Tuesday delivery all right for you?"),
        ("Yes, speaking. I want to order two.", "Is that Priya?"),
        ("Yes, that suits me.", "Have you got thirty minutes on Thursday?"),
        ("Sure, and I want to order six of them.", TIME),
        ("Yes, let us do that.", "Shall we put the first two in next week?"),
        ("Go ahead.", "I would ship them on Monday."),
        ("Yes, please.", "Is it all right if I send the contract over?"),
        ("Sure, go ahead.", "Shall I take a second and set you up?"),
        ("Yes, let's.", "Is now a good time to get started?"),
    ],
)
def test_a_yes_to_more_than_talking_may(words: str, before: str) -> None:
    assert not misplaced("buying_signal", words, before)


def test_how_it_is_done_today_is_no_refusal() -> None:
    asked = "What do you do about it today?"

    assert misplaced("objection:need", "Paper lists. The foreman carries them about.", asked)
    assert misplaced("objection:need", "We lose about six pallets a month.")
    assert not misplaced("objection:need", "Paper lists, and that works for us.", asked)
    assert not misplaced("objection:need", "We hardly lose one a year.", asked)
    assert not misplaced("objection:need", "Paper lists.", "Why would it not suit you?")


@pytest.mark.parametrize(
    "words",
    [
        "I thought it'd cost a lot more.",
        "That is cheaper than I expected.",
        "We can afford that easily. Could you come on Monday?",
        "Honestly, the price is fine.",
    ],
)
def test_a_price_better_than_feared_is_no_objection(words: str) -> None:
    assert misplaced("objection:price", words)


@pytest.mark.parametrize(
    "words",
    [
        "That is more than I thought.",
        "I thought it would be more affordable.",
        "I don't think we can afford that.",
        "The price is fine, but the deposit is steep.",
        "Can we afford that?",
        "The monthly price is okay. The setup is too expensive.",
        "No chance we could afford that.",
        "There's no way we can afford this.",
        "We can barely afford that.",
        "We can afford forty a month, not ninety.",
        "I feared it would cost more than that, and it does.",
        "Nobody here says we can afford it.",
        "The price is right at the edge for us.",
        "I thought it would be a lot more useful.",
    ],
)
def test_a_price_that_is_resisted_stays_one(words: str) -> None:
    assert not misplaced("objection:price", words)
