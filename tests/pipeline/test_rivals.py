"""Which words of a customer's bring up a competitor, and which only mention it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Competitor, Term
from salescoach.domain.signal import Evidence, ObjectionType, Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.competitors import CompetitorNames
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.rivals import NAMED_CONFIDENCE, likened, weighed
from salescoach.rooms.playbook.loader import load_default

KNOWN = CompetitorNames(
    replace(
        load_default(),
        competitors=(
            Competitor("SunPeak", "x"),
            Competitor("Ruby", "x"),
            Competitor("Bright Power", "x"),
            Competitor("A friend who can do it", "x", ("my neighbour",)),
            Competitor("Spreadsheets", "x", ("excel",)),
            Competitor("The phone company's voicemail", "x", ("voicemail",)),
        ),
        vocabulary=(Term("SunPeak", ("sun peak",)),),
    )
)


def brought_up(text: str, signals: Sequence[Signal] = ()) -> str | None:
    found = weighed(_turn(text), clauses(text), signals, KNOWN)
    return None if found is None else found[1].competitor.name


def _turn(text: str) -> Turn:
    return Turn("t1", Speaker.CUSTOMER, text, 0, 1000)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("And we are also talking to SunPeak, they offered us seventy nine thousand.", "SunPeak"),
        ("Sunpeak is cheaper than you.", "SunPeak"),
        ("sun peek is cheaper than you", "SunPeak"),
        ("I got a quote from SunPeak two months ago.", "SunPeak"),
        ("My neighbour has SunPeak on his roof.", "SunPeak"),
        ("SunPeak? They want five thousand less.", "SunPeak"),
        ("Isn't SunPeak cheaper?", "SunPeak"),
        ("SunPeak isn’t as expensive as you.", "SunPeak"),
        ("Why should we not go with SunPeak?", "SunPeak"),
        ("We can't leave SunPeak before March.", "SunPeak"),
        ("Yes, SunPeak.", "SunPeak"),
        ("We haven't decided between you and SunPeak.", "SunPeak"),
        ("You're not as cheap as SunPeak.", "SunPeak"),
        ("We have a quote from Ruby here.", "Ruby"),
        ("ruby is cheaper", "Ruby"),
        ("we're talking to bright power as well", "Bright Power"),
    ],
)
def test_one_that_is_weighed(text: str, name: str) -> None:
    assert brought_up(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "We left SunPeak years ago.",
        "We're not looking at SunPeak any more.",
        "I've never heard of SunPeak.",
        "I used to work at SunPeak.",
        "My brother works for SunPeak.",
        "We used to be with SunPeak.",
        "We decided against SunPeak.",
        "SunPeak? No, we don’t talk to them.",
        "SunPeak never got back to us. SunPeak didn't call back.",
        "No, not SunPeak.",
        "I'm not with SunPeak, I'm with another one.",
        "They didn't want to go with SunPeak.",
        "I wore a ruby ring.",
        "It needs a bright power light.",
        "My neighbour said you were cheaper.",
        "And on weekends it all goes to voicemail.",
        "We already use spreadsheets for that.",
        "I found you through SunPeak.",
        "The peak of the sun is at noon.",
        "",
    ],
)
def test_one_that_is_only_mentioned_or_done_with(text: str) -> None:
    assert brought_up(text) is None


def test_it_is_an_objection_where_one_was_heard_and_otherwise_a_question() -> None:
    text = "SunPeak is cheaper than you."
    said = Evidence("t1", text, 0, 1000)
    heard = Signal(SignalKind.OBJECTION, 0.45, said, ObjectionType.COMPETITOR)

    for signals, kind in (((heard,), SignalKind.OBJECTION), ((), SignalKind.QUESTION)):
        found = weighed(_turn(text), (text,), signals, KNOWN)
        assert found is not None
        assert (found[0].kind, found[0].confidence) == (kind, NAMED_CONFIDENCE)
        assert found[0].evidence == said
    plainer = replace(heard, confidence=0.9)
    found = weighed(_turn(text), (text,), (plainer,), KNOWN)
    assert found is not None
    assert found[0].confidence == 0.9


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How is that different from voicemail?", "The phone company's voicemail"),
        ("Is it like voicemail?", "The phone company's voicemail"),
        ("Do you know SunPeak?", "SunPeak"),
        ("Can my neighbour let you in?", None),
        ("Does it go to voicemail then?", None),
        ("How was your weekend?", None),
    ],
)
def test_a_question_likens_the_offer_to_one(question: str, name: str | None) -> None:
    named = likened(question, KNOWN)
    assert (named and named.competitor.name) == name
