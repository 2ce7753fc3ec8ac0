"""Insights over HTTP: the whole page in one answer, what is behind a figure, and tables as CSV."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from salescoach.kit.errors import InvalidInput
from salescoach.rooms.insights.counted import Scope
from salescoach.rooms.insights.service import InsightsService
from salescoach.rooms.insights.spreadsheet import Part, insights_csv
from salescoach.rooms.insights.views import InsightsView, OccurrencesView, OccurrenceView

Id = Annotated[str, Query(min_length=1, max_length=100)]


def asked_scope(
    since: Annotated[date | None, Query(description="the first day")] = None,
    until: Annotated[date | None, Query(description="the last day")] = None,
    playbook: Annotated[
        tuple[Annotated[str, Query(max_length=100)], ...], Query(max_length=20)
    ] = (),
) -> Scope:
    """Days are the salesperson's at the time of the call."""
    if since is not None and until is not None and since > until:
        raise InvalidInput("The first day is after the last.", code="invalid_range")
    return Scope(since, until, playbook)


Asked = Annotated[Scope, Depends(asked_scope)]


def insights_router(service: InsightsService) -> APIRouter:
    router = APIRouter(prefix="/insights", tags=["insights"])

    @router.get("", operation_id="get_insights")
    async def get_insights(
        scope: Asked,
        today: Annotated[date | None, Query(description="where the user is")] = None,
    ) -> InsightsView:
        """What the reviewed calls tell together. A first day after the last is `invalid_range`."""
        return InsightsView.of(await service.insights(scope, today))

    @router.get("/line", operation_id="get_line_moments")
    async def get_line_moments(scope: Asked, playbook_id: Id, script_id: Id) -> OccurrencesView:
        """Where a script was said and what the customer did next; then where it was only shown."""
        found = await service.of_script(scope, playbook_id, script_id)
        return OccurrencesView(occurrences=[OccurrenceView.of(each) for each in found])

    @router.get("/objection", operation_id="get_objection_moments")
    async def get_objection_moments(
        scope: Asked,
        type: Id,  # noqa: A002 - the word of the wire
        script_id: Annotated[
            str | None,
            Query(max_length=100, description="the reply; empty for own words, left out for all"),
        ] = None,
    ) -> OccurrencesView:
        """Where an objection came, and what was answered."""
        found = await service.of_objection(scope, type, script_id)
        return OccurrencesView(occurrences=[OccurrenceView.of(each) for each in found])

    @router.get("/export", operation_id="export_insights", response_class=Response)
    async def export_insights(scope: Asked, part: Part = "weeks") -> Response:
        """A part of the page as CSV."""
        content = insights_csv(await service.insights(scope), part)
        return Response(
            content,
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="insights-{part}.csv"'},
        )

    return router
