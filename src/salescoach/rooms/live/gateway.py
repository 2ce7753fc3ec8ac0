"""One browser's connection to one call.

Three things run side by side: what the client sends, the call's events on their way out, and the
acknowledgements of safe audio. A broken connection ends the three, never the call.
"""

import asyncio
import json
from typing import Protocol

from pydantic import BaseModel, ValidationError

from salescoach.domain.audio import Channel
from salescoach.domain.events import (
    CallEnded,
    Customer,
    MomentMarked,
    NoteAdded,
    ObjectiveChanged,
    SuggestionDismissed,
    SuggestionUsed,
    SuggestionVoted,
)
from salescoach.infra.bus.bus import Subscription, call_topic
from salescoach.infra.codec import encode_event
from salescoach.kit.errors import Conflict, InvalidInput, NotFound, SalesCoachError, Unavailable
from salescoach.kit.ids import new_id
from salescoach.rooms.live import wire
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.connections import Connections
from salescoach.rooms.live.desk import CallDesk, OpenCall

ACK_EVERY_S = 0.2
MAX_ERRORS = 100
"""A client that sends this much nonsense is no client."""


class Socket(Protocol):
    """What the gateway needs of a WebSocket. ``receive`` gives text or bytes and raises
    ``ConnectionError`` when the other side is gone."""

    async def receive(self) -> str | bytes: ...

    async def send(self, text: str) -> None: ...


class Gateway:
    """Serves one connection until it ends. Raises ``ConnectionError`` when the client is gone, or
    a ``SalesCoachError`` that says why the server ends it: ``superseded`` (another connection
    resumed the call), ``too_slow`` (the client may come back with its last ``seq``),
    ``too_many_errors`` or ``shutting_down``."""

    def __init__(
        self, socket: Socket, desk: CallDesk, connections: Connections, outbox_limit: int
    ) -> None:
        self._socket = socket
        self._desk = desk
        self._connections = connections
        self._outbox_limit = outbox_limit
        self._call: LiveCall | None = None
        self._errors = 0
        self._sending = asyncio.Lock()
        self._ending: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        connection_id = new_id("conn")
        await self._send(wire.ConnectionEstablished(connection_id=connection_id))
        begun = await self._begin()
        if begun is None:
            return
        call, last_seq = begun
        self._call = call
        try:
            async with self._connections.claim(call.id) as displaced:
                await self._attend(call, last_seq, displaced)
        finally:
            if not self._connections.is_claimed(call.id):
                call.left_alone = True
                call.last_seen_ms = self._desk.clock.now_ms()

    async def _begin(self) -> tuple[LiveCall, int] | None:
        """Waits for ``start_call`` or ``resume_call``."""
        while True:
            message = await self._next_message()
            try:
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
                await self._refuse(error)

    async def _start(self, message: wire.StartCall) -> tuple[LiveCall, int]:
        if not message.consent:
            raise InvalidInput(
                "A call is transcribed only with the customer's consent.",
                code="consent_missing",
            )
        customer = message.customer
        request = OpenCall(
            channels=tuple(Channel(spec.id, spec.role) for spec in message.channels),
            consent=message.consent,
            playbook_id=message.playbook_id,
            customer=Customer(customer.name, customer.company) if customer else None,
            record_audio=message.record_audio,
            mode=message.mode,
        )
        opened = await self._desk.open(request)
        await self._send(wire.CallOpened(call_id=opened.call.id, resume_token=opened.resume_token))
        return opened.call, 0

    async def _resume(self, message: wire.ResumeCall) -> tuple[LiveCall, int]:
        call = await self._desk.resume(message.call_id, message.resume_token)
        await self._send(
            wire.CallResumed(
                call_id=call.id, last_seq=call.session.state.seq, audio=call.next_seqs()
            )
        )
        return call, message.last_seq

    async def _attend(self, call: LiveCall, last_seq: int, displaced: asyncio.Event) -> None:
        call.left_alone = False
        async with self._desk.bus.subscribe(call_topic(call.id), self._outbox_limit) as events:
            try:
                async with asyncio.TaskGroup() as group:
                    sender = group.create_task(self._send_events(call, last_seq, events))
                    acks = group.create_task(self._send_acks(call))
                    watch = group.create_task(_raise_when(displaced))
                    reader = group.create_task(self._read(call))
                    await sender
                    # The call has ended, and everything about it was sent.
                    for task in (acks, watch, reader):
                        task.cancel()
            except* (SalesCoachError, ConnectionError) as group_error:
                raise group_error.exceptions[0] from None

    async def _send_events(self, call: LiveCall, last_seq: int, events: Subscription) -> None:
        """First what the log holds and the client has not seen, then what happens, each once."""
        for event in await self._desk.log.read(call.id, after_seq=last_seq):
            await self._send_text(encode_event(event).decode())
            last_seq = event.seq or last_seq
            if isinstance(event, CallEnded):
                return
        async for event in events:
            if event.seq is not None:
                if event.seq <= last_seq:
                    continue
                last_seq = event.seq
            await self._send_text(encode_event(event).decode())
            if isinstance(event, CallEnded):
                return
        if events.overflowed:
            raise Unavailable("Messages were not read fast enough.", code="too_slow")
        raise Unavailable("The server is shutting down.", code="shutting_down")

    async def _send_acks(self, call: LiveCall) -> None:
        told: dict[int, int] = {}
        while True:
            for channel, seq in call.safe_seqs().items():
                if seq >= 0 and told.get(channel) != seq:
                    told[channel] = seq
                    await self._send(wire.AudioAck(channel=channel, seq=seq))
            await asyncio.sleep(ACK_EVERY_S)

    async def _read(self, call: LiveCall) -> None:
        while True:
            try:
                message = await self._next_message(call)
                if message is not None:
                    await self._obey(call, message)
            except SalesCoachError as error:
                await self._refuse(error)

    async def _obey(self, call: LiveCall, message: wire.ClientMessage) -> None:
        match message:
            case wire.Ping():
                await self._send(wire.Pong())
            case wire.Pause():
                call.pause()
            case wire.Unpause():
                call.unpause()
            case wire.Mute():
                call.mute(message.channel, message.muted)
            case wire.SwapSpeakers():
                call.swap_speakers()
            case wire.SetMode():
                await call.set_mode(message.mode)
            case wire.UseSuggestion() | wire.DismissSuggestion() | wire.Vote():
                self._judge_card(call, message)
            case wire.SetObjective():
                call.record(ObjectiveChanged(id=message.id, done=message.done, by="user"))
            case wire.MarkMoment():
                call.record(MomentMarked(label=message.label, call_ms=call.session.position_ms()))
            case wire.Note():
                call.record(NoteAdded(text=message.text, call_ms=call.session.position_ms()))
            case wire.EndCall():
                # The events go on being sent while the last words are flushed.
                self._ending = asyncio.create_task(self._desk.close(call.id))
            case wire.StartCall() | wire.ResumeCall():
                raise Conflict(
                    f"This connection already serves call {call.id}.",
                    code="call_already_started",
                )

    def _judge_card(
        self, call: LiveCall, message: wire.UseSuggestion | wire.DismissSuggestion | wire.Vote
    ) -> None:
        if message.id not in call.session.state.cards:
            raise NotFound(f"This call has no card {message.id}.", code="suggestion_not_found")
        match message:
            case wire.UseSuggestion():
                call.record(SuggestionUsed(id=message.id))
            case wire.DismissSuggestion():
                call.record(SuggestionDismissed(id=message.id))
            case wire.Vote():
                call.record(SuggestionVoted(id=message.id, vote=message.vote))

    async def _next_message(self, call: LiveCall | None = None) -> wire.ClientMessage | None:
        """The next text message, parsed. Binary messages go to ``call``, or give None when there
        is no call yet. Raises ``InvalidInput`` for anything that cannot be understood."""
        while True:
            received = await self._socket.receive()
            if isinstance(received, bytes):
                if call is None:
                    return None
                call.receive(wire.decode_frame(received))
                continue
            return parse_message(received)

    async def _refuse(self, error: SalesCoachError) -> None:
        self._errors += 1
        await self._send(wire.ErrorMessage(code=error.code, message=error.message))
        if self._errors >= MAX_ERRORS:
            raise InvalidInput("Too many messages were wrong.", code="too_many_errors")

    async def _send(self, message: BaseModel) -> None:
        await self._send_text(message.model_dump_json())

    async def _send_text(self, text: str) -> None:
        async with self._sending:
            await self._socket.send(text)


async def _raise_when(displaced: asyncio.Event) -> None:
    await displaced.wait()
    raise Conflict("Another page goes on with this call.", code="superseded")


def parse_message(text: str) -> wire.ClientMessage:
    """Raises ``InvalidInput`` (``malformed_json``, ``unknown_type``, ``invalid_message``)."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput("This message is not JSON.", code="malformed_json") from None
    kind = fields.get("type") if isinstance(fields, dict) else None
    if not isinstance(kind, str) or kind not in wire.CLIENT_TYPES:
        known = ", ".join(sorted(wire.CLIENT_TYPES))
        raise InvalidInput(
            f"A message is an object whose type is one of {known}.", code="unknown_type"
        )
    try:
        return wire.client_message.validate_python(fields)
    except ValidationError as error:
        places = sorted({".".join(str(part) for part in e["loc"][1:]) for e in error.errors()})
        raise InvalidInput(
            f"A {kind} message is wrong in: {', '.join(places) or 'its fields'}.",
            code="invalid_message",
        ) from None
