"""The whole of a call as one JSON document, written and read by the same model.

``turns`` also have their times in seconds, as other readers of transcripts expect them.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field

from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import CallEvent, Customer, Timing, Transcription
from salescoach.domain.history import CallLabels, OutcomeBy
from salescoach.domain.review import Outcome
from salescoach.domain.turn import Turn
from salescoach.rooms.calls.views import CallView, HeardView, View, call_fields
from salescoach.rooms.review.views import ReadyAnalysisView

FORMAT: Literal["salescoach.call"] = "salescoach.call"
FORMAT_VERSION: Literal[1] = 1
HeardLines = Mapping[str, HeardView | None]
"""Id of each corrected turn -> what was heard."""
NOTHING_CORRECTED: HeardLines = MappingProxyType({})


class ExportedCallView(CallView):
    title: str = Field(default="", description="made of the other fields; not read again")
    outcome: Outcome | None
    outcome_by: OutcomeBy | None = Field(description="what the user said outweighs a review")
    tags: list[str]


class ExportedTurnView(View):
    """Times that nobody knows are null; the log has those that stand for the order of the lines."""

    id: str
    speaker: Speaker
    text: str
    start_ms: int | None = Field(description="call time: since the call's first sample")
    end_ms: int | None
    confidence: float | None
    heard: HeardView | None = Field(
        default=None, description="what was heard, where the line was corrected"
    )
    start: float | None = Field(description="seconds")
    end: float | None = Field(description="seconds")


class ExportedCall(View):
    """`turns` are as they stand now, `events` is the log they came from, `analysis` the review,
    null when there is none."""

    format: Literal["salescoach.call"] = FORMAT
    format_version: Literal[1] = FORMAT_VERSION
    exported_at: datetime = Field(description="UTC")
    call: ExportedCallView
    turns: list[ExportedTurnView]
    events: list[Annotated[CallEvent, Field(discriminator="type")]]
    analysis: ReadyAnalysisView | None
    rubric_version: int | None = Field(
        default=None, description="of the weights that the score was made with, where it was made"
    )

    @classmethod
    def of(
        cls,
        record: CallRecord,
        labels: CallLabels,
        analysis: ReadyAnalysisView | None,
        exported_at: datetime,
        rubric_version: int | None = None,
        heard: HeardLines = NOTHING_CORRECTED,
    ) -> Self:
        return cls(
            exported_at=exported_at,
            call=ExportedCallView(
                **call_fields(record.call),
                outcome=labels.outcome,
                outcome_by=labels.outcome_by,
                tags=list(labels.tags),
            ),
            turns=[
                _turn_view(turn, heard.get(turn.id), record.call.timing) for turn in record.turns
            ],
            events=list(record.events),
            analysis=analysis,
            rubric_version=rubric_version,
        )

    def record(self) -> CallRecord:
        """The call as it was when it was written."""
        told = self.call
        who = told.customer
        customer = None if who is None else Customer(who.name, who.company)
        told_at = {
            event.turn_id: (event.start_ms, event.end_ms)
            for event in self.events
            if isinstance(event, Transcription)
        }
        kept = {field.name: getattr(told, field.name) for field in fields(Call)}
        return CallRecord(
            Call(**kept | {"customer": customer, "duration_ms": told.duration_ms or 0}),
            tuple(_turn(each, *told_at.get(each.id, (0, 0))) for each in self.turns),
            tuple(self.events),
        )


def _turn(view: ExportedTurnView, start_ms: int, end_ms: int) -> Turn:
    """``start_ms`` and ``end_ms`` where the view has none."""
    return Turn(
        view.id,
        view.speaker,
        view.text,
        start_ms if view.start_ms is None else view.start_ms,
        end_ms if view.end_ms is None else view.end_ms,
        view.confidence,
    )


def _turn_view(turn: Turn, heard: HeardView | None, timing: Timing) -> ExportedTurnView:
    start_ms = None if timing == "none" else turn.start_ms
    end_ms = turn.end_ms if timing == "full" else None
    return ExportedTurnView(
        heard=heard,
        id=turn.id,
        speaker=turn.speaker,
        text=turn.text,
        start_ms=start_ms,
        end_ms=end_ms,
        confidence=turn.confidence,
        start=None if start_ms is None else start_ms / 1000,
        end=None if end_ms is None else end_ms / 1000,
    )
