"""When the customer's words take an answer, and when they only sound like it."""

import pytest

from salescoach.pipeline.review.taken import closes_with, price_taken, taken_in


@pytest.mark.parametrize(
    "said",
    [
        "Ah, grand so. That makes sense.",
        "Okay, fair enough, I can live with that.",
        "No, that's fine, I just wanted to be sure.",
        "Oh right. I hadn't thought of it like that.",
        "Yeah, look, you're right.",
        "That's much better than the last crowd.",
        "Haan, okay. That is reasonable only.",
        "That'd work for us.",
        "Well then it's no problem.",
        "I'm happy with that.",
        "Huh. Good to know.",
        "That sorts it.",
        "Fair dinkum. I can sell that to the missus.",
        "Right, that puts my mind at rest.",
    ],
)
def test_an_answer_is_taken(said: str) -> None:
    assert taken_in(said, "It comes with two years of cover, parts and labour.")


@pytest.mark.parametrize(
    "said",
    [
        "Okay.",
        "Right. And what about the noise?",
        "That's better, but it's not there yet.",
        "That's good. But it's still a lot for a van.",
        "I can't live with that.",
        "That might work.",
        "It's fine as it is, we manage.",
        "That's fine for a hospital, not for a shop.",
        "If that's in writing, that's fair.",
        "That's not fair.",
        "That's a fair whack for three signs.",
        "Well, that's a fair bit more than the last lot.",
        "Is that fair?",
        "That doesn't help me.",
        "That's a good question.",
        "We'll see.",
        "Would be great if it was true.",
        "That's great for you.",
    ],
)
def test_no_answer_is_taken(said: str) -> None:
    assert taken_in(said, "It comes with two years of cover, parts and labour.") is None


def test_an_offer_turned_down_takes_nothing() -> None:
    assert taken_in("No, that's fine, thanks.", "Shall I come over and show you?") is None
    assert taken_in("No, that's fine.", "We do that at no charge.") == "No, that's fine."


@pytest.mark.parametrize(
    ("asked", "said", "taken"),
    [
        ("Does that settle it for you?", "It does, yeah.", True),
        ("Would that help with the stairs?", "Yes, I would think so.", True),
        ("Are you happy with that?", "Yeah, I am.", True),
        ("Is that enough cover?", "Not really.", False),
        ("Does that settle it for you?", "Yes, but what about the winter?", False),
        ("Would Thursday suit?", "Yes, Thursday.", False),
        ("Does that make sense?", "Yeah.", False),
    ],
)
def test_a_yes_to_whether_it_is_settled(asked: str, said: str, taken: bool) -> None:
    assert (taken_in(said, asked) is not None) is taken


@pytest.mark.parametrize(
    "said",
    [
        "No, the price is fine.",
        "It's in our budget.",
        "That's within the budget, so.",
        "The money isn't in it? No, the money we can find.",
        "Yeah, the rate's okay.",
        "We can stretch to that.",
        "The cost is not the problem.",
        "Price wise it is okay for us, the price is okay.",
        "I can afford that.",
        "The figure's grand, the figure is fair.",
        "Budget is no issue.",
        "It falls well within the budget.",
    ],
)
def test_the_price_is_no_trouble(said: str) -> None:
    assert price_taken(said)


@pytest.mark.parametrize(
    "said",
    [
        "It's not in our budget.",
        "It isn't within the budget.",
        "If the price is right.",
        "I don't know if the price is fair.",
        "Is the price okay for them?",
        "We can't afford that.",
        "The price is fine but the deposit is not.",
        "Maybe the money we can find.",
        "The price is not right.",
        "I can't find the money.",
        "The cost is the problem.",
        "The rate is higher than last year's.",
    ],
)
def test_the_price_stays_trouble(said: str) -> None:
    assert price_taken(said) is None


def test_a_yes_to_the_question_for_the_sale() -> None:
    asked = "So are you happy to go ahead, then?"

    assert closes_with("I am, yes.", asked)
    assert closes_with("We would. Send it on.", "Would you be ready to sign?")
    assert closes_with("Yes, if my wife says so.", asked) is None
    assert closes_with("Yes.", "Is this a good time?") is None
