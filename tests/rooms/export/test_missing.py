"""A hole in the sound stands at its place in every file of the call."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from salescoach.domain.events import CallEvent, Gap
from salescoach.infra.database import Database
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.pdf.sheet import sheet_of
from salescoach.rooms.export.service import ExportFormat, ExportService
from salescoach.rooms.export.spreadsheet import MARK
from salescoach.speech.written import read_written
from tests.rooms.calls.events import CALL, ended, line, started
from tests.rooms.export.kept import keep_log

SAID = "We miss twenty calls a week."
AFTER = "So tell me more."
LOST = "[10 s of sound lost]"
LOG: Sequence[CallEvent] = (
    started(),
    line(2, SAID, turn_id="t1", start_ms=1_000, end_ms=4_000),
    Gap(call_id=CALL, seq=3, channel=0, start_ms=5_000, end_ms=15_000, reason="lost"),
    Gap(call_id=CALL, seq=4, channel=1, start_ms=5_000, end_ms=15_000, reason="lost"),
    line(5, AFTER, turn_id="t2", start_ms=16_000, end_ms=18_000),
    ended(6),
)


@pytest.fixture
async def kept(database: Database, exports: ExportService) -> ExportService:
    await keep_log(database, LOG)
    return exports


async def _text(exports: ExportService, kind: ExportFormat) -> str:
    return (await exports.export(CALL, kind)).content.decode()


async def test_in_what_is_read(kept: ExportService) -> None:
    read = (await _text(kept, "md")).replace("\\", "")

    assert read.count(LOST) == 1
    assert f"{SAID}\n\n`0:05` *{LOST}*\n\n**Dana** `0:16` {AFTER}" in read


async def test_on_paper(kept: ExportService, calls: CallService) -> None:
    sheet = sheet_of(await calls.record(CALL), None)

    told = [each.get("missing") or each["text"] for each in sheet["turns"]]
    assert told == [SAID, LOST, AFTER]
    assert (await kept.export(CALL, "pdf")).content.startswith(b"%PDF-")


async def test_in_the_table(kept: ExportService) -> None:
    text = (await _text(kept, "csv")).removeprefix(MARK)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    columns = ("kind", "line", "start_ms", "end_ms", "speaker", "text")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("turn", "1", "1000", "4000", "customer", SAID),
        ("gap", "", "5000", "15000", "", LOST),
        ("turn", "2", "16000", "18000", "customer", AFTER),
    ]


async def test_in_the_document(kept: ExportService) -> None:
    events = json.loads(await _text(kept, "json"))["events"]

    gaps = [each for each in events if each["type"] == "gap"]
    assert {(each["start_ms"], each["end_ms"], each["reason"]) for each in gaps} == {
        (5_000, 15_000, "lost")
    }


@pytest.mark.parametrize("kind", ["srt", "vtt"])
async def test_in_captions_and_nobody_says_it(
    kept: ExportService, tmp_path: Path, kind: ExportFormat
) -> None:
    text = await _text(kept, kind)
    file = tmp_path / f"call.{kind}"
    file.write_text(text, encoding="utf-8")

    assert f"\n{LOST}\n" in text
    assert [each.text for each in read_written(file)] == [SAID, AFTER]
