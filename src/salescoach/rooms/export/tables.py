"""Calls that were found or picked, as a table in a file."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

from salescoach.domain.history import CallQuery
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.table import Row
from salescoach.rooms.export.table_files import Pages, write_csv, write_parquet_file
from salescoach.rooms.review.settled import SettledReviews

TableFormat = Literal["csv", "parquet"]
TABLE_TYPES: dict[TableFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
CALLS_AT_ONCE = 100

_WRITE: dict[TableFormat, Callable[[Pages, Path], Awaitable[None]]] = {
    "csv": write_csv,
    "parquet": write_parquet_file,
}


class TableService:
    """Raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, calls: CallService, reviews: SettledReviews) -> None:
        self._calls = calls
        self._reviews = reviews

    async def write(self, query: CallQuery, kind: TableFormat, target: Path) -> int:
        """The calls that fit ``query`` in its order; how many there were. What is at ``target`` is
        overwritten. Raises ``OSError``."""
        written = 0

        async def pages() -> Pages:
            nonlocal written
            cursor: str | None = None
            while True:
                page = await self._calls.history.find(query, CALLS_AT_ONCE, cursor)
                ids = [found.call.id for found in page.calls]
                stored = await self._reviews.stored(ids)
                written += len(ids)
                yield [Row(found, stored.get(found.call.id)) for found in page.calls]
                cursor = page.next_cursor
                if cursor is None:
                    return

        await _WRITE[kind](pages(), target)
        return written
