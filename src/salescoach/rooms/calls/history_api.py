"""The history's list over HTTP: search, filters, and what is done to many calls at once."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from salescoach.domain.history import CallQuery, CallSort
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.rooms.calls.history import History
from salescoach.rooms.calls.history_views import (
    CallsView,
    ChangedView,
    DeleteCalls,
    DeletionView,
    FilterChoicesView,
    SetOutcome,
    TagCalls,
)

Values = Annotated[tuple[Annotated[str, Query(max_length=100)], ...], Query(max_length=20)]


def call_query(
    q: Annotated[
        str, Query(max_length=2000, description="words that were said, or the customer's name")
    ] = "",
    since: Annotated[datetime | None, Query(description="calls that began then or later")] = None,
    until: Annotated[datetime | None, Query(description="calls that began before")] = None,
    outcome: Annotated[tuple[Outcome, ...], Query(max_length=20)] = (),
    stage: Annotated[tuple[Stage, ...], Query(max_length=20)] = (),
    objection: Annotated[tuple[ObjectionType, ...], Query(max_length=20)] = (),
    playbook: Values = (),
    tag: Values = (),
    sort: CallSort = "newest",
) -> CallQuery:
    return CallQuery(
        text=q,
        since=_aware(since),
        until=_aware(until),
        outcomes=outcome,
        stages=stage,
        objections=objection,
        playbooks=playbook,
        tags=tag,
        sort=sort,
    )


Filters = Annotated[CallQuery, Depends(call_query)]


def history_router(history: History) -> APIRouter:
    router = APIRouter(prefix="/calls", tags=["calls"])

    @router.get("", operation_id="list_calls")
    async def list_calls(
        query: Filters,
        limit: Annotated[int, Query(ge=1, le=100)] = 25,
        cursor: Annotated[str | None, Query(max_length=2000)] = None,
    ) -> CallsView:
        """Calls, newest first unless `sort` says otherwise. Of a filter that is given several
        times one has to fit. Times without a zone are UTC. A cursor of another order is
        `invalid_cursor`."""
        return CallsView.of(await history.find(query, limit, cursor))

    @router.get("/filters", operation_id="get_call_filters")
    async def get_call_filters() -> FilterChoicesView:
        """What calls can be filtered by, as far as there are any."""
        return FilterChoicesView.of(await history.filter_choices())

    @router.post("/bulk/tags", operation_id="tag_calls")
    async def tag_calls(asked: TagCalls) -> ChangedView:
        """Tags differ by more than their capitals. Ids that are no calls are passed over."""
        return ChangedView(changed=await history.tag(asked.call_ids, asked.add, asked.remove))

    @router.post("/bulk/outcome", operation_id="set_call_outcome")
    async def set_call_outcome(asked: SetOutcome) -> ChangedView:
        """What became of the calls, by the user's own word."""
        return ChangedView(changed=await history.set_outcome(asked.call_ids, asked.outcome))

    @router.post("/bulk/delete", operation_id="delete_calls")
    async def delete_calls(asked: DeleteCalls) -> DeletionView:
        """Everything of the calls, sound included, and what was there. Each stands for itself: one
        that is live stays and says so."""
        return DeletionView.of(await history.delete(asked.call_ids))

    return router


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=UTC)
