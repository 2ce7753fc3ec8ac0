"""One run: a call that goes through its faults, and what became of all that was promised."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import httpx

from tests.faults.figures import Figures
from tests.faults.house import Events, FaultyServer
from tests.faults.line import Line
from tests.faults.page import Moment, Page, Promised, Sound
from tests.faults.plan import TALK_AFTER_S, TALK_BEFORE_S, Fault, Plan
from tests.faults.recorded import doubled, lines_of, recorded_speech, words_of
from tests.faults.speech import Speech, sound
from tests.faults.trouble import Trouble
from tests.rooms.live.hearing import FRAME_MS

SPEED = 2.0
"""Audio comes so much faster than it was spoken."""

CALL_WITHIN_S = 120.0
CHANNELS = [{"id": 0, "role": "unknown"}, {"id": 1, "role": "unknown"}]
SIDES = [{"id": 0, "role": "salesperson"}, {"id": 1, "role": "customer"}]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``found``: what is wrong, in words; empty when all promises were kept."""

    figures: Figures
    found: tuple[str, ...]
    lines: tuple[str, ...] = ()


def numbered_words(chance: random.Random) -> Sound:
    """Sound whose words tell by themselves what was lost or heard twice."""
    speech = Speech(chance)

    def moment() -> Moment:
        return {
            channel: (word, sound(channel, 0, word).pcm)
            for channel, word in speech.moment().items()
        }

    return moment


async def run(
    server: FaultyServer, plan: Plan, expected: list[str] | None = None, speaks: bool = False
) -> Outcome:
    """The call of a plan, from its start to what the history says of it. ``speaks``: real speech,
    with ``expected`` as what is written without faults."""
    chance = random.Random(f"{plan.seed}/{plan.number}/call")
    begun_s = time.monotonic()
    async with Line(server.port) as line:
        page = Page(
            f"ws://127.0.0.1:{line.port}/api/v1/live",
            recorded_speech() if speaks else numbered_words(chance),
            FRAME_MS / 1000 / (1 if speaks else SPEED),
            {
                "channels": SIDES if speaks else CHANNELS,
                "consent": True,
                "record_audio": speaks or plan.recorded,
            },
            chance,
        )
        trouble = Trouble(server, line, page, chance)
        try:
            async with asyncio.timeout(CALL_WITHIN_S), asyncio.TaskGroup() as group:
                group.create_task(page.take_in())
                group.create_task(page.serve())
                await _go_through(plan, page, trouble, chance, speaks)
        except TimeoutError:
            return _never_ended(page)
    if plan.database_lost:
        await server.lose_database()
    return await _outcome(server, page, begun_s, expected)


async def _go_through(
    plan: Plan, page: Page, trouble: Trouble, chance: random.Random, speaks: bool
) -> None:
    await asyncio.sleep(TALK_BEFORE_S)
    for place, together in enumerate(_together(plan.faults)):
        if plan.page_clock_jumps:
            page.clock_ahead_ms = chance.choice((-86_400_000, 0, 3_600_000))
        await asyncio.sleep(together[0].after_s)
        last = place == len(_together(plan.faults)) - 1
        async with asyncio.TaskGroup() as group:
            for each in together:
                group.create_task(_after_a_moment(trouble, each))
            if last and plan.ends_in_trouble:
                await page.end()
    if not plan.ends_in_trouble:
        await asyncio.sleep(TALK_AFTER_S)
        if speaks:
            await page.all_said.wait()
        await page.end()


async def _after_a_moment(trouble: Trouble, fault: Fault) -> None:
    if fault.within:
        await asyncio.sleep(0.3)
    await trouble.happen(fault)


def _together(faults: Sequence[Fault]) -> list[list[Fault]]:
    groups: list[list[Fault]] = []
    for fault in faults:
        if fault.within:
            groups[-1].append(fault)
        else:
            groups.append([fault])
    return groups


def _never_ended(page: Page) -> Outcome:
    promised = page.promised
    figures = Figures(
        runs=1,
        calls_unopenable=1,
        ack_lags_ms=promised.ack_lags_ms,
        back_live_ms=promised.back_live_ms,
    )
    return Outcome(figures, (f"{page.call_id} never ended",))


async def _outcome(
    server: FaultyServer, page: Page, begun_s: float, expected: list[str] | None
) -> Outcome:
    promised = page.promised
    figures = Figures(runs=1, ack_lags_ms=promised.ack_lags_ms, back_live_ms=promised.back_live_ms)
    assert page.call_id is not None
    try:
        call = await server.get(f"/v1/calls/{page.call_id}")
        events = await server.events(page.call_id)
    except httpx.HTTPError as error:
        figures.calls_unopenable = 1
        return Outcome(figures, (f"{page.call_id} cannot be opened: {error}",))
    found: list[str] = []
    # A number is left out where the disk took nothing, the page saw an event, and a crash came.
    in_order = events[0]["seq"] == 1 and all(a["seq"] < b["seq"] for a, b in pairwise(events))
    if call["status"] != "ended" or not in_order:
        figures.calls_unopenable = 1
        found.append(f"{page.call_id} is {call['status']}, {len(events)} events")
    if events[-1].get("reason") == "failed":
        figures.calls_unopenable = 1
        found.append(f"{page.call_id} broke off")
    took_ms = (time.monotonic() - begun_s) * 1000
    if events[-1]["at_ms"] > took_ms or any(a["at_ms"] > b["at_ms"] for a, b in pairwise(events)):
        figures.calls_unopenable = 1
        found.append(f"{page.call_id} went by another clock: {events[-1]['at_ms']} ms")
    if expected is None:
        _judge_words(figures, found, promised, events)
    else:
        _judge_speech(figures, found, promised, events, expected)
    if call["record_audio"]:
        await _judge_recording(figures, found, promised, server, page.call_id)
    if promised.repeated_events or promised.fought_over:
        found.append(f"{promised.repeated_events} events twice, {promised.fought_over} fights")
        figures.lines_doubled += promised.repeated_events
        figures.calls_unopenable += promised.fought_over
    return Outcome(figures, tuple(found), tuple(lines_of(events)))


def _judge_speech(
    figures: Figures, found: list[str], promised: Promised, events: Events, expected: list[str]
) -> None:
    lines = lines_of(events)
    gone = [turn for turn in promised.shown if turn not in _turns(events)]
    twice = doubled(lines, expected)
    figures.lines_lost, figures.lines_doubled = len(gone), len(twice)
    found += [f"shown, and not kept: {turn}" for turn in gone]
    found += [f"twice: {line}" for line in twice]
    figures.said = words_of(expected).total()
    figures.recalled = (words_of(expected) & words_of(lines)).total()


def _judge_words(figures: Figures, found: list[str], promised: Promised, events: Events) -> None:
    written = _turns(events)
    seen: set[str] = set()
    for words in written.values():
        repeated = [word for word in words if word in seen or words.count(word) > 1]
        seen.update(words)
        if repeated:
            figures.lines_doubled += 1
            found.append(f"twice: {' '.join(repeated)}")
    lost_lines = [sorted(words - seen) for words in promised.shown.values() if words - seen]
    figures.lines_lost = len(lost_lines)
    found += [f"shown, and not kept: {' '.join(words)}" for words in lost_lines]
    unheard = sorted(_written(word) for word in promised.acked if _written(word) not in seen)
    figures.acknowledged_audio_lost_ms = len(unheard) * FRAME_MS
    if unheard:
        found.append(f"acknowledged, and not heard: {' '.join(unheard)}")
    figures.said = len(promised.captured)
    figures.recalled = sum(_written(word) in seen for word in promised.captured)


async def _judge_recording(
    figures: Figures, found: list[str], promised: Promised, server: FaultyServer, call_id: str
) -> None:
    kept = await server.recorded(call_id)
    lost = [key for key, pcm in promised.acked_frames.items() if kept.get(key) != pcm]
    if lost:
        figures.acknowledged_audio_lost_ms += len(lost) * FRAME_MS
        found.append(f"acknowledged, and not recorded: {sorted(lost)[:20]}")


def _turns(events: Events) -> dict[str, list[str]]:
    """The words of each turn, as they stand in the end."""
    turns: dict[str, list[str]] = {}
    for event in events:
        if event["type"] == "transcription" and event["is_final"]:
            words = [f"{event['channel']}/{word}" for word in event["text"].split()]
            turns[event["turn_id"]] = words
    return turns


def _written(word: tuple[int, int]) -> str:
    channel, number = word
    return f"{channel}/w{number}"
