"""What an objection has to speak of to be told afterwards."""

from dataclasses import replace

import pytest

from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind
from salescoach.pipeline.review.spoken_of import NEARLY_CERTAIN, speaks_of
from salescoach.pipeline.verdicts import Trigger, by_triggers

PRICE, NEED, TRUST = ObjectionType.PRICE, ObjectionType.NEED, ObjectionType.TRUST
TIMING, TECHNICAL = ObjectionType.TIMING, ObjectionType.TECHNICAL
UNSURE = NEARLY_CERTAIN - 0.01


def heard(kind: ObjectionType, words: str, confidence: float = UNSURE) -> SignalHeard:
    return SignalHeard(
        kind=SignalKind.OBJECTION,
        objection_type=kind,
        confidence=confidence,
        evidence=Evidence("t1", words, 0, 1_000),
    )


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        (PRICE, "That is almost twice what I have now.", True),
        (PRICE, "Six eighty is too much for a van.", True),
        (PRICE, "The raffle made eleven grand.", False),
        (NEED, "I'm not desperately looking to move.", True),
        (NEED, "With two of them off sick I just can't.", False),
        (PRICE, "Nine hundred is on the higher side, no?", True),
        (PRICE, "It's a stretch for a school like ours.", True),
        (PRICE, "Ninety a head, that's a fair whack for sandwiches.", True),
        (PRICE, "It'd be an arm and a leg by Christmas.", True),
        (TIMING, "I haven't got time for a survey, we're doing the year end.", True),
        (TECHNICAL, "Half of it is confidential, it can't leave the building.", True),
        (TRUST, "Everyone says that.", True),
        (TRUST, "The builder before you went bust.", True),
        (TRUST, "We were let down by a crowd from Galway.", True),
        (TRUST, "Nobody asked me anything.", False),
        (TIMING, "Let's wait until the spring.", True),
        (TIMING, "I’d rather you call me back.", True),
        (TIMING, "And the inspector comes on the sixteenth.", False),
        (TECHNICAL, "It must not go into some cloud.", True),
        (TECHNICAL, "Our hall is too narrow for that.", True),
        (TECHNICAL, "Somebody has to go and change the cable.", False),
        (ObjectionType.AUTHORITY, "Only if Alec digs in.", True),
    ],
)
def test_an_unsure_objection_speaks_of_its_kind(
    kind: ObjectionType, words: str, told: bool
) -> None:
    assert speaks_of(heard(kind, words)) is told
    assert speaks_of(heard(kind, words, NEARLY_CERTAIN))


def test_what_the_playbook_has_words_for_need_not_speak_of_its_kind() -> None:
    said = heard(TRUST, "Is it halal?")

    assert not speaks_of(said)
    [near] = by_triggers([{"trust": Trigger(0.9, "Is that halal?")}])
    assert speaks_of(replace(said, basis=near.basis))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("That's less than I pay.", False),
        ("Oh, it is cheaper than what we have.", False),
        ("What's it gonna cost me though.", False),
        ("How much is it?", False),
        ("It isn't the money.", False),
        ("How much is it? That sounds expensive.", True),
        ("We pay less than that.", True),
    ],
)
def test_who_asks_for_the_price_or_likes_it_does_not_object_to_it(words: str, told: bool) -> None:
    assert speaks_of(heard(PRICE, words, 0.99)) is told
