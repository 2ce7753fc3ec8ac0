"""The one door to live calls, for the browser and for replays alike.

It opens, resumes and closes calls, keeps those that nobody is connected to for a while, and drains
them all when the server stops.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from loguru import logger

from salescoach.domain.audio import Channel
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    CoachingMode,
    Customer,
    EndReason,
)
from salescoach.infra.bus.bus import Bus
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, InvalidInput, NotFound, Unavailable
from salescoach.kit.ids import new_call_id, new_token
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import CallState, fold
from salescoach.rooms.calls.log import EventLog
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.pace import Pace
from salescoach.rooms.live.spool import Spool, recover
from salescoach.speech.transcriber import Transcriber

BUSY_LAG_MS = 4_000
"""When a live call lags more than this, the machine takes no further one."""


@dataclass(frozen=True, slots=True)
class OpenCall:
    """What a caller has to say to begin. ``playbook_id`` None means the configured one."""

    channels: tuple[Channel, ...]
    consent: bool
    playbook_id: str | None = None
    customer: Customer | None = None
    record_audio: bool = False
    mode: CoachingMode | None = None


@dataclass(frozen=True, slots=True)
class DeskOptions:
    spool_dir: Path
    mode: CoachingMode = "suggestion"
    stt_engine: str = "local"
    coach_engine: str = "local"
    idle_timeout_s: float = 1800.0
    max_call_s: float = 14_400.0
    realtime: bool = True
    paced: bool = True
    """Whether audio comes as it is spoken; a file that is read as fast as possible is not."""


Experts = Callable[[str | None, Customer | None], Awaitable[Expertise]]
"""The expertise for a playbook id and a customer. Raises ``NotFound`` (``playbook_not_found``)."""


@dataclass(frozen=True, slots=True)
class Opened:
    call: LiveCall
    resume_token: str


@dataclass(slots=True)
class CallDesk:
    log: EventLog
    bus: Bus
    transcriber: Transcriber
    experts: Experts
    clock: Clock
    options: DeskOptions
    _calls: dict[str, LiveCall] = field(default_factory=dict)
    _draining: bool = False

    @property
    def live_calls(self) -> int:
        return len(self._calls)

    async def open(self, request: OpenCall) -> Opened:
        """Raises ``InvalidInput``, ``NotFound``, ``SpeechError``, ``Unavailable`` (``busy`` or
        ``shutting_down``)."""
        self._admit()
        check_channels(request.channels)
        expertise = await self.experts(request.playbook_id, request.customer)
        token = new_token()
        start = CallStarted(
            call_id=new_call_id(),
            seq=1,
            channels=request.channels,
            playbook_id=expertise.playbook.id,
            customer=request.customer,
            consent=request.consent,
            record_audio=request.record_audio and request.consent,
            mode=request.mode or self.options.mode,
            stt_engine=self.options.stt_engine,
            coach_engine=self.options.coach_engine,
            started_at=self.clock.utc().isoformat(),
        )
        await self.log.open_call(start, hash_token(token))
        spool = Spool(self._folder(start.call_id), tuple(c.id for c in request.channels))
        call = self._live_call(expertise, CallState(), spool)
        self._calls[start.call_id] = call
        try:
            await call.start(start)
        except BaseException:
            del self._calls[start.call_id]
            await call.abandon()
            raise
        logger.info("Call {} opened", start.call_id)
        return Opened(call, token)

    async def resume(self, call_id: str, token: str) -> LiveCall:
        """The live call, rebuilt from its log when this server has not seen it yet. Raises
        ``NotFound`` (``call_not_found``), ``InvalidInput`` (``wrong_resume_token``) or
        ``Conflict`` (``call_has_ended``)."""
        expected = await self.log.resume_token_hash(call_id)
        if not hmac.compare_digest(expected, hash_token(token)):
            raise InvalidInput("This call cannot be resumed from here.", code="wrong_resume_token")
        known = self._calls.get(call_id)
        if known is not None:
            return known
        if self._draining:
            raise Unavailable("The server is shutting down.", code="shutting_down")
        call = await self._rebuild(call_id)
        logger.info("Call {} rebuilt from its log", call_id)
        return call

    async def close(self, call_id: str, reason: EndReason = "ended") -> None:
        """Ends a call: its last words are flushed first. Closing an ended call is harmless."""
        call = self._calls.get(call_id)
        if call is None:
            return
        await call.end(reason)
        await self.log.drain()
        self._calls.pop(call_id, None)
        logger.info("Call {} closed: {}", call_id, reason)

    def get(self, call_id: str) -> LiveCall | None:
        return self._calls.get(call_id)

    async def sweep(self) -> None:
        """Ends the calls that nobody came back to, and those beyond the longest length."""
        now = self.clock.now_ms()
        for call_id, call in list(self._calls.items()):
            alone_s = (now - call.last_seen_ms) / 1000 if call.left_alone else 0.0
            if alone_s > self.options.idle_timeout_s:
                await self.close(call_id, "timeout")
            elif call.session.position_ms() / 1000 > self.options.max_call_s:
                await self.close(call_id, "ended")

    async def run_sweeper(self, every_s: float = 15.0) -> None:
        while True:
            await asyncio.sleep(every_s)
            try:
                await self.sweep()
            except Exception as error:  # noqa: BLE001 - one bad call must not keep the rest open
                logger.error("A call could not be closed: {}", type(error).__name__)

    async def drain(self) -> None:
        """For a stopping server: no new calls; what was heard is committed. The calls stay
        resumable, and are found in the history either way."""
        self._draining = True
        calls = list(self._calls.values())
        await asyncio.gather(*(call.suspend() for call in calls), return_exceptions=True)
        await self.log.drain()
        self._calls.clear()

    async def recover_spools(self, ended: Callable[[str], Awaitable[bool]]) -> None:
        """Deletes audio left over from calls that have ended (``ended`` tells)."""
        root = self.options.spool_dir
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            if folder.is_dir() and await ended(folder.name):
                channels = tuple(int(f.name) for f in folder.iterdir() if f.name.isdigit())
                Spool(folder, channels).delete()

    def _admit(self) -> None:
        if self._draining:
            raise Unavailable("The server is shutting down.", code="shutting_down")
        if any(call.lag_ms > BUSY_LAG_MS for call in self._calls.values()):
            raise Unavailable(
                "This machine is full: a running call is already late. Try again when a call "
                "has ended.",
                code="busy",
            )

    async def _rebuild(self, call_id: str) -> LiveCall:
        events = await self.log.read(call_id)
        if not events or not isinstance(events[0], CallStarted):
            raise NotFound(f"There is no call {call_id}.", code="call_not_found")
        if isinstance(events[-1], CallEnded):
            raise Conflict("This call has ended.", code="call_has_ended")
        await self.log.reopen(call_id)
        state = fold(events)
        started = events[0]
        expertise = await self.experts(started.playbook_id, started.customer)
        spool = recover(self._folder(call_id), tuple(state.channels))
        call = self._live_call(expertise, state, spool)
        self._calls[call_id] = call
        try:
            await call.resume(self._since_first_frame_ms(events))
        except BaseException:
            del self._calls[call_id]
            await call.abandon()
            raise
        return call

    def _since_first_frame_ms(self, events: list[CallEvent]) -> float:
        """Wall time since the first frame, as near as the log tells: the call began at
        ``started_at``, and no event may be later than now."""
        started = events[0]
        assert isinstance(started, CallStarted)
        since = self.clock.utc() - datetime.fromisoformat(started.started_at)
        return max(since.total_seconds() * 1000, float(events[-1].at_ms))

    def _live_call(self, expertise: Expertise, state: CallState, spool: Spool) -> LiveCall:
        session = CallSession(
            expertise,
            self.transcriber,
            self.clock,
            self._sink,
            state=state,
            realtime=self.options.realtime,
        )
        pace = Pace(self.clock) if self.options.paced else None
        return LiveCall(session, spool, self.clock, pace)

    def _sink(self, event: CallEvent) -> None:
        future = self.log.append(event)
        future.add_done_callback(_note_failure)

    def _folder(self, call_id: str) -> Path:
        return self.options.spool_dir / call_id


def _note_failure(future: "asyncio.Future[None]") -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        logger.error("An event could not be kept: {}", type(error).__name__)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def check_channels(channels: tuple[Channel, ...]) -> None:
    """Raises ``InvalidInput`` (``invalid_channels``)."""
    if len({channel.id for channel in channels}) != len(channels):
        raise InvalidInput("Each channel needs its own id.", code="invalid_channels")
    if not channels:
        raise InvalidInput("A call needs at least one channel.", code="invalid_channels")
