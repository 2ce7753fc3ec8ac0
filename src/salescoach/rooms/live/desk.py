"""The one door to live calls, for the browser and for replays alike.

It opens, resumes and closes calls, ends those that nobody comes back to, also after a crash, and
drains them all when the server stops.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from loguru import logger

from salescoach.domain.events import Customer, EndReason
from salescoach.domain.privacy import OPEN
from salescoach.infra.bus.bus import Bus
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, InvalidInput, NotFound, SalesCoachError, Unavailable
from salescoach.kit.ids import new_token
from salescoach.llm.shelf import EmbeddedOnly, ModelShelf
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import CallState
from salescoach.rooms.calls.log import EventLog
from salescoach.rooms.live.admission import Admission
from salescoach.rooms.live.begun import Begun
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.disk_sync import DiskSync
from salescoach.rooms.live.epilogue import Epilogue
from salescoach.rooms.live.leftovers import FateOf, sort_left_audio
from salescoach.rooms.live.opening import (
    DeskOptions,
    Means,
    OpenCall,
    Opened,
    PrivacyFor,
    check_channels,
    hash_token,
    start_of,
)
from salescoach.rooms.live.outlet import Outlet
from salescoach.rooms.live.past import past_of
from salescoach.rooms.live.spool import Spool, recover
from salescoach.speech.shelf import SpeechShelf
from salescoach.speech.transcriber import Transcriber

LEFT_AFTER_MS = 30_000
"""A page that comes back after a cut is here again by then."""

SWEEP_AGAIN_MS = 30_000
"""When a call that an earlier server left is tried again, if it could not be ended: the database
may have been held."""

Experts = Callable[[str | None, Customer | None, int | None], Awaitable[Expertise]]
"""The expertise for a playbook id, a customer, and the version a call that goes on began with
(None: the newest). Raises ``NotFound`` (``playbook_not_found``)."""


@dataclass(slots=True)
class CallDesk:
    log: EventLog
    bus: Bus
    transcriber: Transcriber
    experts: Experts
    clock: Clock
    options: DeskOptions
    models: ModelShelf = field(default_factory=EmbeddedOnly)
    speech: SpeechShelf | None = None
    """Chooses the engine of each call; None: it is ``transcriber``."""
    privacy: PrivacyFor | None = None
    """None: nothing is masked."""
    lateness_ms: Callable[[], float] = lambda: 0.0
    """How late the event loop is."""
    reading_ms: Callable[[], float] = lambda: 0.0
    """How long a sentence waits to be read."""
    on_acknowledged: Callable[[float], None] = lambda ms: None
    """Told how long a frame had waited, in milliseconds, when its page heard that it is safe."""
    _calls: dict[str, LiveCall] = field(default_factory=dict)
    _rebuilding: dict[str, asyncio.Task[LiveCall]] = field(default_factory=dict)
    _orphans: dict[str, float] = field(default_factory=dict)
    """Calls that an earlier server left, and since when nobody has come back to them."""
    _admission: Admission = field(init=False)
    _disk: DiskSync = field(default_factory=DiskSync)
    _epilogue: Epilogue = field(init=False)
    _draining: bool = False

    def __post_init__(self) -> None:
        self._epilogue = Epilogue(self.log)
        self._admission = Admission(
            self._calls, self.options.max_occupying, self.lateness_ms, self.reading_ms
        )

    @property
    def live_calls(self) -> int:
        return len(self._calls)

    @property
    def talking(self) -> bool:
        """Whether somebody is in a call, or was a moment ago; one that was left open waits for its
        page and keeps nobody from other work."""
        gone_ms = self.clock.now_ms() - LEFT_AFTER_MS
        return any(call.attended or call.last_seen_ms > gone_ms for call in self._calls.values())

    @property
    def worst_lag_ms(self) -> int:
        """Of the calls that an engine hears."""
        return max((call.lag_ms for call in self._calls.values() if call.hears), default=0)

    async def open(self, request: OpenCall) -> Opened:
        """Raises ``InvalidInput``, ``NotFound``, ``SpeechError`` when the engine can never work
        here, ``Unavailable`` (``busy``, ``shutting_down`` or ``storage_unavailable``)."""
        self._check_open()
        check_channels(request.channels)
        await self._admission.ask()
        playbook_id, version = request.playbook_id, None
        if request.demo:
            playbook_id, version = self.options.demo_playbook
        expertise = await self.experts(playbook_id, request.customer, version)
        means = await self._means()
        async with self._admission.place(occupies=means.occupies):
            return await self._open(request, expertise, means)

    async def _open(self, request: OpenCall, expertise: Expertise, means: Means) -> Opened:
        token = new_token()
        start = start_of(request, expertise, means, self.options.mode, self.clock.utc())
        channels = tuple(c.id for c in request.channels)
        spool = Spool(self._folder(start.call_id), channels, self._disk)
        outlet = Outlet(self.log)
        call = self._live_call(expertise, CallState(), spool, outlet, means)
        try:
            # The log comes last: a call that cannot begin leaves nothing in the history.
            await call.start(start)
            await self.log.open_call(start, hash_token(token))
            outlet.open()
            await self._note_begin(start.call_id)
            await self._admit_started(call)
        except BaseException:
            await call.abandon()
            raise
        logger.info("Call {} opened", call.id)
        return Opened(call, token)

    async def resume(self, call_id: str, token: str) -> LiveCall:
        """The live call, rebuilt from its log when this server has not seen it yet. Raises
        ``NotFound`` (``call_not_found``), ``InvalidInput`` (``wrong_resume_token``), ``Conflict``
        (``call_has_ended``) or ``Unavailable`` (``shutting_down``)."""
        expected = await self.log.resume_token_hash(call_id)
        if not hmac.compare_digest(expected, hash_token(token)):
            raise InvalidInput("This call cannot be resumed from here.", code="wrong_resume_token")
        return await self._live(call_id)

    async def close(self, call_id: str, reason: EndReason = "ended") -> None:
        """Ends a call: its last words are flushed first. Closing an ended call is harmless."""
        call = self._calls.get(call_id)
        if call is None:
            return
        await call.end(reason)
        stored = await self._epilogue.is_stored(call)
        if self._calls.pop(call_id, None) is None:
            return
        logger.info("Call {} closed: {}", call_id, reason)
        if stored:
            await self._epilogue.put_away(call)
        else:
            # Until its text is stored, the audio is all there is to go back to.
            self._epilogue.later(self._epilogue.put_away_once_stored(call))

    async def end_left(self, call_id: str) -> None:
        """Ends a call whose page is gone, also one that an earlier server left. One that has ended
        is left alone. Raises ``NotFound`` (``call_not_found``), ``Conflict`` (``call_is_attended``)
        or ``Unavailable``."""
        known = self._calls.get(call_id)
        if known is not None and known.attended:
            raise Conflict(
                "This call goes on in an open page. End it there.", code="call_is_attended"
            )
        try:
            await self._live(call_id)
        except Conflict:
            return
        await self.close(call_id)

    def close_soon(self, call_id: str) -> None:
        """Ends a call without waiting for its last words."""
        self._epilogue.later(self.close(call_id))

    def get(self, call_id: str) -> LiveCall | None:
        return self._calls.get(call_id)

    async def sweep(self) -> None:
        """Ends the calls that nobody came back to, and those beyond the longest length."""
        now = self.clock.now_ms()
        timeout_ms = self.options.idle_timeout_s * 1000
        for call_id, call in list(self._calls.items()):
            patience_ms = self.options.demo_timeout_s * 1000 if call.is_demo else timeout_ms
            if not call.attended and now - call.last_seen_ms > patience_ms:
                await self._sweep_away(call_id, "timeout")
            elif call.session.lasted_ms() / 1000 > self.options.max_call_s:
                await self._sweep_away(call_id, "ended")
        for call_id, since in list(self._orphans.items()):
            if now - since <= timeout_ms:
                continue
            if await self._sweep_away(call_id, "timeout"):
                self._orphans.pop(call_id, None)
            elif call_id in self._orphans:
                self._orphans[call_id] = now - timeout_ms + SWEEP_AGAIN_MS

    async def run_sweeper(self, every_s: float = 5.0) -> None:
        while True:
            await asyncio.sleep(every_s)
            await self.sweep()

    async def drain(self) -> None:
        """For a stopping server: no new calls; what was heard is committed. The calls stay
        resumable, and are found in the history either way."""
        self._draining = True
        await asyncio.gather(*self._rebuilding.values(), return_exceptions=True)
        calls = list(self._calls.values())
        outcomes = await asyncio.gather(*(c.suspend() for c in calls), return_exceptions=True)
        for call, outcome in zip(calls, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                logger.error("Call {} could not be saved: {}", call.id, type(outcome).__name__)
        await self.log.drain()
        await self._epilogue.aclose()
        self._calls.clear()

    async def take_over(self, interrupted: Iterable[str], fate_of: FateOf) -> None:
        """At start: the calls of an earlier server wait for their pages to come back; those that
        nobody comes back to are heard to their end and closed by ``sweep``. Audio of calls that
        are over is deleted."""
        now = self.clock.now_ms()
        left = await sort_left_audio(self.options.spool_dir, fate_of)
        self._orphans = dict.fromkeys([*interrupted, *left], now)

    def _check_open(self) -> None:
        if self._draining:
            raise Unavailable("The server is shutting down.", code="shutting_down")

    async def _admit_started(self, call: LiveCall) -> None:
        if self._draining:
            await call.suspend()
            raise Unavailable("The server is shutting down.", code="shutting_down")
        self._calls[call.id] = call

    async def _note_begin(self, call_id: str) -> None:
        try:
            await asyncio.to_thread(Begun(self._folder(call_id)).note, self.clock)
        except OSError as error:
            logger.warning("The begin of call {} is not noted: {}", call_id, error.strerror)

    async def _live(self, call_id: str) -> LiveCall:
        """The call, rebuilt at most once however many ask for it."""
        known = self._calls.get(call_id)
        if known is not None:
            return known
        if self._draining:
            raise Unavailable("The server is shutting down.", code="shutting_down")
        rebuilding = self._rebuilding.get(call_id)
        if rebuilding is None:
            rebuilding = asyncio.create_task(self._rebuild(call_id), name="call-rebuild")
            self._rebuilding[call_id] = rebuilding
            rebuilding.add_done_callback(lambda _: self._rebuilding.pop(call_id, None))
        return await asyncio.shield(rebuilding)

    async def _rebuild(self, call_id: str) -> LiveCall:
        since_ms = await asyncio.to_thread(Begun(self._folder(call_id)).since_ms, self.clock)
        past = past_of(call_id, await self.log.read(call_id), self.clock.utc(), since_ms)
        started = past.started
        expertise = await self.experts(
            started.playbook_id, started.customer, started.playbook_version
        )
        if started.coaching is not None:
            expertise = replace(expertise, coaching=started.coaching)
        try:
            spool = await recover(self._folder(call_id), past.state.channels, self._disk)
        except OSError as error:
            message = "The call's audio cannot be read just now."
            raise Unavailable(message, code="storage_unavailable") from error
        await self.log.reopen(call_id)
        outlet = Outlet(self.log)
        outlet.open()
        call = self._live_call(expertise, past.state, spool, outlet, await self._means())
        try:
            await call.resume(past.since_first_frame_ms, past.paused_at_ms)
            await self._admit_started(call)
        except BaseException:
            await call.abandon()
            raise
        self._orphans.pop(call_id, None)
        logger.info("Call {} rebuilt from its log", call_id)
        return call

    async def _means(self) -> Means:
        """As they are chosen now; they stay for the whole call."""
        return Means(
            self.transcriber if self.speech is None else await self.speech.for_call(),
            await self.models.for_call(),
            OPEN if self.privacy is None else await self.privacy(),
        )

    def _live_call(
        self,
        expertise: Expertise,
        state: CallState,
        spool: Spool,
        outlet: Outlet,
        means: Means,
    ) -> LiveCall:
        session = CallSession(
            expertise,
            means.transcriber,
            self.clock,
            outlet,
            state=state,
            realtime=self.options.realtime,
            model=means.model,
            privacy=means.privacy,
        )
        call = LiveCall(
            session,
            spool,
            self.clock,
            expertise.playbook,
            lambda: self.log.trouble,
            self.options.flush_within_s,
        )
        outlet.stored = call.note_stored
        call.occupies = means.occupies
        return call

    async def _sweep_away(self, call_id: str, reason: EndReason) -> bool:
        """Whether the call is over."""
        try:
            await self._live(call_id)
            await self.close(call_id, reason)
            return True
        except (Conflict, NotFound) as error:
            logger.warning("Call {} needs no closing: {}", call_id, error.code)
            return True
        except SalesCoachError as error:
            logger.warning("Call {} could not be closed: {}", call_id, error.code)
        except Exception as error:  # noqa: BLE001 - one bad call must not keep the rest open
            logger.opt(exception=error).error("Call {} could not be closed", call_id)
        return False

    def _folder(self, call_id: str) -> Path:
        return self.options.spool_dir / call_id
