"""A table of calls into a file, a page of calls at a time: memory holds one page however many calls
there are.
"""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet

from salescoach.rooms.export.spreadsheet import MARK, cell
from salescoach.rooms.export.table import COLUMNS, Cell, Kind, Row, cells

Pages = AsyncIterator[Sequence[Row]]
NEXT_PAGE_WITHIN_S = 60.0

_TYPES: dict[Kind, DataType] = {
    "text": DataType.utf8(),
    "number": DataType.float64(),
    "whole": DataType.int64(),
    "flag": DataType.bool(),
    "moment": DataType.timestamp("us", tz="UTC"),
}
_SCHEMA = Schema([Field(each.name, _TYPES[each.kind], nullable=True) for each in COLUMNS])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def write_csv(pages: Pages, target: Path) -> None:
    """UTF-8 with a mark at its start; moments in ISO 8601 and UTC; flags as true and false. A text
    that a spreadsheet could take for a formula has an apostrophe before it. Raises ``OSError``."""
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(MARK + _lines([[each.name for each in COLUMNS]]))
        async for page in pages:
            text = _lines([[_plain(each) for each in cells(row)] for row in page])
            await asyncio.to_thread(file.write, text)


async def write_parquet_file(pages: Pages, target: Path) -> None:
    """Moments in microseconds UTC, compressed with zstd. Raises ``OSError``."""
    loop = asyncio.get_running_loop()

    async def next_page() -> Sequence[Row] | None:
        return await anext(pages, None)

    def batches() -> Iterator[RecordBatch]:
        # Runs in the writer's thread, which waits here while the loop reads a page.
        while True:
            waiting = asyncio.run_coroutine_threadsafe(next_page(), loop)
            page = waiting.result(NEXT_PAGE_WITHIN_S)
            if page is None:
                return
            yield _batch(page)

    def write() -> None:
        reader = RecordBatchReader.from_batches(_SCHEMA, batches())
        write_parquet(reader, target, compression="zstd(3)")

    await asyncio.to_thread(write)


def _lines(rows: Sequence[Sequence[object]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _plain(told: Cell) -> object:
    match told:
        case None:
            return ""
        case bool():
            return str(told).lower()
        case str():
            return cell(told)
        case float():
            return f"{told:.10g}"
        case datetime():
            return told.astimezone(UTC).isoformat()
        case _:
            return told


def _batch(page: Sequence[Row]) -> RecordBatch:
    rows = [cells(row) for row in page]
    columns = [
        _array([row[place] for row in rows], column.kind) for place, column in enumerate(COLUMNS)
    ]
    return RecordBatch.from_arrays(columns, schema=_SCHEMA)


def _array(values: Sequence[Cell], kind: Kind) -> Array:
    told: list[Any] = [_in_kind(each, kind) for each in values]
    if kind == "moment":
        return Array(told, DataType.int64()).cast(_TYPES[kind])
    return Array(told, _TYPES[kind])


def _in_kind(told: Cell, kind: Kind) -> Cell:
    match told:
        case datetime():
            return round((told - _EPOCH).total_seconds() * 1_000_000)
        case int() if kind == "number":
            return float(told)
        case str():
            return str(told)  # a plain one, where it was an enumeration's
        case _:
            return told
