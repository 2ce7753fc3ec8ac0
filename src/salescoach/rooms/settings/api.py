"""What the workspace chose, over HTTP. It is used from the next call on."""

from fastapi import APIRouter

from salescoach.rooms.settings.service import CoachingService
from salescoach.rooms.settings.views import CoachingBody, CoachingView


def settings_router(coaching: CoachingService) -> APIRouter:
    router = APIRouter(prefix="/settings", tags=["settings"])

    @router.get("/coaching", operation_id="get_coaching_settings")
    async def get_coaching() -> CoachingView:
        """How calls are coached, with the defaults, and the cards that were muted."""
        return CoachingView.of(await coaching.get())

    @router.put("/coaching", operation_id="put_coaching_settings")
    async def put_coaching(body: CoachingBody) -> CoachingView:
        """A figure out of its range is `invalid_cue`."""
        return CoachingView.of(await coaching.put(body.change()))

    return router
