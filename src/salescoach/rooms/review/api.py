"""Reviews over HTTP: asked for, looked at, and the weights of their score."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from salescoach.rooms.review.rubric_views import RubricBody, RubricView
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.views import (
    AnalysisView,
    JobView,
    ReadyAnalysisView,
    WaitingAnalysisView,
    analysis_view,
    job_view,
)

CallId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


def review_router(service: ReviewService) -> APIRouter:
    router = APIRouter(tags=["reviews"])

    @router.post("/calls/{call_id}/analyze", status_code=202, operation_id="analyze_call")
    async def analyze_call(call_id: CallId) -> JobView:
        """Reviews an ended call, again when it was reviewed before; the review that is there stays
        until the new one is done. A language model that is chosen writes it; without one, or when
        it cannot, the embedded coach does. A call that goes on is `call_not_ended`."""
        return job_view(await service.analyze(call_id))

    @router.get(
        "/calls/{call_id}/analysis",
        operation_id="get_analysis",
        response_model=AnalysisView,
        responses={202: {"model": WaitingAnalysisView, "description": "There is no review yet"}},
    )
    async def get_analysis(
        call_id: CallId, response: Response
    ) -> ReadyAnalysisView | WaitingAnalysisView:
        """The review of an ended call. While there is none yet the status is 202 and `status` is
        `waiting`; `failed` when it could not be made."""
        found = analysis_view(await service.analysis(call_id))
        if found.status == "waiting":
            response.status_code = 202
        return found

    @router.get("/review/rubric", operation_id="get_rubric")
    async def get_rubric() -> RubricView:
        """What the score is made of, and what each part weighs."""
        return RubricView.of(await service.rubric())

    @router.put("/review/rubric", operation_id="put_rubric")
    async def put_rubric(body: RubricBody) -> RubricView:
        """Every call's score follows at once. Weights that cannot be are `invalid_rubric`."""
        return RubricView.of(await service.put_rubric(body.weights))

    return router
