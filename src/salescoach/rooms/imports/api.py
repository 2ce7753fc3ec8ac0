"""Imports over HTTP. A file is announced, then sent in pieces that may be sent again: a connection
that breaks costs nothing of what has arrived."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response
from starlette.requests import ClientDisconnect

from salescoach.rooms.imports.job import ImportJob
from salescoach.rooms.imports.queue import ImportQueue
from salescoach.rooms.imports.service import ImportService
from salescoach.rooms.imports.views import ImportsView, ImportView, NewImportBody, WishesBody

ImportId = Annotated[str, Path(max_length=20, pattern=r"^imp_[0-9a-f]{16}$")]
OFFSET = "Upload-Offset"
LENGTH = "Upload-Length"
_BYTES = "application/octet-stream"


def imports_router(service: ImportService, queue: ImportQueue | None = None) -> APIRouter:
    router = APIRouter(tags=["imports"])

    def view(job: ImportJob) -> ImportView:
        if queue is None:
            return ImportView.of(job)
        return ImportView.of(job, queue.progress(job.id), queue.resting)

    @router.get("/imports", operation_id="list_imports")
    async def list_imports() -> ImportsView:
        """Files on their way into the history, and those that arrived."""
        jobs = await service.newest()
        return ImportsView(
            imports=[view(job) for job in jobs],
            most_mb=service.most_mb,
            agreement=service.agreement,
        )

    @router.post("/imports", status_code=201, operation_id="create_import")
    async def create_import(body: NewImportBody) -> ImportView:
        """Announces a file; its bytes go to `/imports/{id}/content`. Refused: `empty_file`,
        `file_too_large`, `too_many_imports`, `disk_full`."""
        job = await service.create(
            body.name, body.size, body.modified_at, body.wishes(service.agreement)
        )
        return view(job)

    @router.get("/imports/{import_id}", operation_id="get_import")
    async def get_import(import_id: ImportId) -> ImportView:
        return view(await service.offset(import_id))

    @router.head("/imports/{import_id}/content", operation_id="get_upload_offset")
    async def get_upload_offset(import_id: ImportId) -> Response:
        """How many bytes are here, in `Upload-Offset`, and how many there will be."""
        job = await service.offset(import_id)
        headers = {OFFSET: str(job.received), LENGTH: str(job.size), "Cache-Control": "no-store"}
        return Response(headers=headers)

    @router.patch(
        "/imports/{import_id}/content",
        operation_id="upload_piece",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    )
    async def upload_piece(
        import_id: ImportId,
        request: Request,
        upload_offset: Annotated[int, Header(ge=0, le=2**50)],
    ) -> ImportView:
        """The bytes from `Upload-Offset` on, as many as one likes. A piece that begins elsewhere is
        `upload_offset`, and `HEAD` says where to begin; one beside another is `upload_busy`, more
        than was announced `upload_too_long`."""
        try:
            job = await service.receive(import_id, upload_offset, request.stream())
        except ClientDisconnect:
            # Nobody reads the answer; what arrived is kept.
            job = await service.offset(import_id)
        return view(job)

    @router.put("/imports/{import_id}", operation_id="tell_import")
    async def tell_import(import_id: ImportId, body: WishesBody) -> ImportView:
        """What the user says about the call; with `roles` an import that is `asking` goes on. Once
        the work has begun it is `import_wrong_state`."""
        return view(await service.tell(import_id, body.wishes, body.roles))

    @router.post("/imports/{import_id}/cancel", operation_id="cancel_import")
    async def cancel_import(import_id: ImportId) -> ImportView:
        """Calls it off and removes the file. A call that is in the history already stays there:
        `import_wrong_state`."""
        return view(await service.cancel(import_id))

    @router.post("/imports/{import_id}/retry", operation_id="retry_import")
    async def retry_import(import_id: ImportId) -> ImportView:
        """Begins a failed one again, as long as its file is here; else `import_wrong_state`."""
        return view(await service.try_again(import_id))

    @router.delete("/imports/{import_id}", status_code=204, operation_id="forget_import")
    async def forget_import(import_id: ImportId) -> None:
        """Takes one that is over off the list; its call stays in the history."""
        await service.forget(import_id)

    return router
