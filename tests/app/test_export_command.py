"""`salescoach export` over a data directory of its own: files that are whole, or not there."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from salescoach.app import cli
from salescoach.app.export_command import write_whole
from salescoach.infra.database import Database
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.document import ExportedCall
from tests.migrated import migrated
from tests.rooms.calls.events import line, started
from tests.rooms.export.kept import SAID, keep_call, keep_log, review


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with three calls in its data, of which each has a review."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()

    async def fill() -> None:
        database = Database(await migrated(tmp_path / "data" / "salescoach.db"))
        for call_id in ("c1", "c2", "c3"):
            await keep_call(database, call_id)
        await review(database)
        await database.aclose()

    asyncio.run(fill())
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["export", *arguments])


def test_all_calls_as_json(workspace: Path) -> None:
    result = _run("--all", "--format", "json", "--output", "out/calls", "--json")

    assert result.exit_code == 0, result.output
    files = sorted((workspace / "out/calls").iterdir())
    assert [file.name for file in files] == ["c1.json", "c2.json", "c3.json"]
    assert json.loads(result.stdout) == {
        "format": "json",
        "output": "out/calls",
        "written": 3,
        "bytes": sum(file.stat().st_size for file in files),
        "failed": [],
    }
    document = ExportedCall.model_validate_json(files[0].read_bytes())
    assert document.call.id == "c1"
    assert [turn.text for turn in document.turns] == [SAID]
    assert len(document.events) == 4
    assert document.analysis is not None


def test_one_call_as_markdown_replaces_what_was_there(workspace: Path) -> None:
    (workspace / "c2.md").write_text("old", encoding="utf-8")

    result = _run("c2", "--format", "md", "-o", str(workspace))

    assert result.stdout == f"Wrote 1 call to {workspace}\n"
    assert (workspace / "c2.md").read_text(encoding="utf-8").startswith("# Dana\n")


def test_an_unknown_call_fails_and_the_others_are_written(workspace: Path) -> None:
    result = _run("c1", "../c9", "c3", "--format", "srt", "-o", "out", "--json")

    assert result.exit_code == 1
    summary = json.loads(result.stdout)
    assert summary["written"] == 2
    assert [(each["call_id"], each["error"]) for each in summary["failed"]] == [
        ("../c9", "call_not_found")
    ]
    assert sorted(file.name for file in (workspace / "out").iterdir()) == ["c1.srt", "c3.srt"]


def test_a_file_that_cannot_be_put_there_is_told(workspace: Path) -> None:
    (workspace / "out" / "c2.vtt").mkdir(parents=True)

    result = _run("--all", "--format", "vtt", "-o", "out")

    assert result.exit_code == 1
    assert "Wrote 2 calls to out" in result.output
    assert "c2: The file could not be written" in result.output
    names = sorted(file.name for file in (workspace / "out").iterdir())
    assert names == ["c1.vtt", "c2.vtt", "c3.vtt"]


@pytest.mark.parametrize("arguments", [["-o", "out"], ["c1", "--all", "-o", "out"]])
def test_calls_or_all_of_them(workspace: Path, arguments: list[str]) -> None:
    result = _run(*arguments)

    assert isinstance(result.exception, InvalidInput)
    assert not (workspace / "out").exists()


def test_another_format_is_refused(workspace: Path) -> None:
    result = _run("--all", "--format", "docx", "-o", "out")

    assert result.exit_code == 2
    assert "pdf" in result.output


def test_a_place_that_is_no_directory(workspace: Path) -> None:
    (workspace / "out").write_text("", encoding="utf-8")

    result = _run("--all", "-o", "out")

    assert isinstance(result.exception, InvalidInput)
    assert result.exception.code == "not_writable"


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    # The name fits into the file system, the longer one of its partial file does not.
    target = tmp_path / f"{'c' * 250}.json"
    target.write_bytes(b"old")

    with pytest.raises(OSError, match="too long"):
        write_whole(target, b"new")

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("kind", "output", "file", "begins"),
    [
        ("csv", "out", "out/calls.csv", b"\xef\xbb\xbfcall_id,"),
        ("parquet", "out", "out/calls.parquet", b"PAR1"),
        ("csv", "out/mine.csv", "out/mine.csv", b"\xef\xbb\xbfcall_id,"),
    ],
)
def test_all_calls_as_one_table(
    workspace: Path, kind: str, output: str, file: str, begins: bytes
) -> None:
    result = _run("--all", "--format", kind, "--output", output, "--json")

    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    content = (workspace / file).read_bytes()
    assert (summary["written"], summary["bytes"]) == (3, len(content))
    assert content.startswith(begins)
    assert [each.name for each in (workspace / "out").iterdir()] == [Path(file).name]


def test_parquet_is_of_all_calls(workspace: Path) -> None:
    result = _run("c1", "--format", "parquet")

    assert isinstance(result.exception, InvalidInput)


def test_an_interrupted_call_comes_whole(workspace: Path) -> None:
    async def cut_off() -> None:
        database = Database(await migrated(workspace / "data" / "salescoach.db"))
        said = line(2, SAID, turn_id="t1", call_id="c0")
        await keep_log(database, [started("c0"), said])
        await CallService(database).mark_interrupted()
        await database.aclose()

    asyncio.run(cut_off())
    _run("--all", "--output", "out")

    document = json.loads((workspace / "out" / "c0.json").read_bytes())
    assert document["call"]["status"] == "interrupted"
    assert [turn["text"] for turn in document["turns"]] == [SAID]
    assert [event["type"] for event in document["events"]] == ["call_started", "transcription"]
    assert document["analysis"] is None
