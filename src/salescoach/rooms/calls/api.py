"""The history over HTTP. Times are call time in milliseconds unless a field says UTC."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from salescoach.rooms.calls.corrections_api import corrections_router
from salescoach.rooms.calls.history_api import history_router
from salescoach.rooms.calls.history_views import DeletedCallView
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.views import CallDetailView, EventsView, TurnsView

CallId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
MAX_SEQ = 2**31 - 1


def calls_router(service: CallService) -> APIRouter:
    # What is listed comes first: its paths look like ids of calls.
    router = history_router(service.history)
    router.include_router(corrections_router(service.corrections))

    @router.get("/{call_id}", operation_id="get_call")
    async def get_call(call_id: CallId) -> CallDetailView:
        """One call with its transcript. An unknown one is `call_not_found`, here and below."""
        return CallDetailView.of_transcript(await service.transcript(call_id))

    @router.get("/{call_id}/turns", operation_id="get_turns")
    async def get_turns(
        call_id: CallId,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        before: Annotated[
            str | None,
            Query(max_length=120, description="`before` of a page, or a start in milliseconds"),
        ] = None,
    ) -> TurnsView:
        """The last turns of the call, or the last before a moment, in the order they began."""
        return TurnsView.of(await service.turns(call_id, limit, before))

    @router.get("/{call_id}/events", operation_id="get_events")
    async def get_events(
        call_id: CallId,
        after_seq: Annotated[int, Query(ge=0, le=MAX_SEQ)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 500,
    ) -> EventsView:
        """The call's log: everything that happened, in the order of `seq`."""
        found = await service.events(call_id, after_seq, limit + 1)
        page = list(found[:limit])
        more = len(found) > limit
        return EventsView(events=page, next_after_seq=page[-1].seq if more else None)

    @router.post("/{call_id}/end", status_code=204, operation_id="end_call")
    async def end_call(call_id: CallId) -> None:
        """Ends a call whose page is gone. One that a page serves is `call_is_attended`; ending an
        ended call is harmless."""
        await service.end(call_id)

    @router.delete("/{call_id}", operation_id="delete_call")
    async def delete_call(call_id: CallId) -> DeletedCallView:
        """Everything of the call: transcript, log and sound; says what was there. A live one that
        was left is ended first; one that a page serves is `call_is_attended`."""
        return DeletedCallView.of(await service.delete(call_id))

    return router
