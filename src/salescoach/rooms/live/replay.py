"""A recording through the very same desk as a live call.

In real time each frame comes when its last sample would have been spoken; otherwise as fast as the
engine takes it. Either way the same code decides, on call time.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from salescoach.domain.audio import AudioFrame
from salescoach.domain.events import CallEnded, CallEvent
from salescoach.infra.bus.bus import Subscription, call_topic
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import OpenCall

WAITING_MS = 800
"""Audio that may wait for the engine when there is no pace to keep."""

BUS_CAPACITY = 100_000

Frames = Iterable[AudioFrame] | AsyncIterable[AudioFrame]


@dataclass(frozen=True, slots=True)
class Replayed:
    """``audio_s`` of the recording took ``wall_s``."""

    call_id: str
    audio_s: float
    wall_s: float


async def replay(
    desk: CallDesk,
    request: OpenCall,
    frames: Frames,
    show: Callable[[CallEvent], None],
    speed: float | None = None,
) -> Replayed:
    """Plays ``frames`` (channels in turn, in order) and shows every event as a page would see it.
    ``speed`` 1 is real time, None as fast as possible. Raises what ``frames`` raises."""
    opened = await desk.open(request)
    call = opened.call
    async with desk.bus.subscribe(call_topic(call.id), BUS_CAPACITY) as events:
        for event in await desk.log.read(call.id):
            show(event)
        shown = call.session.state.seq
        try:
            async with asyncio.TaskGroup() as group:
                feeding = group.create_task(_feed(desk, call, frames, speed))
                group.create_task(_show(events, shown, show))
        except ExceptionGroup as failures:
            await desk.close(call.id, "failed")
            # What went wrong has a code of its own; a group of one has none.
            raise failures.exceptions[0] from None
    audio_s, wall_s = feeding.result()
    return Replayed(call.id, audio_s, wall_s)


async def _show(events: Subscription, shown: int, show: Callable[[CallEvent], None]) -> None:
    async for event in events:
        if event.seq is not None and event.seq <= shown:
            continue
        show(event)
        if isinstance(event, CallEnded):
            return


async def _feed(
    desk: CallDesk, call: LiveCall, frames: Frames, speed: float | None
) -> tuple[float, float]:
    clock = desk.clock
    began = clock.now_ms()
    heard: dict[int, float] = {}
    async for frame in each_frame(frames):
        heard[frame.channel] = heard.get(frame.channel, 0.0) + frame.duration_ms
        if speed is not None:
            wait_ms = began + heard[frame.channel] / speed - clock.now_ms()
            if wait_ms > 0:
                await asyncio.sleep(wait_ms / 1000)
        call.receive(frame)
        if speed is None and call.lag_ms > WAITING_MS:
            await call.drained()
    await desk.close(call.id, "replay")
    return max(heard.values(), default=0.0) / 1000, (clock.now_ms() - began) / 1000


async def each_frame(frames: Frames) -> AsyncIterator[AudioFrame]:
    if isinstance(frames, AsyncIterable):
        async for frame in frames:
            yield frame
        return
    for frame in frames:
        yield frame
