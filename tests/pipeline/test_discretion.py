"""Nothing that is not to be kept leaves a session, in whatever event, and it is counted."""

import asyncio
from dataclasses import replace

import pytest

from salescoach.domain.events import CallEvent, Masked, Transcription
from salescoach.domain.playbook import Term
from salescoach.domain.privacy import OPEN, Privacy
from salescoach.infra.codec import decode_event, encode_event
from salescoach.kit.clock import ManualClock
from salescoach.kit.masking import Kind
from salescoach.pipeline.discretion import Discretion, terms_for
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import CallState, fold
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import expertise, frame
from tests.pipeline.events import started

NUMBER = "4111 1111 1111 1111"
SCRIPT = (
    ScriptLine(0, 300, 1_800, "Which card shall I use?"),
    ScriptLine(1, 2_400, 4_000, "It is 4111 1111"),
    ScriptLine(1, 4_600, 6_000, "1111 1111, and my mail is a@b.io"),
    ScriptLine(0, 8_400, 9_600, "And Falcon starts on 2026-11-23 for 12,400 dollars?"),
)


async def heard(privacy: Privacy, script: tuple[ScriptLine, ...] = SCRIPT) -> list[CallEvent]:
    clock = ManualClock()
    events: list[CallEvent] = []
    session = CallSession(
        await expertise(), ScriptedTranscriber(script), clock, events.append, privacy=privacy
    )
    await session.start(started())
    for seq in range(120):
        clock.advance(100)
        for channel in (0, 1):
            await session.feed(frame(channel, seq, 100))
        for _ in range(12):
            await asyncio.sleep(0)
    await session.finish()
    assert fold(events) == session.state
    return events


def last_words(events: list[CallEvent]) -> dict[str, str]:
    return {e.turn_id: e.text for e in events if isinstance(e, Transcription) and e.is_final}


async def test_a_number_said_in_two_breaths_is_masked_whole_and_counted() -> None:
    events = await heard(Privacy(words=("falcon",)))
    words = list(last_words(events).values())
    assert words == [
        "Which card shall I use?",
        "It is [card number], and my mail is a@b.io",
        "And [withheld] starts on 2026-11-23 for 12,400 dollars?",
    ]
    counted = {e.turn_id: e for e in events if isinstance(e, Masked)}
    assert [dict(each.stored) for each in counted.values()] == [{Kind.CARD: 1}, {Kind.WORD: 1}]
    assert all(each.sent == {} for each in counted.values())
    assert all("falcon" not in str(event).lower() for event in events)
    assert all(NUMBER not in str(event) for event in events)


async def test_nothing_is_masked_where_nothing_is_asked_for() -> None:
    events = await heard(OPEN)
    assert NUMBER in " ".join(last_words(events).values())
    assert not any(isinstance(event, Masked) for event in events)


def discretion(
    privacy: Privacy, *, sends: bool, state: CallState | None = None
) -> tuple[Discretion, list[CallEvent], CallState]:
    state = state or CallState()
    told: list[CallEvent] = []

    def emit(event: CallEvent) -> None:
        state.apply(event)
        told.append(event)

    return Discretion(privacy, state, emit, sends=sends), told, state


@pytest.mark.parametrize(("sends", "sent"), [(True, {Kind.EMAIL: 1}), (False, {})])
async def test_what_is_masked_only_for_a_model_is_counted_when_there_is_one(
    sends: bool, sent: dict[Kind, int]
) -> None:
    events = await heard(Privacy())
    turn = next(turn for turn in fold(events).turns.values() if "a@b.io" in turn.text)
    careful, told, _ = discretion(Privacy(), sends=sends)
    careful.count(turn)
    careful.count(turn)
    (masked,) = told
    assert isinstance(masked, Masked)
    assert (dict(masked.stored), dict(masked.sent)) == ({Kind.CARD: 1}, sent)


async def test_a_count_goes_through_the_log() -> None:
    event = Masked(call_id="c", seq=1, turn_id="t1", stored={Kind.CARD: 2}, sent={Kind.PHONE: 1})
    assert decode_event(encode_event(event)) == event
    careful, told, state = discretion(Privacy(), sends=False)
    state.apply(event)
    events = await heard(Privacy())
    careful.count(next(turn for turn in fold(events).turns.values() if turn.id == "t1"))
    (back,) = told
    assert isinstance(back, Masked)
    assert (back.stored, back.sent) == ({}, {})


async def test_the_other_side_may_ask_and_may_come_in_between() -> None:
    script = (
        ScriptLine(0, 300, 1_800, "And your account number?"),
        ScriptLine(1, 2_400, 4_000, "Sure: 12 34 56 78."),
        ScriptLine(0, 4_600, 5_400, "And the card?"),
        ScriptLine(1, 6_000, 7_000, "It is 4111 1111"),
        ScriptLine(0, 7_300, 7_700, "Mhm."),
        ScriptLine(1, 8_000, 9_000, "1111 1111."),
    )
    words = list(last_words(await heard(Privacy(), script=script)).values())
    assert "Sure: [account number]." in words
    assert words[-1] == "[card number]."
    assert NUMBER not in " ".join(words)


class Service(ScriptedTranscriber):
    capabilities = replace(ScriptedTranscriber.capabilities, network=True)


def test_a_service_is_told_no_term_that_is_withheld_from_others() -> None:
    vocabulary = (Term("Fernbell"), Term("Project Falcon"))
    private = Privacy(words=("falcon",))
    assert terms_for(Service(SCRIPT), vocabulary, private) == vocabulary[:1]
    assert terms_for(ScriptedTranscriber(SCRIPT), vocabulary, private) == vocabulary
    assert terms_for(Service(SCRIPT), vocabulary, OPEN) == vocabulary
