"""Who presented before they knew anything."""

import pytest

from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

AT_LENGTH = (
    "So we make scaffold nets in four sizes, they come with brass eyelets, there is a depot in "
    "each county, we have been going since the seventies, the nets are certified for ten years, "
    "and you can order by the roll or by the metre, and we deliver the next morning to any site "
    "you like."
)


def claimed(*lines: str, price: str = "That sounds expensive to me.") -> str:
    talk = Talk()
    for place, line in enumerate(lines):
        talk.says(C if place % 2 else S, line)
    talk.objects(price)
    talk.says(S, "It is the usual price for it.")
    found = (each.opportunity for each in write_review(talk.record(), PLAYBOOK).missed)
    return next((each for each in found if each.startswith("You presented")), "")


@pytest.mark.parametrize(
    "lines",
    [
        ("Hi Dana, this is Sam.", "Hello.", AT_LENGTH),
        ("Hi Dana, is now okay for you?", "Go on so.", AT_LENGTH),
        ("G'day, have you got a few minutes for me?", "I've got till smoko.", AT_LENGTH),
        ("Am I speaking with Mrs Nair, madam?", "Yes, tell me.", AT_LENGTH),
        ("Hi there, how are you doing today?", "Grand, and yourself?", AT_LENGTH),
    ],
)
def test_a_pitch_before_any_answer_is_told(lines: tuple[str, ...]) -> None:
    assert "the price stood alone" in claimed(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("Hi Dana.", "Hello.", "What do you use on the big sites?", "Netting, the cheap one.",
         AT_LENGTH),
        ("Hi Dana.", "Hello.", "We make nets, and you buy them, so I thought I would ring."),
        ("Hi Dana.", "What do you do, and what is it made of?", AT_LENGTH),
        ("Hi Dana.", "Hi. I run eleven scaffold gangs, and three times this autumn the wind has "
         "taken a net off the building and the council has shut the road on us.", AT_LENGTH),
        ("Hi Dana.", "Hello.", "Oh no. So the wind is the thing."),
        ("Hi Dana.", "Hello.", "We said half an hour. What I'd like to do is ask you a few "
         "questions about how you do it today, show you the two nets that we have for that, and "
         "at the end you tell me whether it makes sense to go on at all. Does that work for you?"),
    ],
)  # fmt: skip
def test_whoever_knew_something_or_said_little_presented_nothing(lines: tuple[str, ...]) -> None:
    assert claimed(*lines) == ""
