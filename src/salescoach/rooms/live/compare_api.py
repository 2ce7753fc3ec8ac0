"""What a draft or a version of a playbook would change in stored calls, over HTTP.

A comparison may take minutes, so it is started, looked at while it goes on, and stopped.
"""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, model_validator

from salescoach.infra.taken import Taken
from salescoach.rooms.live.compare import Change, Count, Kind, Moment, What
from salescoach.rooms.live.comparisons import (
    LATEST_CALLS,
    MOST_CALLS,
    ComparedCall,
    Comparison,
    Comparisons,
    State,
    Wanted,
)

PlaybookId = Annotated[str, Path(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
ComparisonId = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
CallId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
VersionNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class View(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class ComparisonBody(Taken):
    """What comes after is `playbook`, a draft in the shape of `PlaybookFile`, or `version`; the
    latest version without either. What it is compared with is `against_version`: the latest
    version for a draft, else the one before. Over `call_ids`, or the `latest` calls."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    playbook: dict[str, Any] | None = None
    version: VersionNumber | None = None
    against_version: VersionNumber | None = None
    call_ids: Annotated[list[CallId], Field(min_length=1, max_length=MOST_CALLS)] | None = None
    latest: Annotated[int, Field(ge=1, le=MOST_CALLS)] = LATEST_CALLS

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if self.playbook is not None and self.version is not None:
            raise ValueError("name a draft or a version")
        return self


class ShownMomentView(View):
    """A card or the tick of an objective, and the words it rests on. `id` is the script's or the
    objective's, null for a card that is no script; `category` is empty for ticks and facts. Times
    are call time in milliseconds, null where the call came without any."""

    id: str | None
    text: str
    category: str
    quote: str
    start_ms: int | None
    end_ms: int | None

    @classmethod
    def of(cls, moment: Moment | None, *, timed: bool) -> Self | None:
        if moment is None:
            return None
        said = moment.evidence
        return cls(
            id=moment.id,
            text=moment.text,
            category=moment.category,
            quote=said.quote,
            start_ms=said.start_ms if timed else None,
            end_ms=said.end_ms if timed else None,
        )


class CallChangeView(View):
    """`added` has no `before`, `removed` no `after`; `words` reads differently on the same moment,
    `moved` rests on another one (and may read differently)."""

    what: What
    kind: Kind
    at_ms: int | None = Field(description="null where the call came without times")
    before: ShownMomentView | None
    after: ShownMomentView | None

    @classmethod
    def of(cls, change: Change, *, timed: bool) -> Self:
        return cls(
            what=change.what,
            kind=change.kind,
            at_ms=change.at_ms if timed else None,
            before=ShownMomentView.of(change.before, timed=timed),
            after=ShownMomentView.of(change.after, timed=timed),
        )


class BeforeAfterView(View):
    before: int
    after: int


class ComparedCallView(View):
    """`problem`: nothing was said in the call, or the coach failed on it; there is then nothing
    to compare."""

    call_id: str
    started_at: datetime = Field(description="UTC")
    title: str
    duration_ms: int | None = Field(description="null where the call came without times")
    cards: BeforeAfterView
    ticks: BeforeAfterView
    changes: list[CallChangeView] = Field(description="in the order of the call")
    problem: Literal["nothing_said", "coach_failed"] | None

    @classmethod
    def of(cls, compared: ComparedCall) -> Self:
        call, found = compared.call, compared.changes
        nothing, timed = Count(0, 0), call.timing != "none"
        return cls(
            call_id=call.id,
            started_at=call.started_at,
            title=call.title,
            duration_ms=call.duration_ms if timed else None,
            cards=BeforeAfterView.model_validate(found.cards if found else nothing),
            ticks=BeforeAfterView.model_validate(found.ticks if found else nothing),
            changes=[CallChangeView.of(each, timed=timed) for each in found.changes]
            if found
            else [],
            problem=compared.problem,
        )


class ComparisonView(View):
    """`after_version` is null for a draft. `share` of the work is done, 0 to 1; `calls` holds what
    is compared so far. `out_of_time`: it was stopped because it took too long. Results are kept
    for a while only."""

    id: str
    playbook_id: str
    before_version: int
    after_version: int | None
    state: State
    share: float
    out_of_time: bool
    calls_total: int
    calls: list[ComparedCallView]

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        return cls(
            id=comparison.id,
            playbook_id=comparison.playbook_id,
            before_version=comparison.before.version,
            after_version=comparison.after_version,
            state=comparison.state,
            share=round(comparison.share, 3),
            out_of_time=comparison.out_of_time,
            calls_total=len(comparison.calls),
            calls=[ComparedCallView.of(each) for each in comparison.found],
        )


def compare_router(comparisons: Comparisons) -> APIRouter:
    router = APIRouter(prefix="/playbooks/{playbook_id}/compare", tags=["playbook"])

    @router.post("", status_code=202, operation_id="start_playbook_comparison")
    async def start(playbook_id: PlaybookId, body: ComparisonBody) -> ComparisonView:
        """Which cards and ticks would change in stored calls. It goes on in the background:
        `no_calls` and `no_earlier_version` say that there is nothing to compare,
        `comparisons_busy` that too many are waiting."""
        wanted = Wanted(
            playbook_id,
            draft=body.playbook,
            version=body.version,
            against_version=body.against_version,
            call_ids=None if body.call_ids is None else tuple(body.call_ids),
            latest=body.latest,
        )
        return ComparisonView.of(await comparisons.start(wanted))

    @router.get("/{comparison_id}", operation_id="get_playbook_comparison")
    async def get(playbook_id: PlaybookId, comparison_id: ComparisonId) -> ComparisonView:
        """How far it is, and what it has found. One that is not kept any more is
        `comparison_not_found`."""
        return ComparisonView.of(comparisons.get(playbook_id, comparison_id))

    @router.delete("/{comparison_id}", operation_id="stop_playbook_comparison")
    async def stop(playbook_id: PlaybookId, comparison_id: ComparisonId) -> ComparisonView:
        """Stops it; what it has found stays to read."""
        return ComparisonView.of(await comparisons.stop(playbook_id, comparison_id))

    return router
