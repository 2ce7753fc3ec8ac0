"""Promises from the words to the call's state: read, said once, replaced, taken back."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, SignalHeard, SpeakersSwapped
from salescoach.domain.signal import Commitment, Evidence, Sentiment, SignalKind
from salescoach.infra.codec import decode_event, encode_event
from salescoach.pipeline.brain import Brain
from salescoach.pipeline.small_heads import load_small_heads
from salescoach.pipeline.state import CallState, fold
from tests.fakes import expertise
from tests.pipeline.events import said, started, turn
from tests.pipeline.sentences import Sentences

REP, CUSTOMER = Speaker.SALESPERSON, Speaker.CUSTOMER


def promised(key: str, who: Speaker, what: str, withdrawn: bool = False) -> SignalHeard:
    return SignalHeard(
        kind=SignalKind.COMMITMENT,
        confidence=0.9,
        evidence=Evidence("t1", "I will.", 0, 900),
        commitment=Commitment(who, what, "by Friday", date(2026, 3, 6), key),
        withdrawn=withdrawn,
    )


def kept(state: CallState) -> list[tuple[str, str, str | None]]:
    promises = [event.commitment for event in state.commitments.values()]
    return [(each.who.value, each.what, each.due) for each in promises if each is not None]


def test_the_state_keeps_each_promise_as_it_was_last_said() -> None:
    state = fold(
        [
            promised("p1", REP, "send it"),
            promised("p2", CUSTOMER, "call back"),
            promised("p1", REP, "send the contract"),
            promised("p2", CUSTOMER, "call back", withdrawn=True),
        ]
    )
    assert kept(state) == [("salesperson", "send the contract", "by Friday")]


def test_promises_change_sides_with_the_speakers() -> None:
    state = fold([started(), promised("p1", REP, "send it"), SpeakersSwapped()])
    assert kept(state) == [("customer", "send it", "by Friday")]


def test_a_promise_survives_the_log() -> None:
    event = replace(promised("p1", REP, "send it"), call_id="c", seq=7)
    assert decode_event(encode_event(event)) == event


def test_the_day_of_a_turn_is_unknown_before_the_call_began() -> None:
    assert CallState().said_on(turn("Well.")) is None


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", 2), ("America/Los_Angeles", 1), ("Asia/Kolkata", 1)],
)
def test_a_turn_is_said_on_the_day_of_who_says_it(zone: str, day: int) -> None:
    begun = replace(started(), started_at="2026-03-01T15:00:00+00:00", time_zone=zone)
    assert fold([begun]).said_on(turn("Well.")) == date(2026, 3, day)


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../etc/passwd", "/etc/passwd"])
def test_without_a_known_zone_the_day_is_the_machines(zone: str | None) -> None:
    begun = replace(started(), time_zone=zone)
    here = datetime.fromisoformat(begun.started_at).astimezone().date()
    assert fold([begun]).said_on(turn("Well.")) == here


class Call:
    """A call in which lines are said one after another."""

    def __init__(self, brain: Brain, state: CallState, events: list[CallEvent]) -> None:
        self._brain = brain
        self.state = state
        self._events = events
        self._at = 0

    async def say(self, turn_id: str, speaker: Speaker, text: str) -> list[SignalHeard]:
        """Says or goes on with a turn. Returns what was heard of promises and sentiment."""
        known = self.state.turns.get(turn_id)
        start = known.start_ms if known else self._at
        self._at = start + 4_000
        self.state.apply(said(turn_id, start, self._at, text, speaker))
        count = len(self._events)
        await self._brain.consider(self.state.turns[turn_id])
        kinds = (SignalKind.COMMITMENT, SignalKind.SENTIMENT)
        return [
            event
            for event in self._events[count:]
            if isinstance(event, SignalHeard) and event.kind in kinds
        ]


async def call() -> Call:
    state, events = fold([started()]), list[CallEvent]()

    def emit(event: CallEvent) -> None:
        state.apply(event)
        events.append(event)

    known = replace(await expertise(), embedder=Sentences(), small_heads=load_small_heads())
    return Call(Brain(known, state, emit, lambda _: 0), state, events)


async def test_both_sides_are_held_to_their_words() -> None:
    talk = await call()
    await talk.say("t1", CUSTOMER, "That looks useful. Can you send me the deck?")
    await talk.say("t2", REP, "Sure, I'll do that.")
    await talk.say("t3", CUSTOMER, "Let me check with my wife and call you back tomorrow.")
    assert kept(talk.state) == [
        ("salesperson", "send the deck", None),
        ("customer", "check with my wife and call you back", "tomorrow"),
    ]


async def test_a_promise_that_grows_or_is_repeated_stays_one() -> None:
    talk = await call()
    await talk.say("t1", REP, "I'll send you the contract.")
    await talk.say("t1", REP, "I'll send you the contract. By Friday you'll have it.")
    await talk.say("t2", CUSTOMER, "Okay, and who signs it?")
    again = await talk.say("t3", REP, "You do, I'll get that contract over to you by Friday.")
    assert [what for _, what, _ in kept(talk.state)] == ["send the contract"]
    assert talk.state.commitments["p1"].evidence.turn_id in ("t1", "t3")
    assert len(again) <= 1


async def test_a_sentence_that_turns_takes_its_promise_back() -> None:
    talk = await call()
    await talk.say("t1", REP, "I'll send you the contract by Friday")
    assert len(kept(talk.state)) == 1
    (event,) = await talk.say("t1", REP, "I'll send you the contract by Friday if you sign off")
    assert event.withdrawn
    assert kept(talk.state) == []


async def test_how_the_customer_sounds_is_said_only_when_it_changes() -> None:
    talk = await call()
    upset = await talk.say("t1", CUSTOMER, "I hate this, it is a rip-off and you lied to me.")
    still = await talk.say("t2", CUSTOMER, "I'm really not happy with how you handled it.")
    calm = await talk.say("t3", CUSTOMER, "We have forty people in two offices.")
    assert [event.sentiment for event in upset] == [Sentiment.NEGATIVE]
    assert still == []
    assert [event.sentiment for event in calm] == [Sentiment.NEUTRAL]
