"""Worries that got a comforting word, and those that got an answer."""

import pytest

from salescoach.pipeline.review.reading import read
from salescoach.pipeline.review.waved_off import waved_off
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def waved(worry: str, reply: str, then: str, after: str = "Shall I send the papers over?") -> bool:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    for place, line in enumerate((worry, reply, then, after)):
        talk.says(S if place % 2 else C, line)
    return any(waved_off(read(talk.record(), PLAYBOOK)))


@pytest.mark.parametrize(
    ("worry", "reply", "then"),
    [
        ("What if the horse goes lame in transit?", "Ah, that never happens.", "Hm."),
        ("The last crowd scratched the parquet on us.", "We're very careful.", "Right."),
        ("I'm a bit nervous about the gas, to be honest.", "Don't worry about that at all.",
         "I mean there's kids in the house."),
        ("And what about the listed building people?", "It's usually not a problem.",
         "Because they stopped next door."),
        ("What happens if it dies in harvest, but?", "You'll be right, mate.",
         "I can't be stood there a day."),
        ("My father is afraid of the anaesthetic.", "No no uncle, it is fully safe.",
         "Still he will ask."),
        ("We've a child with a bad allergy to latex.", "We deal with that all the time.",
         "Okay. I mean she was in intensive care."),
        ("HR are nervous about where the files are kept.", "It's totally secure.",
         "They'll ask me, though."),
        ("Our board won't like a foreign vendor.", "They'll be fine.", "You don't know them."),
        ("We got burned by the last agency on the hidden fees.", "We're not like that.",
         "They all say that."),
        ("I'm worried the paint won't take on that render.", "Trust me, it'll be grand.",
         "Hm, okay."),
        ("How do I know your people will turn up?", "They're super reliable.", "But do they?"),
        ("The council rejected the last two drawings.", "That won't be an issue with ours.",
         "They're very awkward people, I'm telling you."),
        ("What happens when it stops at two at night?", "They hardly ever break.",
         "Well, my neighbour has one and his did."),
        ("I'm concerned about the noise for the neighbours.",
         "There's no issue with that. And it comes in green.", "Well, they do complain."),
    ],
)  # fmt: skip
def test_a_worry_that_is_only_comforted_is_waved_off(worry: str, reply: str, then: str) -> None:
    assert waved(worry, reply, then)


@pytest.mark.parametrize(
    ("worry", "reply", "then"),
    [
        ("What if the horse goes lame in transit?",
         "That never happens, because there's a groom in the back with each of them.", "Hm."),
        ("The last crowd scratched the parquet on us.",
         "We're very careful. What did they do, drag the piano?", "They did."),
        ("I'm a bit nervous about the gas, to be honest.",
         "Don't worry. I'll send you the certificate tonight.", "Right."),
        ("And what about the listed building people?",
         "It's usually not a problem, but I don't know this one. Let me check.", "Hm."),
        ("What happens if it dies in harvest, but?",
         "You'll be right, we swap it within four hours.", "I suppose."),
        ("My father is afraid of the anaesthetic.", "It is fully safe.", "That's good to know."),
        ("What if it rains on the day?", "It'll be fine.", "Okay, great."),
        ("Sorry, I'm running a bit late here.", "Don't worry at all.", "Right."),
        ("Could you send it by post, please?", "No problem with that.", "Hm."),
        ("Do I need to be at home for it?", "No, you'll be fine.", "Right."),
        ("I'm worried the paint won't take on that render.",
         "If it doesn't, we come back and do it again for nothing.", "Hm."),
        ("How do I know your people will turn up?",
         "They're super reliable, and if one isn't there by eight you don't pay.", "But do they?"),
        ("I'm concerned about the noise for the neighbours.",
         "That's a fair worry. It's about as loud as a fridge.", "Hm."),
        ("We would like the green one, I think.", "You'll be fine with that.", "Right."),
    ],
)  # fmt: skip
def test_a_worry_that_was_met_and_what_is_none_are_not(worry: str, reply: str, then: str) -> None:
    assert not waved(worry, reply, then)


def test_a_worry_that_is_granted_and_dropped_is_waved_off() -> None:
    worry = "Six in the morning? My husband's not going to like that."
    granted = "It's early, yes. I won't pretend it isn't."

    assert waved(worry, granted, "Hm.", "Anyway, so the next thing would be a trial day on Friday.")
    assert not waved(worry, granted, "Hm.", "What would make it work for him?")


def test_what_goes_on_about_the_same_is_told_once() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.says(C, "What about the damp? The cellar was flooded last winter.")
    talk.says(S, "It's not an issue, honestly.")
    talk.says(C, "Hm. Because I'm worried about the boxes down there.")
    talk.says(S, "No, they'll be fine.")
    talk.says(C, "Right.")

    assert len(list(waved_off(read(talk.record(), PLAYBOOK)))) == 1
