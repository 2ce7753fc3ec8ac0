"""Many live calls at once against a real server, and what each of them costs.

Everything runs over real sockets in processes of their own: the server, the stand-ins for the
vendors, and here the pages. All calls are open before the first one speaks, and they speak out of
step, as calls do.
"""

import asyncio
import os
import secrets
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from salescoach.app.bench.caller import Caller
from salescoach.app.bench.conversation import FRAME_MS, voices
from salescoach.app.bench.figures import cards_of, percentiles, unacknowledged, words_of
from salescoach.app.bench.model_vendor import MODEL
from salescoach.app.bench.processes import Cost, Serving, serving, vendors
from salescoach.domain.audio import ms_to_samples
from salescoach.kit.errors import SalesCoachError, Unavailable

_OPENED_AT_ONCE = 8
_SPREAD_S = 6.0
"""The calls begin to speak within this, so that they are at different places of their talk."""

_GOLDEN = (5**0.5 - 1) / 2
"""Multiples of it lie evenly in an interval and never in step: no two calls send together."""

_WATCH_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    calls: int
    seconds: float
    speech_delay_ms: int
    model_delay_ms: int


async def run(plan: Plan, folder: Path) -> dict[str, object]:
    """Raises ``SalesCoachError`` when nothing can be measured."""
    async with (
        vendors(plan.speech_delay_ms / 1000, plan.model_delay_ms / 1000) as stand_ins,
        serving(
            folder,
            STT_ENGINE="deepgram",
            DEEPGRAM_API_KEY=secrets.token_hex(20),
            DEEPGRAM_BASE_URL=stand_ins.speech_url,
            COACH_ENGINE="claude",
            CLAUDE_MODEL=MODEL,
            ANTHROPIC_API_KEY=f"sk-ant-{secrets.token_hex(20)}",
            ANTHROPIC_BASE_URL=stand_ins.model_url,
            FIRST_WORDS_MS=str(plan.model_delay_ms + 5_000),
            CALL_BUDGET_USD="0",
            DAY_BUDGET_USD="0",
        ) as server,
    ):
        frames = round(plan.seconds * 1000 / FRAME_MS)
        sound = voices()
        callers = [Caller(server.port, sound, frames) for _ in range(plan.calls)]
        idle = await server.settled()
        refused = await _open(callers)
        opened = [caller for caller in callers if caller not in refused]
        if not opened:
            why = ", ".join(sorted(set(refused.values())))
            raise Unavailable(f"The server took no call ({why}).", code="bench_no_calls")
        quiet = server.cost
        busy, peak_mb = await _talk(opened, server, plan.seconds)
        await asyncio.gather(*(caller.end() for caller in opened))
        report = await stand_ins.report()
    heard = [words for caller in opened for words in words_of(caller)]
    cards = [own_ms for caller in opened for own_ms in cards_of(caller)]
    sent = sum(len(channel) for caller in opened for channel in caller.sent)
    unheard = max(0, sent - report["samples"] // ms_to_samples(FRAME_MS))
    calls = max(1, len(opened))
    speaking_s = plan.seconds
    return {
        "calls": len(opened),
        "own_latency_ms": percentiles(words.own_ms for words in heard),
        "card_latency_ms": percentiles(cards),
        "cpu_per_call": round((busy.cpu_s - quiet.cpu_s) / speaking_s / calls, 5),
        "rss_mb_per_call": round((peak_mb - idle.rss_mb) / calls, 2),
        "lost_frames": max(unheard, sum(unacknowledged(caller) for caller in opened)),
        "seconds": plan.seconds,
        "frames": sent,
        "words": {
            "shown": len(heard),
            "final_ms": percentiles(words.own_ms for words in heard if words.is_final),
            "interim_ms": percentiles(words.own_ms for words in heard if not words.is_final),
            "vendor_delay_ms": plan.speech_delay_ms,
        },
        "cards": {
            "shown": len(cards),
            "asked": report["requests"],
            "vendor_delay_ms": plan.model_delay_ms,
        },
        "server_cpu_percent": round(100 * (busy.cpu_s - quiet.cpu_s) / speaking_s),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "refused": dict(Counter(refused.values())),
        "failed": dict(Counter(caller.error for caller in opened if caller.error)),
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
