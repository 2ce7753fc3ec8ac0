"""Calls made of lines, through the event log, the review and the counter."""

from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.call import CallRecord
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    Customer,
    LineSaid,
    SignalHeard,
    Timing,
    Transcription,
)
from salescoach.domain.playbook import Playbook
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.insights.counter import Counter
from salescoach.rooms.insights.service import InsightsService
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import Shelf
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.service import ReviewService
from tests.pipeline.review.talk import PLAYBOOK, Talk
from tests.rooms.review.reviewing import Reviewing


class Told:
    def __init__(
        self, database: Database, log: SqlEventLog, calls: CallService, clock: ManualClock
    ) -> None:
        self.database, self.log, self.calls, self.clock = database, log, calls, clock
        self.playbooks = PlaybookService(database, Shelf(PLAYBOOK, None, None), clock)
        self.reviews = ReviewService(database, calls, clock)
        self.heard_anew: list[str] = []
        material = Material(calls, self.playbooks, self._hear_anew)
        self.counter = Counter(database, material, self.reviews)
        self.insights = InsightsService(database, self.playbooks, clock)
        self._reviewing = Reviewing(database, calls, clock)

    async def _hear_anew(self, record: CallRecord, playbook: Playbook) -> CallRecord:
        """Without what was heard in lines before they were corrected."""
        self.heard_anew.append(record.call.id)
        events = tuple(e for e in record.events if not isinstance(e, LineSaid | SignalHeard))
        return replace(record, events=events)

    @property
    def playbook(self) -> Playbook:
        return PLAYBOOK

    async def call(
        self,
        talk: Talk,
        call_id: str,
        at: str = "2026-03-02T10:00:00+00:00",
        customer: Customer | None = None,
        *,
        demo: bool = False,
        timing: Timing = "full",
    ) -> None:
        """Stores it, ended."""
        start, *heard = talk.events
        assert isinstance(start, CallStarted)
        who = customer or talk.customer
        opened = replace(
            start,
            call_id=call_id,
            seq=1,
            started_at=at,
            customer=who,
            demo=demo,
            timing=timing,
        )
        await self.log.open_call(opened, "hash")
        spoken: list[CallEvent] = [
            Transcription(
                turn_id=turn.id,
                text=turn.text,
                speaker=turn.speaker,
                is_final=True,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                channel=0 if turn.speaker is Speaker.SALESPERSON else 1,
                committed_ms=turn.end_ms,
            )
            for turn in talk.turns
        ]
        length = (talk.turns[-1].end_ms if talk.turns else 0) / 1000
        events = [*spoken, *heard, CallEnded(duration_s=length + 1)]
        for place, event in enumerate(events, 2):
            stored = self.log.append(replace(event, call_id=call_id, seq=place))
        await stored

    async def reviewed(self) -> None:
        await self._reviewing.another().work_off()
        for call_id, (review, points) in self._reviewing.told.items():
            await self.calls.history.note_review(call_id, review, points)

    async def counted(self) -> int:
        await self.reviewed()
        return await self.counter.work_off()
