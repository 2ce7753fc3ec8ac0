"""Many calls as one file over HTTP."""

import asyncio
import os
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from salescoach.kit.clock import Clock
from salescoach.rooms.calls.history_api import Filters
from salescoach.rooms.calls.history_views import MAX_AT_ONCE, CallIdText
from salescoach.rooms.export.tables import TABLE_TYPES, TableFormat, TableService

_FILES = {
    media_type.partition(";")[0]: {"schema": {"type": "string"}}
    for media_type in TABLE_TYPES.values()
}


def tables_router(tables: TableService, clock: Clock) -> APIRouter:
    router = APIRouter(tags=["calls"])

    @router.get(
        "/exports/calls",
        operation_id="export_calls",
        response_class=FileResponse,
        responses={200: {"description": "A file to be kept", "content": _FILES}},
    )
    async def export_calls(
        query: Filters,
        kind: Annotated[TableFormat, Query(alias="format")],
        call_id: Annotated[
            tuple[CallIdText, ...], Query(max_length=MAX_AT_ONCE, description="only these")
        ] = (),
    ) -> FileResponse:
        """A row for each call that the history would list with the same filters, in its order. The
        columns and what they mean are listed in the documentation of exports."""
        target = await asyncio.to_thread(_new_file)
        gone = partial(target.unlink, missing_ok=True)
        try:
            await tables.write(replace(query, ids=call_id), kind, target)
        except BaseException:
            await asyncio.shield(asyncio.to_thread(gone))
            raise
        return FileResponse(
            target,
            media_type=TABLE_TYPES[kind],
            filename=f"calls-{clock.utc():%Y-%m-%d}.{kind}",
            headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
            background=BackgroundTask(gone),
        )

    return router


def _new_file() -> Path:
    """Readable by this user only."""
    handle, name = tempfile.mkstemp(prefix="salescoach-")
    os.close(handle)
    return Path(name)
