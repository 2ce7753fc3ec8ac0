from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import Commitment, Evidence, Signal, SignalKind
from salescoach.pipeline.promise_book import promise_changes
from tests.fakes import WordEmbedder
from tests.pipeline.events import turn

REP, CUSTOMER = Speaker.SALESPERSON, Speaker.CUSTOMER
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def heard(
    what: str,
    quote: str,
    turn_id: str = "t1",
    who: Speaker = REP,
    due: str | None = None,
    due_on: date | None = None,
) -> Signal:
    return Signal(
        kind=SignalKind.COMMITMENT,
        confidence=0.9,
        evidence=Evidence(turn_id, quote, 0, 1_000),
        commitment=Commitment(who, what, due, due_on),
    )


async def change(
    signals: Sequence[Signal],
    known: Mapping[str, SignalHeard],
    turn_id: str = "t1",
    judged: str | None = None,
) -> list[SignalHeard]:
    said = turn(judged or " ".join(each.evidence.quote for each in signals), REP, turn_id)
    return await promise_changes(said, said.text, signals, known, WordEmbedder())


def book(changes: Sequence[SignalHeard]) -> dict[str, SignalHeard]:
    return {event.commitment.id: event for event in changes if event.commitment is not None}


async def test_each_promise_gets_a_name_of_its_own() -> None:
    signals = [heard("send the contract", "I'll send the contract"), heard("ring", "I'll ring")]
    assert list(book(await change(signals, {}))) == ["p1", "p2"]


async def test_the_same_promise_repeated_is_one() -> None:
    known = book(await change([heard("send the contract", "I'll send you the contract")], {}))
    again = heard("get that contract", "I'll get that contract to you", "t5")
    assert await change([again], known, "t5") == []


async def test_a_repetition_that_names_the_time_completes_it() -> None:
    known = book(await change([heard("send the contract", "I'll send you the contract")], {}))
    again = heard("send the contract", "by Friday then", "t5", due="by Friday", due_on=FRIDAY)
    (event,) = await change([again], known, "t5")
    assert event.commitment == Commitment(REP, "send the contract", "by Friday", FRIDAY, "p1")


async def test_the_other_side_and_another_day_are_other_promises() -> None:
    first = heard("call", "I'll call on Friday", due="on Friday", due_on=FRIDAY)
    known = book(await change([first], {}))
    other_day = heard("call", "and on Monday", "t5", due="on Monday", due_on=MONDAY)
    other_side = heard("call", "I'll call you", "t6", who=CUSTOMER)
    assert list(book(await change([other_day], known, "t5"))) == ["p2"]
    assert list(book(await change([other_side], known, "t6"))) == ["p2"]


async def test_a_promise_that_grows_with_its_turn_replaces_itself() -> None:
    known = book(await change([heard("send", "I'll send you the")], {}))
    grown = heard("send the contract", "I'll send you the contract by Friday", due="by Friday")
    (event,) = await change([grown], known)
    assert event.commitment is not None
    assert (event.commitment.id, event.commitment.what) == ("p1", "send the contract")
    assert await change([grown], book([event])) == []


async def test_a_sentence_that_turned_takes_its_promise_back() -> None:
    known = book(await change([heard("send the contract", "I'll send you the contract")], {}))
    (event,) = await change([], known, judged="I'll send you the contract if we go ahead.")
    assert event.withdrawn
    assert event.commitment is not None
    assert event.commitment.id == "p1"


async def test_what_is_no_longer_looked_at_stands() -> None:
    known = book(await change([heard("send the contract", "I'll send you the contract")], {}))
    assert await change([], known, judged="and then there is the other thing") == []
    other = replace(known["p1"], evidence=Evidence("t7", "I'll send you the contract", 0, 1))
    assert await change([], {"p1": other}, judged="I'll send you the contract if") == []
