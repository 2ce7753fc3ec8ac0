"""Many calls as one table: the same rows in both formats, whatever was picked, over HTTP too."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from arro3.io import read_parquet
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.domain.events import Customer
from salescoach.domain.history import CallQuery, FoundCall
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.review.write import write_review
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.spreadsheet import MARK
from salescoach.rooms.export.table import COLUMNS, Row, cells
from salescoach.rooms.export.tables import CALLS_AT_ONCE, TableService
from salescoach.rooms.export.tables_api import tables_router
from salescoach.rooms.review.settled import SettledReviews
from salescoach.rooms.review.store import StoredReview
from tests.pipeline.review.talk import PLAYBOOK, good_call
from tests.rooms.calls.events import started
from tests.rooms.export.kept import keep_call, keep_log, review

DOCS = Path(__file__).parents[3] / "docs" / "exports.md"


@pytest.fixture
def tables(database: Database, calls: CallService) -> TableService:
    return TableService(calls, SettledReviews(database))


@pytest.fixture
async def http(tables: TableService) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(tables_router(tables, ManualClock()))
    add_error_handlers(app)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://tables") as http:
        yield http


def _csv(content: bytes) -> list[dict[str, str]]:
    text = content.decode()
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline=""), strict=True))


def _parquet(path: Path) -> list[dict[str, Any]]:
    table = read_parquet(path).read_all()
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    return [{name: columns[name][n] for name in columns} for n in range(table.num_rows)]


async def test_a_reviewed_call_in_both(
    database: Database, calls: CallService, tables: TableService, tmp_path: Path
) -> None:
    await keep_call(database, "c1")
    await review(database)
    await calls.history.tag(["c1"], add=["Warm", "=cmd()"])

    assert await tables.write(CallQuery(), "csv", tmp_path / "a.csv") == 1
    assert await tables.write(CallQuery(), "parquet", tmp_path / "a.parquet") == 1

    (plain,) = _csv((tmp_path / "a.csv").read_bytes())
    (typed,) = _parquet(tmp_path / "a.parquet")
    assert list(plain) == list(typed) == [column.name for column in COLUMNS]
    assert (plain["call_id"], plain["customer"], plain["company"]) == ("c1", "Dana", "Northwind")
    assert (plain["started_at"], plain["duration_s"]) == ("2026-03-01T10:00:00+00:00", "12.5")
    assert (plain["consent"], plain["recorded"], plain["lines"]) == ("true", "false", "1")
    assert plain["tags"] == "'=cmd(); Warm"
    assert (plain["reviewed_by"], plain["questions"]) == ("local", "0")
    assert typed["tags"] == "=cmd(); Warm"
    assert typed["started_at"] == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (typed["duration_s"], typed["lines"], typed["consent"]) == (12.5, 1, True)
    assert typed["score_next_step"] is None or isinstance(typed["score_next_step"], float)


def test_a_next_step_keeps_its_hour() -> None:
    record = good_call().record()
    made = StoredReview("c1", write_review(record, PLAYBOOK), record.call.started_at, 0)

    told = dict(
        zip([each.name for each in COLUMNS], cells(Row(FoundCall(record.call), made)), strict=True)
    )

    assert "(2026-03-05, at ten)" in str(told["next_steps"])


async def test_nothing_is_known_of_a_call_that_goes_on(
    database: Database, tables: TableService, tmp_path: Path
) -> None:
    await keep_log(database, [replace(started("c1"), customer=Customer("=1+1"))])

    await tables.write(CallQuery(), "csv", tmp_path / "a.csv")
    await tables.write(CallQuery(), "parquet", tmp_path / "a.parquet")

    (plain,) = _csv((tmp_path / "a.csv").read_bytes())
    (typed,) = _parquet(tmp_path / "a.parquet")
    assert (plain["status"], plain["customer"], plain["score"]) == ("live", "'=1+1", "")
    assert (typed["ended_at"], typed["reviewed_at"], typed["company"]) == (None, None, None)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
async def test_no_calls_are_a_table_too(tables: TableService, tmp_path: Path, kind: Any) -> None:
    assert await tables.write(CallQuery(), kind, tmp_path / "a") == 0

    read = _csv((tmp_path / "a").read_bytes()) if kind == "csv" else _parquet(tmp_path / "a")
    assert read == []


async def test_page_by_page_each_call_once(
    database: Database, tables: TableService, tmp_path: Path
) -> None:
    ids = [f"c{number:03}" for number in range(CALLS_AT_ONCE + 5)]
    for call_id in ids:
        await keep_log(database, [started(call_id)])

    written = await tables.write(CallQuery(), "parquet", tmp_path / "a.parquet")

    assert written == len(ids)
    assert sorted(row["call_id"] for row in _parquet(tmp_path / "a.parquet")) == ids


async def test_what_was_found_or_picked(http: httpx.AsyncClient, database: Database) -> None:
    for day, call_id in enumerate(["c1", "c2", "c3"], 1):
        await keep_call(database, call_id, at=f"2026-03-0{day}T10:00:00+00:00")

    async def ids(**asked: Any) -> list[str]:
        answer = await http.get("/exports/calls", params={"format": "csv", **asked})
        assert answer.status_code == 200, answer.text
        return [row["call_id"] for row in _csv(answer.content)]

    assert await ids() == ["c3", "c2", "c1"]
    assert await ids(sort="oldest", since="2026-03-02") == ["c2", "c3"]
    assert await ids(q="twenty", call_id=["c1", "c3", "c9"]) == ["c3", "c1"]
    assert await ids(tag="Warm") == []


async def test_a_file_to_be_kept(http: httpx.AsyncClient, database: Database) -> None:
    await keep_call(database, "c1")

    answer = await http.get("/exports/calls?format=parquet")
    refused = await http.get("/exports/calls?format=xlsx")

    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    named = 'attachment; filename="calls-2026-01-01.parquet"'
    assert answer.headers["content-disposition"] == named
    assert answer.content.startswith(b"PAR1")
    assert refused.status_code == 422


def test_every_column_is_explained() -> None:
    _, _, text = DOCS.read_text(encoding="utf-8").partition("| column |")

    rows = [line.split("|") for line in text.splitlines() if line.startswith("| `")]
    told = [name.strip(" `") for _, name, *_ in rows]
    assert told == [column.name for column in COLUMNS]
