"""Many live calls at once against a real server, and what each of them costs.

Everything runs over real sockets in processes of their own: the server, the stand-ins for the
vendors, and here the pages. All calls are open before the first one speaks, and they speak out of
step, as calls do.
"""

import asyncio
import os
import time
from collections import Counter
from pathlib import Path

from salescoach.app.bench.caller import Caller
from salescoach.app.bench.conversation import FRAME_MS, TURNS_A_MINUTE, voices
from salescoach.app.bench.engines import Plan, engines
from salescoach.app.bench.figures import (
    answered_ms,
    embedded_cards_of,
    embedded_words_of,
    model_cards_of,
    percentiles,
    unacknowledged,
    words_of,
)
from salescoach.app.bench.processes import Cost, Serving, serving, stay_beside
from salescoach.app.bench.recorded import recorded_voices
from salescoach.domain.audio import ms_to_samples
from salescoach.kit.errors import SalesCoachError, Unavailable

_OPENED_AT_ONCE = 8
_SPREAD_S = 60 / TURNS_A_MINUTE
"""The calls begin to speak within this, so that they are at different places of their talk."""

_GOLDEN = (5**0.5 - 1) / 2
"""Multiples of it lie evenly in an interval and never in step: no two calls send together."""

_WATCH_EVERY_S = 1.0


async def run(plan: Plan, folder: Path) -> dict[str, object]:
    """Raises ``SalesCoachError`` when nothing can be measured."""
    sound = voices() if plan.recording is None else recorded_voices(plan.recording)
    if plan.pinned:
        stay_beside()
    async with (
        engines(plan, folder) as engine,
        serving(folder, pinned=plan.pinned, **engine.settings) as server,
    ):
        frames = round(plan.seconds * 1000 / FRAME_MS)
        marks = TURNS_A_MINUTE if plan.engine == "transport" else 0
        callers = [Caller(server.port, sound, frames, marks) for _ in range(plan.calls)]
        idle = await server.settled()
        refused = await _open(callers)
        opened = [caller for caller in callers if caller not in refused]
        if not opened:
            why = ", ".join(sorted(set(refused.values())))
            raise Unavailable(f"The server took no call ({why}).", code="bench_no_calls")
        quiet = server.cost
        busy, peak_mb = await _talk(opened, server, plan.seconds)
        await asyncio.gather(*(caller.end() for caller in opened))
        report = await engine.stand_ins.report() if engine.stand_ins is not None else None
    sent = sum(len(channel) for caller in opened for channel in caller.sent)
    lost = sum(unacknowledged(caller) for caller in opened)
    if report is not None:
        lost = max(lost, sent - report["samples"] // ms_to_samples(FRAME_MS))
    cpu_s = (busy.cpu_s - quiet.cpu_s) / plan.seconds
    return {
        "calls": len(opened),
        **_latencies(plan, opened, report["requests"] if report is not None else 0),
        "cpu_per_call": round(cpu_s / len(opened), 5),
        "rss_mb_per_call": round((peak_mb - idle.rss_mb) / len(opened), 2),
        "lost_frames": lost,
        "seconds": plan.seconds,
        "turns_a_minute": TURNS_A_MINUTE if plan.recording is None else None,
        "frames": sent,
        "server_cpu_percent": round(100 * cpu_s),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "refused": dict(Counter(refused.values())),
        "failed": dict(Counter(caller.error for caller in opened if caller.error)),
    }


def _latencies(plan: Plan, opened: list[Caller], asked: int) -> dict[str, object]:
    if plan.engine == "transport":
        answers = [own_ms for caller in opened for own_ms in answered_ms(caller)]
        nothing = percentiles(())
        return {"own_latency_ms": percentiles(answers), "card_latency_ms": nothing}
    read = words_of if plan.engine == "vendor" else embedded_words_of
    heard = [words for caller in opened for words in read(caller)]
    with_model = plan.engine == "vendor" and plan.coach == "model"
    find = model_cards_of if with_model else embedded_cards_of
    cards = [own_ms for caller in opened for own_ms in find(caller)]
    return {
        "own_latency_ms": percentiles(words.own_ms for words in heard),
        "card_latency_ms": percentiles(cards),
        "words": {
            "shown": len(heard),
            "final_ms": percentiles(words.own_ms for words in heard if words.is_final),
            "interim_ms": percentiles(words.own_ms for words in heard if not words.is_final),
            "vendor_delay_ms": plan.speech_delay_ms if plan.engine == "vendor" else None,
        },
        "cards": {
            "shown": len(cards),
            "asked": asked,
            "vendor_delay_ms": plan.model_delay_ms if with_model else None,
        },
    }


async def _open(callers: list[Caller]) -> dict[Caller, str]:
    """The calls that the server refused, and why."""
    refused: dict[Caller, str] = {}
    turnstile = asyncio.Semaphore(_OPENED_AT_ONCE)

    async def open_one(caller: Caller) -> None:
        async with turnstile:
            try:
                await caller.open()
            except SalesCoachError as error:
                refused[caller] = error.code
            except (OSError, TimeoutError) as error:
                refused[caller] = type(error).__name__

    await asyncio.gather(*(open_one(caller) for caller in callers))
    return refused


async def _talk(callers: list[Caller], server: Serving, seconds: float) -> tuple[Cost, float]:
    """What the server had cost when half of the calls were over, and the most memory it held."""
    peak_mb = 0.0

    async def watch() -> None:
        nonlocal peak_mb
        while True:
            peak_mb = max(peak_mb, server.cost.rss_mb)
            await asyncio.sleep(_WATCH_EVERY_S)

    watching = asyncio.create_task(watch())
    begin = time.monotonic()
    talking = [
        asyncio.create_task(caller.talk(begin + _SPREAD_S * (number * _GOLDEN % 1)))
        for number, caller in enumerate(callers)
    ]
    # As many calls have not ended by then as had not begun at first: all of them for this long.
    await asyncio.wait(talking, timeout=seconds + _SPREAD_S / 2)
    await asyncio.gather(*talking)
    busy = server.cost
    watching.cancel()
    return busy, peak_mb
