"""Practice over HTTP: drills due, one opened, answered by voice or in writing."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Path
from pydantic import Field, StringConstraints

from salescoach.domain.drill import (
    Attempt,
    CheckKey,
    Comparison,
    Drill,
    Nearness,
    SaidBy,
)
from salescoach.domain.events import Timing
from salescoach.domain.turn import Turn
from salescoach.infra.taken import Taken
from salescoach.rooms.calls.history_views import CallIdText
from salescoach.rooms.calls.views import View
from salescoach.rooms.practice.hearing import Hearing
from salescoach.rooms.practice.listed import ListedDrill, OpenedDrill
from salescoach.rooms.practice.service import PracticeService

DrillId = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]


class CheckView(View):
    key: CheckKey
    done: bool
    text: str
    quote: str | None = Field(description="of the answer, or of the playbook")


class CardLineView(View):
    text: str
    name: str | None
    script_id: str | None = Field(description="null: the playbook has no line; it is the advice")
    why: str


class ComparedAnswerView(View):
    headline: str
    ready: bool = Field(description="it does what the card is for")
    nearness: Nearness
    other: str | None = Field(description="the playbook's other line that was said")
    checks: list[CheckView]
    card: CardLineView

    @classmethod
    def of(cls, found: Comparison) -> "ComparedAnswerView":
        card = found.card
        return cls(
            headline=found.headline,
            ready=found.ready,
            nearness=found.nearness,
            other=found.other,
            checks=[
                CheckView(key=each.key, done=each.done, text=each.text, quote=each.quote)
                for each in found.checks
            ],
            card=CardLineView(
                text=card.text, name=card.name, script_id=card.script_id, why=card.why
            ),
        )


class AttemptView(View):
    id: str
    at: datetime
    said_by: SaidBy
    answer: str
    comparison: ComparedAnswerView

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptView":
        return cls(
            id=attempt.id,
            at=attempt.at,
            said_by=attempt.said_by,
            answer=attempt.answer,
            comparison=ComparedAnswerView.of(attempt.comparison),
        )


class LineView(View):
    turn_id: str
    text: str
    start_ms: int | None = Field(description="null where nobody knows it")
    end_ms: int | None = Field(description="null where nobody knows it")

    @classmethod
    def of(cls, turn: Turn, timing: Timing) -> "LineView":
        return cls(
            turn_id=turn.id,
            text=turn.text,
            start_ms=None if timing == "none" else turn.start_ms,
            end_ms=turn.end_ms if timing == "full" else None,
        )


class DrillView(View):
    id: str
    call_id: str
    turn_id: str = Field(description="the missed moment")
    opportunity: str
    what_to_do: str
    due_at: datetime
    due: bool
    step: int = Field(description="how often in a row it was ready when it was due")

    @classmethod
    def of(cls, drill: Drill, now: datetime) -> "DrillView":
        return cls(
            id=drill.id,
            call_id=drill.call_id,
            turn_id=drill.turn_id,
            opportunity=drill.opportunity,
            what_to_do=drill.what_to_do,
            due_at=drill.due_at,
            due=drill.due_at <= now,
            step=drill.step,
        )


class ListedDrillView(View):
    drill: DrillView
    line: str = Field(description="the customer's words")
    title: str = Field(description="of the call")
    company: str | None
    called_at: datetime
    demo: bool = Field(description="of the recorded call that comes with the product")
    attempts: int
    last_at: datetime | None

    @classmethod
    def of(cls, listed: ListedDrill, now: datetime) -> "ListedDrillView":
        return cls(
            drill=DrillView.of(listed.drill, now),
            line=listed.line,
            title=listed.title,
            company=listed.company,
            called_at=listed.called_at,
            demo=listed.demo,
            attempts=listed.attempts,
            last_at=listed.last_at,
        )


class DrillsView(View):
    drills: list[ListedDrillView] = Field(description="as they are due, the longest due first")


class OpenedDrillView(View):
    drill: DrillView
    line: LineView
    before: LineView | None = Field(description="what the salesperson had said")
    said_then: LineView | None = Field(description="what they answered in the call")
    title: str = Field(description="of the call")
    company: str | None
    called_at: datetime
    recorded: bool = Field(description="there may be sound of the call")
    attempts: list[AttemptView] = Field(description="newest first")

    @classmethod
    def of(cls, opened: OpenedDrill, now: datetime) -> "OpenedDrillView":
        before, then, timing = opened.before, opened.said_then, opened.timing
        return cls(
            drill=DrillView.of(opened.drill, now),
            line=LineView.of(opened.line, timing),
            before=LineView.of(before, timing) if before else None,
            said_then=LineView.of(then, timing) if then else None,
            title=opened.title,
            company=opened.company,
            called_at=opened.called_at,
            recorded=opened.recorded,
            attempts=[AttemptView.of(each) for each in opened.attempts],
        )


class AnsweredView(View):
    attempt: AttemptView
    drill: DrillView


class HeardAnswerView(View):
    text: str = Field(description="empty when no word was heard")


class StartDrill(Taken):
    """A missed moment of a call's review."""

    call_id: CallIdText
    turn_id: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class DrillAnswer(Taken):
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    said_by: SaidBy


def practice_router(service: PracticeService, hearing: Hearing) -> APIRouter:
    router = APIRouter(prefix="/practice", tags=["practice"])

    @router.get("/drills", operation_id="list_drills")
    async def list_drills() -> DrillsView:
        """What is due, and what was practised."""
        now = service.now()
        return DrillsView(drills=[ListedDrillView.of(d, now) for d in await service.drills()])

    @router.post("/drills", operation_id="start_drill")
    async def start_drill(asked: StartDrill) -> DrillView:
        """The drill of a missed moment, made when there is none. A moment that the review does not
        name is `moment_not_found`; one before the customer's first words `nothing_to_answer`."""
        return DrillView.of(await service.start(asked.call_id, asked.turn_id), service.now())

    @router.get("/drills/{drill_id}", operation_id="get_drill")
    async def get_drill(drill_id: DrillId) -> OpenedDrillView:
        return OpenedDrillView.of(await service.open(drill_id), service.now())

    @router.post("/drills/{drill_id}/answers", operation_id="answer_drill")
    async def answer_drill(drill_id: DrillId, asked: DrillAnswer) -> AnsweredView:
        """Compares the answer with the playbook as it is now, and keeps both."""
        attempt, drill = await service.answer(drill_id, asked.text, asked.said_by)
        return AnsweredView(
            attempt=AttemptView.of(attempt), drill=DrillView.of(drill, service.now())
        )

    @router.delete("/drills/{drill_id}", status_code=204, operation_id="delete_drill")
    async def delete_drill(drill_id: DrillId) -> None:
        """With everything that was answered in it."""
        await service.remove(drill_id)

    @router.post("/hear", operation_id="hear_answer")
    async def hear_answer(
        pcm: Annotated[bytes, Body(media_type="application/octet-stream", max_length=10_000_000)],
    ) -> HeardAnswerView:
        """The words of an answer: PCM of 16 bits, mono, 16 kHz, 90 s at most. Heard by the embedded
        engine; the sound is not kept."""
        return HeardAnswerView(text=await hearing.hear(pcm))

    return router
