"""A call as a file over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from salescoach.rooms.calls.file_names import attachment
from salescoach.rooms.export.document import ExportedCall
from salescoach.rooms.export.service import MEDIA_TYPES, ExportFormat, ExportService

CallId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
_FILES = {
    media_type.partition(";")[0]: {"schema": {"type": "string"}}
    for kind, media_type in MEDIA_TYPES.items()
    if kind != "json"
}


def export_router(service: ExportService) -> APIRouter:
    router = APIRouter(tags=["calls"])

    @router.get(
        "/calls/{call_id}/export",
        operation_id="export_call",
        response_class=Response,
        responses={
            200: {"model": ExportedCall, "description": "A file to be kept", "content": _FILES}
        },
    )
    async def export_call(
        call_id: CallId,
        kind: Annotated[ExportFormat, Query(alias="format")],
    ) -> Response:
        """The call as a file: `json` holds everything, `pdf` and `md` are to be read, `csv`, `srt`
        and `vtt` hold the transcript. A call that goes on comes as far as it is known; an unknown
        one is `call_not_found`, another format `invalid_input`; subtitles of a call whose
        transcript came without times are `no_times`."""
        file = await service.export(call_id, kind)
        return Response(
            file.content,
            media_type=file.media_type,
            headers={
                "Content-Disposition": attachment(file.name),
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    return router
