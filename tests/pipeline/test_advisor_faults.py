"""Whatever a model does, the embedded card stands, and the page is told once."""

import pytest

from salescoach.domain.events import CallEvent, SuggestionWithdrawn
from salescoach.domain.suggestion import Source
from salescoach.kit.clock import ManualClock
from salescoach.llm.breaker import OPENS_AFTER
from salescoach.llm.engines.scripted import Line
from salescoach.llm.failure import Patience
from salescoach.llm.faults import Fault
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import fold
from salescoach.speech.engines.scripted import ScriptedTranscriber
from tests.fakes import expertise
from tests.pipeline.advised import (
    AUTHORITY,
    BETTER,
    PRICE,
    QUESTION,
    SILENT,
    call_with,
    embedded,
    guarded,
    lines,
    scripted,
)


@pytest.mark.parametrize(
    "fault",
    [f for f in Fault if f not in (Fault.RESTING, Fault.OVER_BUDGET, Fault.SLOW, Fault.RETIRED)],
)
async def test_whatever_fails_the_embedded_card_stands_and_the_page_is_told(fault: Fault) -> None:
    call = await call_with(scripted(Line(fault=fault)), lines(PRICE))
    await call.heard(9_000)
    assert call.texts() == [embedded()]
    assert call.health() == [str(fault)]
    assert call.card.outcome == "shown"


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.TIMEOUT, Fault.TRUNCATED, Fault.SERVER_ERROR])
async def test_whole_sentences_stay_when_the_rest_is_lost(fault: Fault) -> None:
    half = Line('{"say": "Tell me what it costs you, Dana. And th', fault=fault, piece=3)
    call = await call_with(scripted(half), lines(PRICE))
    await call.heard(9_000)
    assert call.texts() == [embedded(), "Tell me what it costs you, Dana."]
    (used,) = call.used()
    assert (used.outcome, used.fault) == ("failed", str(fault))
    assert used.output_tokens > 0


async def test_what_the_model_takes_back_itself_goes() -> None:
    half = Line('{"say": "Tell me what it costs you, Dana. And th', fault=Fault.REFUSED, piece=3)
    call = await call_with(scripted(half), lines(PRICE))
    await call.heard(9_000)
    assert call.texts() == [embedded(), "Tell me what it costs you, Dana.", embedded()]
    assert call.card.shown.source is Source.LOCAL

    own = await call_with(scripted(half), lines(QUESTION))
    await own.heard(9_000)
    (gone,) = own.of(SuggestionWithdrawn)
    assert isinstance(gone, SuggestionWithdrawn)
    assert gone.reason == "refused"


async def test_without_first_words_in_time_the_embedded_card_stands() -> None:
    clock = ManualClock()
    hasty = Patience(first_words_s=0.02, total_s=20)
    model = LiveModel(guarded(scripted(SILENT), clock, patience=hasty))
    call = await call_with(model, lines(PRICE), clock)
    await call.heard(9_000)
    assert call.texts() == [embedded()]
    assert call.health() == ["slow"]
    assert call.used()[0].first_words_ms is None


async def test_it_is_said_once_and_taken_back_when_it_works_again() -> None:
    busy = Line(fault=Fault.OVERLOADED)
    call = await call_with(
        scripted(busy, busy, BETTER), lines(PRICE, AUTHORITY, PRICE, gap_ms=25_000)
    )
    await call.heard(9_000)
    await call.heard(25_000)
    assert call.health() == ["overloaded"]
    await call.heard(25_000)
    assert call.health() == ["overloaded", "ok"]


async def test_a_service_that_keeps_failing_is_left_alone() -> None:
    engine = scripted(Line(fault=Fault.SERVER_ERROR))
    clock = ManualClock()
    model = LiveModel(guarded(engine, clock))
    turns = (PRICE, AUTHORITY) * 3
    call = await call_with(model, lines(*turns, gap_ms=3_500), clock)
    for _ in turns:
        await call.heard(4_000)
    # One reason for all of it: that it rests says less than why.
    assert call.health() == ["server_error"]
    assert len(engine.asked) <= OPENS_AFTER
    await call.session.aclose()


async def test_a_refused_key_is_said_in_the_next_call_from_its_start() -> None:
    clock = ManualClock()
    engine = scripted(Line(fault=Fault.UNAUTHORIZED))
    model = LiveModel(guarded(engine, clock))
    first = await call_with(model, lines(PRICE), clock)
    await first.heard(9_000)
    second = await call_with(model, lines(PRICE), clock)
    assert second.health() == ["unauthorized"]
    await second.heard(9_000)
    assert second.health() == ["unauthorized"]
    assert len(engine.asked) == 1
    assert second.used() == []


async def test_a_broken_advisor_does_not_break_the_call() -> None:
    def broken(text: str) -> str:
        raise RuntimeError("the mask tore")

    clock = ManualClock()
    model = LiveModel(guarded(scripted(BETTER), clock), broken)
    call = await call_with(model, lines(PRICE), clock)
    await call.heard(9_000)
    assert call.texts() == [embedded()]
    assert call.health() == ["failed"]


async def test_a_call_that_goes_on_without_a_model_misses_none() -> None:
    first = await call_with(scripted(Line(fault=Fault.OVERLOADED)), lines(PRICE))
    await first.heard(9_000)
    assert first.health() == ["overloaded"]
    events: list[CallEvent] = []
    session = CallSession(
        await expertise(),
        ScriptedTranscriber(lines(PRICE)),
        ManualClock(),
        events.append,
        state=fold(first.events),
    )
    await session.resume(9_000)
    assert session.state.degraded == {}
    assert [event.type for event in events] == ["recovered"]
    await session.aclose()
    await first.session.aclose()
