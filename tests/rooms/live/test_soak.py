"""Twelve hours of calls in a few seconds: what they held in memory goes with them.

After two hours everything that is built once is there. From then on nothing may grow: no
collection that a part of the house holds, and not the memory that Python has given out.
"""

import gc
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter

from salescoach.app.guard.access import Lockout
from salescoach.domain.audio import Channel, Speaker
from salescoach.embedding.contract import Heard, Scores, Vectors
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.infra.rate_windows import RateWindows
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import CallState
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.spool import Spool
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import trigger
from tests.rooms.live.hearing import said
from tests.rooms.live.place import Client, Message, Server, server, until
from tests.rooms.live.registries import sizes_of

CALLS = 120
EVERY_MS = 12 * 3_600_000 // CALLS
TWO_HOURS = CALLS // 6
KEPT_OPEN_MS = 30 * 60_000
HELD = (LiveCall, CallSession, CallState, Spool)
THE_LAST_TWO = 2 * len(HELD)
"""One that is just being closed, and the one whose try may still be asked again."""

GROWN_BYTES = 200_000
"""What a hundred calls may leave: less than one of them held."""

CUSTOMER = (Channel(0, Speaker.CUSTOMER),)
SILENT, OBJECTION = 4, 11
"""Frames of a call in which nobody says anything, and of one with an objection."""

SCRIPT = (ScriptLine(0, 400, 600, trigger("price")),)


class Judge:
    """Of texts as short as a test's, without reading them."""

    def encode(self, text: str) -> Vectors:
        return np.ones(384, dtype=np.float32)

    def judge(self, heard: Heard) -> tuple[tuple[Scores, ...], Vectors | None]:
        return (), self.encode(heard.text)


class Day:
    """The house and what stands before it, all by one clock."""

    def __init__(self, house: Server, clock: ManualClock) -> None:
        self.house = house
        self.clock = clock
        self.embedder = LocalEmbedder(cache_size=64, load=lambda folder: Judge())
        self.lockout = Lockout(self._now_s)
        self.windows = RateWindows(self._now_s)
        self._limiter = MovingWindowRateLimiter(self.windows)
        briefly = (self.talked, self.left, self.resumed, self.refused)
        self._kinds = (*briefly, *briefly, self.marked)

    async def call(self, number: int) -> None:
        await self._kinds[number % len(self._kinds)](number)
        await self._knocked(number)
        self.clock.advance(EVERY_MS)
        await self.house.desk.sweep()

    async def talked(self, number: int) -> None:
        client, _ = await self._begun(number)
        await self._ended(client)

    async def left(self, number: int) -> None:
        """Nobody comes back to it; it is ended once that has lasted."""
        client, _ = await self._begun(number)
        await client.hang_up()

    async def resumed(self, number: int) -> None:
        client, opened = await self._begun(number)
        await client.drop()
        again = self._client()
        await again.resumed(opened, client.seqs[-1])
        again.speak(said(SILENT), said(SILENT + 1))
        await self._ended(again)

    async def refused(self, number: int) -> None:
        client = self._client()
        client.say("start_call", channels=[], consent=True)
        await client.expect("error", code="invalid_message")
        client.say("resume_call", call_id=f"no-call-{number}", resume_token="x", last_seq=0)
        await client.expect("error", code="call_not_found")
        await client.hang_up()

    async def marked(self, number: int) -> None:
        client, _ = await self._begun(number, OBJECTION)
        await client.expect("suggestion")
        [card] = [m for m in client.messages if m["type"] == "suggestion"]
        client.say("vote", id=card["id"], vote="useful")
        client.say("use_suggestion", id=card["id"])
        client.say("mark_moment", label=f"moment {number}")
        client.say("note", text=f"note {number}")
        client.say("set_mode", mode="guidance")
        await client.expect("mode", mode="guidance")
        await self._ended(client)

    def sizes(self) -> dict[str, int]:
        house = self.house
        return sizes_of(
            desk=house.desk,
            connections=house.connections,
            calls=house.calls,
            embedder=self.embedder,
            lockout=self.lockout,
            windows=self.windows,
        )

    async def quiet(self) -> None:
        """Everybody has gone, and nobody came for as long as a call is kept."""
        self.clock.advance(KEPT_OPEN_MS + 1)
        await self.house.desk.sweep()
        await until(lambda: self.house.desk.live_calls == 0)
        await until(lambda: self.house.desk._epilogue.pending == 0)
        await self._knocked(0)
        gc.collect()

    async def _begun(self, number: int, frames: int = SILENT) -> tuple[Client, Message]:
        client = self._client()
        opened = await client.start(CUSTOMER, attempt_id=f"an-attempt-to-begin-{number}")
        client.speak(*(said(seq) for seq in range(frames)))
        return client, opened

    async def _ended(self, client: Client) -> None:
        client.say("end_call")
        await client.ended()

    async def _knocked(self, number: int) -> None:
        """Strangers with wrong tokens, each from an address of its own; and words of calls."""
        for place in range(3):
            address = f"10.{place}.0.{number}"
            self._limiter.hit(RateLimitItemPerMinute(60), address)
            self.lockout.missed(address)
        words = [Heard(f"what is said {place} in {number}") for place in range(60)]
        await self.embedder.judge(words)
        await self.embedder.embed([each.text for each in words[:8]])

    def _client(self) -> Client:
        return Client(self.house.desk, self.house.connections, 1000)

    def _now_s(self) -> float:
        return self.clock.now_ms() / 1000


async def test_twelve_hours_of_calls_leave_nothing_behind(tmp_path: Path) -> None:
    clock = ManualClock()
    engine = ScriptedTranscriber(SCRIPT)
    idle_s = KEPT_OPEN_MS // 1000
    async with server(tmp_path, engine, clock=clock, idle_timeout_s=idle_s) as house:
        day = Day(house, clock)
        tracemalloc.start()
        try:
            await through(day, range(TWO_HOURS))
            early, early_bytes = day.sizes(), tracemalloc.get_traced_memory()[0]
            await through(day, range(TWO_HOURS, CALLS))
            late, late_bytes = day.sizes(), tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
            await day.embedder.aclose()
    grown = {way: size for way, size in late.items() if size > early.get(way, 0)}
    assert grown == {}
    assert {"desk._calls", "connections._serving", "embedder._judged"} <= late.keys()
    assert late_bytes - early_bytes < GROWN_BYTES
    assert in_memory() <= THE_LAST_TWO
    assert spooled(tmp_path) == []
    assert clock.now_ms() >= 12 * 3_600_000


async def through(day: Day, numbers: Sequence[int]) -> None:
    for number in numbers:
        await day.call(number)
    await day.quiet()


def in_memory() -> int:
    gc.collect()
    return sum(isinstance(each, HELD) for each in gc.get_objects())


def spooled(folder: Path) -> list[Path]:
    return list((folder / "spool").rglob("*.*"))
