"""One browser's connection to one call.

Three things run side by side: what the client sends, the call's events on their way out, and the
acknowledgements of safe audio. A broken connection ends the three, never the call.
"""

import asyncio
import contextlib
from typing import Protocol

from pydantic import BaseModel

from salescoach.domain.audio import Channel
from salescoach.domain.events import (
    CallEnded,
    Customer,
    SuggestionDismissed,
    SuggestionUsed,
    SuggestionVoted,
)
from salescoach.infra.bus.bus import Subscription, call_topic
from salescoach.infra.codec import encode_event
from salescoach.kit.errors import Conflict, InvalidInput, SalesCoachError, Unavailable
from salescoach.kit.ids import new_id
from salescoach.rooms.live import wire
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.connections import Connections
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import OpenCall
from salescoach.rooms.live.pace import Pace
from salescoach.rooms.live.unpacker import Unpacker

ACK_EVERY_S = 0.25
WATCH_EVERY_S = 1.0
BEGIN_WITHIN_S = 60.0
"""A connection that asks for no call is not kept open."""

REPLAY_EVENTS = 500
"""Events read from the log at a time for a page that comes back."""

WARN_EVERY_MS = 10_000
"""A sender that is too fast is told so, but not for every frame."""

NOTHING = -1
"""The frame that is safe before any is."""

LARGEST_LEAD = 10_000
"""Events that a page may have seen and a crash kept from the log."""


class Socket(Protocol):
    """What the gateway needs of a WebSocket. ``receive`` gives text or bytes and raises
    ``ConnectionError`` when the other side is gone."""

    async def receive(self) -> str | bytes: ...

    async def send(self, text: str) -> None: ...


class Gateway:
    """Serves one connection until it ends. Raises ``ConnectionError`` when the client is gone, or
    a ``SalesCoachError`` that says why the server ends it: ``superseded`` (another connection
    resumed the call), ``too_slow`` (the client may come back with its last ``seq``), ``disk_full``
    (the client comes back and sends again what was not acknowledged) or ``shutting_down``.

    Anything else that is wrong with a message is answered with an ``error``, and the connection
    goes on."""

    def __init__(
        self, socket: Socket, desk: CallDesk, connections: Connections, outbox_limit: int
    ) -> None:
        self._socket = socket
        self._desk = desk
        self._connections = connections
        self._outbox_limit = outbox_limit
        self._unpacker = Unpacker()
        self._pace = Pace(desk.clock)
        self._warned_at_ms: float | None = None
        self._acked: dict[int, int] = {}
        """The last frame of each channel that the client was told is safe."""
        self._sending = asyncio.Lock()

    async def serve(self) -> None:
        connection_id = new_id("conn")
        await self._send(wire.ConnectionEstablished(connection_id=connection_id))
        try:
            async with asyncio.timeout(BEGIN_WITHIN_S) as waiting:
                begun = await self._begin(waiting)
        except TimeoutError:
            raise Unavailable("No call was asked for.", code="nothing_asked") from None
        if begun is None:
            return
        call, last_seq = begun
        try:
            async with self._connections.claim(call.id) as displaced:
                await self._attend(call, last_seq, displaced)
        finally:
            if not self._connections.is_claimed(call.id):
                call.leave()

    async def _begin(self, waiting: asyncio.Timeout) -> tuple[LiveCall, int] | None:
        """Waits for ``start_call`` or ``resume_call``; ``waiting`` is over once one is asked for,
        until it is refused."""
        until = waiting.when()
        while True:
            try:
                message = await self._next_message()
                if isinstance(message, wire.StartCall | wire.ResumeCall):
                    # What was asked for takes its time, and is not cut off in the middle.
                    waiting.reschedule(None)
                match message:
                    case wire.StartCall():
                        return await self._start(message)
                    case wire.ResumeCall():
                        return await self._resume(message)
                    case wire.Ping():
                        await self._send(wire.Pong())
                    case None:
                        raise InvalidInput(
                            "Audio came before the call was started.", code="call_not_started"
                        )
                    case _:
                        raise InvalidInput("Start or resume a call first.", code="call_not_started")
            except SalesCoachError as error:
                # Why comes first: by now there may be no time left.
                await self._refuse(error)
                waiting.reschedule(until)

    async def _start(self, message: wire.StartCall) -> tuple[LiveCall, int]:
        customer = message.customer
        request = OpenCall(
            channels=tuple(Channel(spec.id, spec.role) for spec in message.channels),
            consent=message.consent,
            playbook_id=message.playbook_id,
            customer=Customer(customer.name, customer.company) if customer else None,
            record_audio=message.record_audio,
            mode=message.mode,
            demo=message.demo,
            time_zone=message.time_zone,
        )
        attempts = self._connections.attempts
        opened = await attempts.open(self._desk, request, message.attempt_id)
        await self._send(wire.CallOpened(call_id=opened.call.id, resume_token=opened.resume_token))
        return opened.call, 0

    async def _resume(self, message: wire.ResumeCall) -> tuple[LiveCall, int]:
        call = await self._desk.resume(message.call_id, message.resume_token)
        if message.last_seq > call.session.state.seq + LARGEST_LEAD:
            raise InvalidInput("This call has no such last_seq.", code="invalid_message")
        call.expect_seq_after(message.last_seq)
        await self._send(
            wire.CallResumed(
                call_id=call.id, last_seq=call.session.state.seq, audio=call.next_seqs()
            )
        )
        return call, message.last_seq

    async def _attend(self, call: LiveCall, last_seq: int, displaced: asyncio.Event) -> None:
        call.attended = True
        async with self._desk.bus.subscribe(call_topic(call.id), self._outbox_limit) as events:
            try:
                async with asyncio.TaskGroup() as group:
                    sender = group.create_task(self._send_events(call, last_seq, events))
                    acks = group.create_task(self._send_acks(call))
                    watch = group.create_task(_watch(displaced, events))
                    reader = group.create_task(self._read(call))
                    await sender
                    # The call has ended, and everything about it was sent.
                    for task in (acks, watch, reader):
                        task.cancel()
            except* (SalesCoachError, ConnectionError) as group_error:
                raise group_error.exceptions[0] from None

    async def _send_events(self, call: LiveCall, last_seq: int, events: Subscription) -> None:
        """First what the log holds and the client has not seen, then what happens, each once."""
        replayed_ms = -1
        while missed := await self._desk.log.read(call.id, last_seq, REPLAY_EVENTS):
            for event in missed:
                await self._send_text(encode_event(event).decode())
                last_seq = event.seq or last_seq
                replayed_ms = event.at_ms
            if isinstance(missed[-1], CallEnded):
                return
        async for event in events:
            if event.seq is not None:
                if event.seq <= last_seq:
                    continue
                last_seq = event.seq
            elif event.at_ms <= replayed_ms:
                # An interim from before what was just replayed would take back final words.
                continue
            if isinstance(event, CallEnded):
                # A call may end between two rounds of acknowledgements.
                await self._acknowledge(call)
            await self._send_text(encode_event(event).decode())
            if isinstance(event, CallEnded):
                return
        _check_speed(events)
        raise Unavailable("The server is shutting down.", code="shutting_down")

    async def _send_acks(self, call: LiveCall) -> None:
        while True:
            await self._acknowledge(call)
            await asyncio.sleep(ACK_EVERY_S)

    async def _acknowledge(self, call: LiveCall) -> None:
        for channel, seq in call.safe_seqs().items():
            before = self._acked.get(channel)
            if seq > (NOTHING if before is None else before):
                if before is not None:
                    self._tell_wait(call.waited_ms(channel, before))
                self._acked[channel] = seq
                await self._send(wire.AudioAck(channel=channel, seq=seq))

    def _tell_wait(self, ms: float | None) -> None:
        if ms is not None:
            self._desk.on_acknowledged(ms)

    async def _read(self, call: LiveCall) -> None:
        while True:
            try:
                message = await self._next_message(call)
                if message is not None:
                    await self._obey(call, message)
            except Unavailable as error:
                await self._refuse(error)
                raise
            except SalesCoachError as error:
                await self._refuse(error)

    async def _hear(self, call: LiveCall, data: bytes) -> None:
        frame = self._unpacker.frame(data)
        wait_s = self._pace.spend(frame.duration_ms)
        if wait_s > 0:
            await self._warn_of_speed()
            await asyncio.sleep(wait_s)
        if not call.receive(frame):
            # Whoever sends it again has missed that it is safe.
            self._acked.pop(frame.channel, None)

    async def _warn_of_speed(self) -> None:
        now = self._desk.clock.now_ms()
        if self._warned_at_ms is None or now - self._warned_at_ms > WARN_EVERY_MS:
            self._warned_at_ms = now
            message = "Audio comes much faster than it can have been spoken; it has to wait."
            await self._refuse(InvalidInput(message, code="frame_too_fast"))

    async def _obey(self, call: LiveCall, message: wire.ClientMessage) -> None:
        controls = call.controls
        match message:
            case wire.Ping():
                await self._send(wire.Pong())
            case wire.Pause():
                controls.pause()
            case wire.Unpause():
                controls.unpause()
            case wire.Mute():
                controls.mute(message.channel, message.muted)
            case wire.SwapSpeakers():
                controls.swap_speakers()
            case wire.SetMode():
                await controls.set_mode(message.mode)
            case wire.UseSuggestion():
                controls.judge_card(SuggestionUsed(id=message.id))
            case wire.DismissSuggestion():
                controls.judge_card(SuggestionDismissed(id=message.id))
            case wire.Vote():
                controls.judge_card(SuggestionVoted(id=message.id, vote=message.vote))
            case wire.SetObjective():
                await controls.set_objective(message.id, message.done)
            case wire.MarkMoment():
                controls.mark_moment(message.label)
            case wire.Note():
                controls.add_note(message.text)
            case wire.EndCall():
                # The events go on being sent while the last words are flushed.
                self._desk.close_soon(call.id)
            case wire.StartCall() | wire.ResumeCall():
                raise Conflict(
                    f"This connection already serves call {call.id}.",
                    code="call_already_started",
                )

    async def _next_message(self, call: LiveCall | None = None) -> wire.ClientMessage | None:
        """The next text message, parsed. Binary messages go to ``call``, or give None when there
        is no call yet. Raises ``InvalidInput`` for anything that cannot be understood."""
        while True:
            received = await self._socket.receive()
            if isinstance(received, bytes):
                if call is None:
                    return None
                await self._hear(call, received)
                continue
            await asyncio.sleep(self._pace.spend_message())
            return wire.parse_message(received)

    async def _refuse(self, error: SalesCoachError) -> None:
        await asyncio.sleep(self._pace.spend_message())
        await self._send(wire.ErrorMessage(code=error.code, message=error.message))

    async def _send(self, message: BaseModel) -> None:
        await self._send_text(message.model_dump_json())

    async def _send_text(self, text: str) -> None:
        async with self._sending:
            await self._socket.send(text)


async def _watch(displaced: asyncio.Event, events: Subscription) -> None:
    """Raises when the connection has to end although its sender may be stuck."""
    while not displaced.is_set():
        _check_speed(events)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WATCH_EVERY_S):
                await displaced.wait()
    raise Conflict("Another page goes on with this call.", code="superseded")


def _check_speed(events: Subscription) -> None:
    if events.overflowed:
        raise Unavailable("Messages were not read fast enough.", code="too_slow")
