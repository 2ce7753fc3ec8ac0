"""A live call on its own, over an engine that hears what the audio says, with all that can go wrong
around it."""

from pathlib import Path
from typing import TypeVar

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import (
    CallEvent,
    CallStarted,
    Degraded,
    Recovered,
)
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.disk_sync import DiskSync
from salescoach.rooms.live.spool import Spool
from tests.fakes import expertise
from tests.rooms.live.disk import Disk
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO

E = TypeVar("E")
FLUSH_WITHIN_S = 0.2
BOTH_SIDES = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))


class Stage:
    """One call, its events and all that can go wrong around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ears = Ears()
        self.disk = Disk()
        self.clock = ManualClock()
        self.events: list[CallEvent] = []
        self.trouble: str | None = None
        self.stored = True
        self.call: LiveCall

    async def begin(
        self, channels: tuple[Channel, ...] = TWO, record_audio: bool = False
    ) -> LiveCall:
        self.call = await self._call(Spool(self.folder / "c1", (0, 1), DiskSync(), self.disk.open))
        await self.call.start(
            CallStarted(
                call_id="c1",
                channels=channels,
                playbook_id="default",
                consent=True,
                record_audio=record_audio,
                started_at="2026-11-20T10:00:00+00:00",
            )
        )
        return self.call

    async def _call(self, spool: Spool) -> LiveCall:
        known = await expertise()

        def sink(event: CallEvent) -> None:
            self.events.append(event)
            if self.stored:
                call.note_stored(event)

        session = CallSession(known, self.ears, self.clock, sink)
        call = LiveCall(
            session,
            spool,
            self.clock,
            known.playbook,
            storage_trouble=lambda: self.trouble,
            flush_within_s=FLUSH_WITHIN_S,
        )
        return call

    def speak(self, first: int, count: int, channel: int = 0) -> None:
        """Words numbered like their frames, from 1."""
        for seq in range(first, first + count):
            self.clock.advance(50)
            self.call.receive(said(seq, seq + 1, channel))

    def pause_for_breath(self, first: int, count: int = 4, channel: int = 0) -> None:
        for seq in range(first, first + count):
            self.clock.advance(50)
            self.call.receive(said(seq, 0, channel))

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def told(self) -> list[str]:
        return [
            f"-{event.component}" if isinstance(event, Recovered) else event.reason
            for event in self.events
            if isinstance(event, Degraded | Recovered)
        ]
