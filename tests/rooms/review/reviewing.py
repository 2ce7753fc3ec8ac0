"""A worker with a review that can be made to fail, and what it told the history."""

from salescoach.domain.call import CallRecord
from salescoach.domain.playbook import Playbook
from salescoach.domain.review import Outcome, Review
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.llm.shelf import EmbeddedOnly, ModelShelf
from salescoach.pipeline.review.write import write_review
from salescoach.rooms.calls.ended import EndedCalls
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.refiner import Refiner
from salescoach.rooms.review.worker import ReviewWorker
from tests.pipeline.review.talk import PLAYBOOK


class OnePlaybook:
    async def for_call(
        self, playbook_id: str | None = None, version: int | None = None
    ) -> Playbook:
        return PLAYBOOK


class Reviewing:
    """``failures``: how many of the next reviews fail."""

    def __init__(
        self,
        database: Database,
        calls: CallService,
        clock: ManualClock,
        shelf: ModelShelf | None = None,
    ) -> None:
        self.failures = 0
        self.reviewed: list[str] = []
        self.told: dict[str, tuple[Review, float | None]] = {}
        material = Material(calls, OnePlaybook())
        self.refiner = Refiner(database, material, shelf or EmbeddedOnly(), clock)
        self._parts = (database, EndedCalls(database), material, clock, self._note)
        self.worker = self.another()

    def another(self) -> ReviewWorker:
        """As a server that starts again has it."""
        return ReviewWorker(*self._parts, write=self._write, refiner=self.refiner)

    @property
    def scored(self) -> dict[str, tuple[Outcome, float | None]]:
        """How the history has it that each call ended and scored."""
        return {
            call_id: (review.outcome, points) for call_id, (review, points) in self.told.items()
        }

    async def _note(self, call_id: str, review: Review, points: float | None) -> None:
        self.told[call_id] = (review, points)

    def _write(self, record: CallRecord, playbook: Playbook) -> Review:
        self.reviewed.append(record.call.id)
        if self.failures:
            self.failures -= 1
            raise ValueError("no review today")
        return write_review(record, playbook)
