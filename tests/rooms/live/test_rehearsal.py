"""A rehearsal decides what the replay of the same words decides."""

from pathlib import Path

import pytest

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    Customer,
    ObjectiveChanged,
    SignalHeard,
    StageChanged,
    SuggestionShown,
    SuggestionWithdrawn,
    Transcription,
)
from salescoach.infra.bus.memory import MemoryBus
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import Unavailable
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.coach import LocalCoach
from salescoach.rooms.calls.log import MemoryEventLog
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import DeskOptions, OpenCall
from salescoach.rooms.live.rehearsal import CHANNEL_OF, SpokenLine, rehearse
from salescoach.rooms.live.replay import replay
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import BrokenCoach, expertise, frame, index, trigger

REP, CUSTOMER = Speaker.SALESPERSON, Speaker.CUSTOMER


def call() -> list[SpokenLine]:
    """Short breaths that join, an overlap, a card that fades, two lines that end together."""
    return [
        SpokenLine(REP, "Hi Dana, this is Sam from Fernbell.", 300, 1_800),
        SpokenLine(CUSTOMER, "Yes, hello.", 2_000, 2_600),
        SpokenLine(CUSTOMER, trigger("price"), 3_100, 4_600),
        SpokenLine(REP, "I hear you.", 4_400, 5_200),
        SpokenLine(CUSTOMER, "So that is that.", 4_900, 5_200),
        SpokenLine(REP, "What does a missed call cost you?", 9_000, 11_000),
        SpokenLine(CUSTOMER, trigger("authority"), 34_000, 37_000),
        SpokenLine(REP, "Thursday at ten works.", 38_000, 40_000),
        SpokenLine(CUSTOMER, trigger("closing"), 41_000, 44_000),
    ]


def decisions(events: list[CallEvent] | tuple[CallEvent, ...]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for event in events:
        match event:
            case Transcription(is_final=True):
                found.append((event.turn_id, event.speaker, event.text, event.end_ms))
            case SignalHeard():
                found.append((event.kind, event.objection_type, event.confidence, event.evidence))
            case StageChanged():
                found.append((event.current, event.confidence, event.entered_at_ms))
            case ObjectiveChanged():
                found.append((event.id, event.evidence))
            case SuggestionShown():
                found.append((event.id, event.primary_suggestion, event.evidence))
            case SuggestionWithdrawn():
                found.append((event.id, event.reason))
            case _:
                pass
    return found


async def replayed(lines: list[SpokenLine], folder: Path) -> list[CallEvent]:
    """The same words by way of silent audio and the desk, as `salescoach replay` plays them."""

    async def experts(
        playbook_id: str | None, customer: Customer | None, version: int | None
    ) -> Expertise:
        return await expertise()

    def silence() -> list[AudioFrame]:
        end = max(line.end_ms for line in lines) + 1_000
        return [frame(channel, seq) for seq in range(end // 100) for channel in (0, 1)]

    script = [ScriptLine(CHANNEL_OF[x.speaker], x.start_ms, x.end_ms, x.text) for x in lines]
    bus = MemoryBus()
    desk = CallDesk(
        log=MemoryEventLog(bus),
        bus=bus,
        transcriber=ScriptedTranscriber(script),
        experts=experts,
        clock=SystemClock(),
        options=DeskOptions(spool_dir=folder, realtime=False),
    )
    seen: list[CallEvent] = []
    request = OpenCall(channels=(Channel(0, REP), Channel(1, CUSTOMER)), consent=True)
    await replay(desk, request, silence(), seen.append)
    await bus.aclose()
    return seen


async def test_it_decides_what_a_replay_decides(tmp_path: Path) -> None:
    rehearsed = await rehearse(await expertise(), call())
    found = decisions(rehearsed.events)

    assert found == decisions(await replayed(call(), tmp_path))
    assert sum(isinstance(event, SuggestionShown) for event in rehearsed.events) == 3
    assert isinstance(rehearsed.events[-1], CallEnded)


async def test_each_line_has_what_followed_it_whatever_the_order_they_are_given_in() -> None:
    lines = call()
    forwards = (await rehearse(await expertise(), lines)).after
    backwards = (await rehearse(await expertise(), lines[::-1])).after

    carded = [at for at, what in enumerate(forwards) if _cards(what)]
    assert [lines[at].text for at in carded] == [
        trigger("price"),
        trigger("authority"),
        trigger("closing"),
    ]
    assert [_cards(what) for what in backwards] == [_cards(what) for what in forwards[::-1]]


def _cards(events: tuple[CallEvent, ...]) -> list[str]:
    return [e.primary_suggestion.text for e in events if isinstance(e, SuggestionShown)]


async def test_it_rests_before_each_line() -> None:
    rests = 0

    async def rest() -> None:
        nonlocal rests
        rests += 1

    await rehearse(await expertise(), call(), rest)

    assert rests == len(call())


async def test_a_failing_coach_is_no_call_without_cards() -> None:
    coach = BrokenCoach(LocalCoach(await index()))

    with pytest.raises(Unavailable) as failure:
        await rehearse(await expertise(coach), call())

    assert failure.value.code == "coach_failed"


async def test_a_call_of_one_side_alone() -> None:
    lines = [SpokenLine(CUSTOMER, trigger("price"), 0, 1_000)]

    done = await rehearse(await expertise(), lines)

    assert len(_cards(done.after[0])) == 1
