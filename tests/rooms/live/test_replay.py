import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from salescoach.domain.audio import AudioFrame, Speaker
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    Customer,
    SuggestionShown,
    Transcription,
)
from salescoach.infra.bus.memory import MemoryBus
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import InvalidInput
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.state import fold
from salescoach.rooms.calls.log import MemoryEventLog
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import DeskOptions, OpenCall
from salescoach.rooms.live.replay import Replayed, replay
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import BOTH, expertise, frame, trigger

SCRIPT = (
    ScriptLine(0, 300, 1_800, "Hi Dana, this is Sam from Fernbell."),
    ScriptLine(1, 2_000, 3_600, trigger("price")),
    ScriptLine(0, 3_400, 4_400, "I hear you."),
    ScriptLine(1, 4_600, 5_200, "Okay."),
)
LENGTH_MS = 6_000


async def experts(
    playbook_id: str | None, customer: Customer | None, version: int | None
) -> Expertise:
    return await expertise()


@asynccontextmanager
async def open_desk(folder: Path, *, realtime: bool) -> AsyncIterator[CallDesk]:
    bus = MemoryBus()
    desk = CallDesk(
        log=MemoryEventLog(bus),
        bus=bus,
        transcriber=ScriptedTranscriber(SCRIPT),
        experts=experts,
        clock=SystemClock(),
        options=DeskOptions(spool_dir=folder, realtime=realtime),
    )
    yield desk
    await bus.aclose()


def sound() -> Iterator[AudioFrame]:
    for seq in range(LENGTH_MS // 100):
        for channel in (0, 1):
            yield frame(channel, seq)


async def play(
    folder: Path, speed: float | None, frames: Iterator[AudioFrame] | None = None
) -> tuple[list[CallEvent], Replayed]:
    seen: list[CallEvent] = []
    async with open_desk(folder, realtime=speed == 1) as desk:
        request = OpenCall(channels=BOTH, consent=True)
        done = await replay(desk, request, frames or sound(), seen.append, speed)
    return seen, done


async def test_every_event_is_shown_once_from_the_start_to_the_end(tmp_path: Path) -> None:
    seen, done = await play(tmp_path, None)

    durable = [event.seq for event in seen if event.seq is not None]
    assert isinstance(seen[0], CallStarted)
    assert isinstance(seen[-1], CallEnded)
    assert seen[-1].reason == "replay"
    assert durable == list(range(1, len(durable) + 1))
    assert done.call_id == seen[0].call_id
    assert done.audio_s == LENGTH_MS / 1_000
    assert {turn.speaker for turn in fold(seen).turns.values()} == {
        Speaker.SALESPERSON,
        Speaker.CUSTOMER,
    }


async def test_any_speed_gives_the_same_turns_and_cards(tmp_path: Path) -> None:
    at_once, _ = await play(tmp_path / "a", None)
    at_a_pace, timed = await play(tmp_path / "b", 20)

    def turns(events: list[CallEvent]) -> list[tuple[str, str, int, int]]:
        return [
            (event.turn_id, event.text, event.start_ms, event.end_ms)
            for event in events
            if isinstance(event, Transcription) and event.is_final
        ]

    def cards(events: list[CallEvent]) -> list[str]:
        return [e.primary_suggestion.text for e in events if isinstance(e, SuggestionShown)]

    assert turns(at_once) == turns(at_a_pace)
    assert cards(at_once) == cards(at_a_pace)
    assert len(cards(at_once)) == 1
    assert timed.wall_s >= LENGTH_MS / 20_000


async def test_a_recording_that_breaks_off_ends_the_replay_with_its_own_error(
    tmp_path: Path,
) -> None:
    def broken() -> Iterator[AudioFrame]:
        yield from [frame(0, 0), frame(1, 0)]
        raise InvalidInput("It holds no audio.", code="not_audio")

    with pytest.raises(InvalidInput) as failure:
        async with asyncio.timeout(5):
            await play(tmp_path, None, broken())

    assert failure.value.code == "not_audio"
