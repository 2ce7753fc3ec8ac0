"""Everything a live call needs, in memory or in a folder, and a client that talks to it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.events import CallEvent, Customer, Transcription
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock, SystemClock
from salescoach.kit.errors import SalesCoachError
from salescoach.pipeline.brain import Expertise
from salescoach.rooms.calls.log import EventLog, MemoryEventLog
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.live.connections import Connections
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.frames import encode_frame
from salescoach.rooms.live.gateway import Gateway
from salescoach.rooms.live.opening import DeskOptions, OpenCall
from salescoach.speech.transcriber import Transcriber
from tests.fakes import expertise
from tests.migrated import migrated

# Both sides of unknown role: the audio then reaches the engine as it was sent.
ONE = (Channel(0, Speaker.UNKNOWN),)
TWO = (Channel(0, Speaker.UNKNOWN), Channel(1, Speaker.UNKNOWN))
# Only a test that fails waits that long; a busy machine may need more than a moment.
PATIENCE_S = 30.0

Message = dict[str, Any]


async def experts(
    playbook_id: str | None, customer: Customer | None, version: int | None
) -> Expertise:
    return await expertise()


def desk_of(
    folder: Path,
    transcriber: Transcriber,
    *,
    log: EventLog | None = None,
    bus: MemoryBus | None = None,
    clock: Clock | None = None,
    lateness_ms: Callable[[], float] = lambda: 0.0,
    reading_ms: Callable[[], float] = lambda: 0.0,
    **options: Any,
) -> CallDesk:
    bus = bus or MemoryBus()
    return CallDesk(
        log=log or MemoryEventLog(bus),
        bus=bus,
        transcriber=transcriber,
        experts=experts,
        clock=clock or SystemClock(),
        options=DeskOptions(spool_dir=folder / "spool", **options),
        lateness_ms=lateness_ms,
        reading_ms=reading_ms,
    )


class Server:
    """One server's desk over a database and a spool folder that outlive it."""

    def __init__(self, desk: CallDesk, database: Database, url: str) -> None:
        self.desk = desk
        self.url = url
        self.database = database
        self.calls = CallService(database)
        self.connections = Connections()
        self._clients: list[Client] = []

    def client(self, outbox_limit: int = 1000) -> "Client":
        client = Client(self.desk, self.connections, outbox_limit)
        self._clients.append(client)
        return client

    async def hang_up(self) -> None:
        """No connection outlives its server, whether its test saw it end or not."""
        for client in self._clients:
            await client.hang_up()


@asynccontextmanager
async def server(
    folder: Path, transcriber: Transcriber, *, crash: bool = False, **options: Any
) -> AsyncIterator[Server]:
    """``crash``: nothing is drained at the end, as when the process is killed."""
    url = await migrated(folder / "calls.db")
    database = Database(url, busy_timeout_ms=20)
    bus = MemoryBus()
    log = SqlEventLog(database, bus, close_within_s=0.5)
    running = Server(desk_of(folder, transcriber, log=log, bus=bus, **options), database, url)
    await running.calls.mark_interrupted()
    try:
        yield running
        if crash:
            await kill(running.desk)
        else:
            await running.desk.drain()
    finally:
        await running.hang_up()
        await bus.aclose()
        await log.aclose()
        await database.aclose()


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Another process holds the database."""
    other = Database(url, busy_timeout_ms=20)
    try:
        async with other.write():
            yield
    finally:
        await other.aclose()


async def kill(desk: CallDesk) -> None:
    """What a killed process leaves: files as they are, and no word of good-bye."""
    for call in list(desk._calls.values()):
        await call.abandon()
    desk._calls.clear()


class Client:
    """A page's end of a socket, in the same process."""

    def __init__(self, desk: CallDesk, connections: Connections, outbox_limit: int) -> None:
        self.messages: list[Message] = []
        self.reading = asyncio.Event()
        """Cleared: whatever the server sends gets stuck."""
        self.reading.set()
        self.closed_by: SalesCoachError | None = None
        self._inbox: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._news = asyncio.Event()
        self._seen = 0
        gateway = Gateway(self, desk, connections, outbox_limit)
        self._serving = asyncio.create_task(self._serve(gateway))

    async def _serve(self, gateway: Gateway) -> None:
        try:
            await gateway.serve()
        except SalesCoachError as error:
            self.closed_by = error
        except ConnectionError:
            pass

    async def receive(self) -> str | bytes:
        message = await self._inbox.get()
        if message is None:
            raise ConnectionError
        return message

    async def send(self, text: str) -> None:
        await self.reading.wait()
        self.messages.append(json.loads(text))
        self._news.set()

    def say(self, kind: str, **fields: Any) -> None:
        self.write(json.dumps({"type": kind, **fields}))

    def write(self, raw: str | bytes | None) -> None:
        """None: the line breaks."""
        self._inbox.put_nowait(raw)

    def speak(self, *frames: AudioFrame) -> None:
        for frame in frames:
            self.write(encode_frame(frame))

    async def expect(self, kind: str, **fields: Any) -> Message:
        """The next message of that kind (with those fields) that was not looked at yet."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                while self._seen < len(self.messages):
                    message = self.messages[self._seen]
                    self._seen += 1
                    if message["type"] == kind and fields.items() <= message.items():
                        return message
                self._news.clear()
                await self._news.wait()

    async def start(self, channels: tuple[Channel, ...] = ONE, **fields: Any) -> Message:
        """Begins a call; what ``call_opened`` said."""
        self.start_soon(channels, **fields)
        opened = await self.expect("call_opened")
        await self.expect("call_started")
        return opened

    def start_soon(self, channels: tuple[Channel, ...] = ONE, **fields: Any) -> None:
        """Asks for a call."""
        specs = [{"id": channel.id, "role": channel.role.value} for channel in channels]
        self.say("start_call", channels=specs, **{"consent": True, **fields})

    def resume(self, opened: Message, last_seq: int) -> None:
        self.say(
            "resume_call",
            call_id=opened["call_id"],
            resume_token=opened["resume_token"],
            last_seq=last_seq,
        )

    async def resumed(self, opened: Message, last_seq: int) -> Message:
        self.resume(opened, last_seq)
        return await self.expect("call_resumed")

    @property
    def seqs(self) -> list[int]:
        """Of the durable events, in the order they came."""
        return [m["seq"] for m in self.messages if "at_ms" in m and m.get("seq")]

    @property
    def final_texts(self) -> list[str]:
        """Of the turns that have come, in their order."""
        texts: dict[str, str] = {}
        for message in self.messages:
            if message["type"] == "transcription" and message["is_final"]:
                texts[message["turn_id"]] = message["text"]
        return list(texts.values())

    @property
    def errors(self) -> list[str]:
        return [message["code"] for message in self.messages if message["type"] == "error"]

    async def drop(self) -> None:
        """The line breaks."""
        self.write(None)
        await self.ended()

    async def hang_up(self) -> None:
        self._serving.cancel()
        await asyncio.wait({self._serving})

    async def ended(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self._serving


async def until(true: Callable[[], object]) -> None:
    """Waits for something that nothing announces."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110 - that is what it is for
            await asyncio.sleep(0.005)


def words(events: Iterable[CallEvent], channel: int = 0) -> list[str]:
    """What the final texts of a channel's turns say."""
    return by_channel(events).get(channel, [])


def by_channel(events: Iterable[CallEvent]) -> dict[int, list[str]]:
    """What the final texts of each channel's turns say, in the order the turns came."""
    finals = {e.turn_id: e for e in events if isinstance(e, Transcription) and e.is_final}
    said: dict[int, list[str]] = {}
    for turn in finals.values():
        said.setdefault(turn.channel, []).extend(turn.text.split())
    return said


def opening(**fields: Any) -> OpenCall:
    return OpenCall(**{"channels": ONE, "consent": True, **fields})
