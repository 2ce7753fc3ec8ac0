"""Recordings over HTTP: played from any place in them, drawn, and kept for as long as chosen."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse

from salescoach.rooms.recordings.service import Recordings
from salescoach.rooms.recordings.sweeping import RetentionSweeper
from salescoach.rooms.recordings.views import (
    RetentionBody,
    RetentionView,
    SoundView,
    WaveformView,
)
from salescoach.rooms.settings.retention import RetentionService

CallId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
MEDIA_TYPE = "audio/ogg"


def recordings_router(
    recordings: Recordings, retention: RetentionService, sweeper: RetentionSweeper
) -> APIRouter:
    router = APIRouter()

    @router.get("/calls/{call_id}/sound", operation_id="get_sound_of_call", tags=["calls"])
    async def get_sound(call_id: CallId) -> SoundView:
        """Whether there is a recording of the call, and until when."""
        return SoundView.of(await recordings.of(call_id))

    @router.get(
        "/calls/{call_id}/audio",
        operation_id="get_audio",
        tags=["calls"],
        response_class=FileResponse,
        responses={200: {"content": {MEDIA_TYPE: {}}}, 206: {"description": "a range of it"}},
    )
    async def get_audio(call_id: CallId) -> FileResponse:
        """The recording: Ogg with Opus, the salesperson left and the customer right, in call time;
        sides that were swapped after the end of the call stay as they were. Ranges are answered.
        Without one: `recording_in_preparation`, `recording_deleted` or `recording_not_kept`."""
        path = await recordings.path(call_id)
        return FileResponse(
            path,
            media_type=MEDIA_TYPE,
            filename=await recordings.name(call_id),
            content_disposition_type="inline",
            headers={"Cache-Control": "private, no-cache"},
        )

    @router.get("/calls/{call_id}/waveform", operation_id="get_waveform", tags=["calls"])
    async def get_waveform(call_id: CallId) -> WaveformView:
        """How loud each side is over time. Without a recording the codes are those of its audio."""
        return WaveformView.of(await recordings.waveform(call_id))

    @router.get("/settings/retention", operation_id="get_retention", tags=["settings"])
    async def get_retention() -> RetentionView:
        """How long calls and their sound are kept."""
        return RetentionView.of(await retention.get(), await sweeper.due())

    @router.put("/settings/retention", operation_id="put_retention", tags=["settings"])
    async def put_retention(body: RetentionBody) -> RetentionView:
        """Nothing is deleted at once: `due` says what the next sweep takes, a day from now at the
        latest. A number of days that does not fit is `wrong_setting`."""
        chosen = await retention.put(body.chosen())
        return RetentionView.of(chosen, await sweeper.due(chosen))

    return router
