from collections.abc import Sequence
from datetime import date

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.commitments import CommitmentReader
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.promise_head import load_promise_head
from tests.pipeline.events import turn
from tests.pipeline.sentences import Sentences

WEDNESDAY = date(2026, 11, 18)
REP, CUSTOMER = Speaker.SALESPERSON, Speaker.CUSTOMER


async def read(text: str, speaker: Speaker, before: Sequence[Turn] = ()) -> list[Signal]:
    pieces = clauses(text)
    vectors = await Sentences().embed(pieces)
    reader = CommitmentReader(Sentences(), load_promise_head())
    said = turn(text, speaker, "t9")
    return await reader.read(said, before, pieces, vectors, WEDNESDAY)


async def test_who_promises_what_by_when() -> None:
    (found,) = await read("I'll send you the contract by Friday.", REP)
    promise = found.commitment
    assert promise is not None
    assert (promise.who, promise.what) == (REP, "send the contract")
    assert (promise.due, promise.due_on) == ("by Friday", date(2026, 11, 20))
    assert found.kind is SignalKind.COMMITMENT
    assert found.evidence.quote == "I'll send you the contract by Friday."
    assert found.basis
    assert found.confidence > 0.8


@pytest.mark.parametrize(
    ("text", "what", "day"),
    [
        (
            "let me check with my wife and call you back tomorrow",
            "check with my wife and call you back",
            "2026-11-19",
        ),
        ("We'll sign on Monday.", "sign", "2026-11-23"),
    ],
)
async def test_the_customer_promises_too(text: str, what: str, day: str) -> None:
    (found,) = await read(text, CUSTOMER)
    promise = found.commitment
    assert promise is not None
    assert (promise.who, promise.what, str(promise.due_on)) == (CUSTOMER, what, day)


async def test_yes_to_a_request_promises_what_was_asked() -> None:
    asked = turn("That looks useful. Can you send me the deck?", CUSTOMER, "t8")
    (found,) = await read("Sure, I'll do that.", REP, [asked])
    promise = found.commitment
    assert promise is not None
    assert (promise.who, promise.what) == (REP, "send the deck")
    assert "Can you send me the deck?" in found.basis


@pytest.mark.parametrize(
    "text",
    [
        "I'll be honest, it is not cheap.",
        "I'll think about it.",
        "We'll see.",
        "You'll save hours every week.",
        "It will send you a text after every call.",
        "If we go ahead I'll send you the order.",
        "I sent it on Monday.",
        "Will you send it?",
        "I'll keep it short.",
    ],
)
@pytest.mark.parametrize("speaker", [REP, CUSTOMER])
async def test_what_is_no_promise(text: str, speaker: Speaker) -> None:
    assert await read(text, speaker) == []


async def test_nobody_unknown_is_held_to_a_word() -> None:
    text = "I'll send you the contract by Friday."
    assert await read(text, Speaker.UNKNOWN) == []


async def test_what_follows_an_outright_promise_is_no_second_answer() -> None:
    asked = turn("Thursday at ten is good. Please invite us both.", CUSTOMER, "t8")
    found = await read("Great, I will send it now. See you on Thursday, Tony.", REP, [asked])
    assert [each.commitment and each.commitment.what for each in found] == ["send the invitation"]


async def test_who_asks_somebody_and_then_hands_it_over_promises_two_things() -> None:
    asked = turn("Could you get me your meter readings?", REP, "t8")
    found = await read(
        "I'll check with my landlord today. I'll get them to you by Friday.", CUSTOMER, [asked]
    )
    promised = [each.commitment for each in found if each.commitment is not None]
    assert [(each.what, each.due) for each in promised] == [
        ("check with my landlord", "today"),
        ("send the meter readings", "by Friday"),
    ]
