"""Words that are known already, through the session of a live call: no sound, nothing kept.

Evaluations and comparisons of playbooks ask what the coach would have made of a call. They get the
answer from the very session that a live call has, at the call times of the lines.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.events import CallEvent, CallStarted, Degraded, Transcription
from salescoach.domain.playbook import Playbook
from salescoach.domain.transcript import Transcript
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import Unavailable
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.order import SETTLED_MS
from salescoach.pipeline.session import CallSession
from salescoach.speech.transcriber import Capabilities, TranscribeOptions

CHANNEL_OF = {Speaker.SALESPERSON: 0, Speaker.CUSTOMER: 1, Speaker.UNKNOWN: 2}
_CONFIDENCE = 1.0
_LOOK_S = 0.5

Rest = Callable[[], Awaitable[None]]
"""Awaited before each line, so that a rehearsal can step aside for live calls."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """What one person said in one breath, in call time."""

    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class OnePlaybook:
    """For ``Experts``: whatever is asked for, it is this playbook, as written."""

    playbook: Playbook

    async def for_call(self, playbook_id: str | None, version: int | None) -> Playbook:
        return self.playbook

    async def every(self) -> Sequence[Playbook]:
        return [self.playbook]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``events`` is everything that happened. ``after`` holds, for each line in the order given,
    what the coach made of it when it was said."""

    events: tuple[CallEvent, ...]
    after: tuple[tuple[CallEvent, ...], ...]


async def no_rest() -> None:
    """Others get a turn, and nothing waits."""
    await asyncio.sleep(0)


async def rehearse(
    expertise: Expertise,
    lines: Sequence[SpokenLine],
    rest: Rest = no_rest,
    as_of: CallStarted | None = None,
) -> Rehearsal:
    """Plays ``lines``, on the day of ``as_of`` where that is given. Raises ``Unavailable``
    (``coach_failed``) when the coach cannot read them: what it would have said is then not
    known."""
    events: list[CallEvent] = []
    worded = (at for at, line in enumerate(lines) if line.text.strip())
    spoken = sorted(worded, key=lambda at: _when(lines[at]))
    engine = _Recital([lines[at] for at in spoken], rest)
    session = CallSession(expertise, engine, SystemClock(), events.append, realtime=False)
    try:
        await session.start(_start(expertise, lines, as_of))
        while not await engine.said_within(_LOOK_S):
            _check(events)
            if session.lost is not None:
                break
        await session.finish("replay")
    finally:
        await session.aclose()
    _check(events)
    after: list[tuple[CallEvent, ...]] = [()] * len(lines)
    for at, what in zip(spoken, _after_each_line(events), strict=True):
        after[at] = what
    return Rehearsal(tuple(events), tuple(after))


def _check(events: Sequence[CallEvent]) -> None:
    failure = next((event for event in events if isinstance(event, Degraded)), None)
    if failure is not None:
        raise Unavailable(f"The coach failed on this call: {failure.reason}.", code="coach_failed")


def _when(line: SpokenLine) -> tuple[int, int]:
    return line.end_ms, CHANNEL_OF[line.speaker]


def _start(
    expertise: Expertise, lines: Sequence[SpokenLine], as_of: CallStarted | None
) -> CallStarted:
    speakers = sorted({line.speaker for line in lines}, key=lambda each: CHANNEL_OF[each])
    return CallStarted(
        call_id="rehearsal",
        channels=tuple(Channel(CHANNEL_OF[speaker], speaker) for speaker in speakers),
        playbook_id=expertise.playbook.id,
        mode="suggestion",
        stt_engine=_Recital.capabilities.name,
        started_at=as_of.started_at if as_of else SystemClock().utc().isoformat(),
        time_zone=as_of.time_zone if as_of else None,
    )


def _after_each_line(events: Sequence[CallEvent]) -> list[tuple[CallEvent, ...]]:
    """Each line is committed once, and what it led to follows it at once."""
    found: list[list[CallEvent]] = []
    for event in events:
        if isinstance(event, Transcription) and event.is_final:
            found.append([])
        elif found:
            found[-1].append(event)
    return [tuple(each) for each in found]


class _Recital:
    """An engine of one stream that needs no audio: its lines are there from the start."""

    capabilities = Capabilities(
        name="written",
        max_channels=None,
        interim=False,
        diarization=False,
        languages=("en",),
        network=False,
    )

    def __init__(self, lines: Sequence[SpokenLine], rest: Rest) -> None:
        self._lines = tuple(lines)
        self._rest = rest
        self._heard_ms = 0
        self._said = asyncio.Event()
        self._over = asyncio.Event()

    async def said_within(self, seconds: float) -> bool:
        """Whether every line was taken, or is within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._said.wait()
        except TimeoutError:
            return False
        return True

    async def warm_up(self) -> None:
        return

    async def open(self, options: TranscribeOptions) -> "_Recital":
        return self

    async def send(self, frame: AudioFrame) -> None:
        return

    async def finish(self) -> None:
        self._over.set()

    async def aclose(self) -> None:
        self._over.set()

    def set_economy(self, on: bool) -> None:
        return

    def heard_ms(self, channel: int) -> int:
        return self._heard_ms

    async def __aiter__(self) -> AsyncIterator[Transcript]:
        for number, line in enumerate(self._lines):
            await self._rest()
            # No later line ends before this one does.
            self._heard_ms = line.end_ms + SETTLED_MS
            yield Transcript(
                channel=CHANNEL_OF[line.speaker],
                line_id=str(number),
                text=line.text,
                is_final=True,
                start_ms=line.start_ms,
                end_ms=line.end_ms,
                confidence=_CONFIDENCE,
            )
        self._said.set()
        await self._over.wait()
