"""Playbooks in and out on the command line, over a data directory of their own."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from salescoach.app.playbook_command import app
from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.playbook.loader import load_default, parse
from tests.rooms.playbook.builders import MINIMAL, line_of


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PORT", "5999")
    return CliRunner()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    return path


def test_check_names_the_line(run: CliRunner, mine: Path) -> None:
    fine = run.invoke(app, ["check", str(mine)])
    assert fine.exit_code == 0
    assert "mine.yaml: fine, 1 categories, 1 scripts" in fine.output
    assert "no category answers the objection 'trust'" in fine.output
    assert "no category answers a buying signal" in fine.output
    mine.write_text(MINIMAL.replace("name: Widget", "nme: Widget"), encoding="utf-8")
    wrong = run.invoke(app, ["check", str(mine)])
    assert wrong.exit_code == 1
    assert f"mine.yaml, line {line_of(MINIMAL, 'name: Widget')}" in wrong.output


def test_out_and_in_again(run: CliRunner, tmp_path: Path, mine: Path) -> None:
    out = run.invoke(app, ["export"])
    first, _, rest = out.output.partition("\n")
    assert first == (
        "# yaml-language-server: $schema=http://localhost:5999/api/v1/playbooks/schema.json"
    )
    assert parse(rest) == load_default()

    kept = run.invoke(app, ["import", str(mine), "--name", "My own"])
    assert kept.output == "my_own, version 1, used for calls\n"
    mine.write_text(MINIMAL.replace("name: Own", "name: Ours"), encoding="utf-8")
    again = run.invoke(app, ["import", str(mine), "--into", "my_own", "--note", "by hand"])
    assert again.output == "my_own, version 2, used for calls\n"

    target = tmp_path / "old.yaml"
    run.invoke(app, ["export", "my_own", "--version", "1", "-o", str(target)])
    old = parse(target.read_bytes())
    assert (old.id, old.name, old.version) == ("my_own", "My own", 1)


def test_what_is_not_there_is_told(run: CliRunner) -> None:
    result = run.invoke(app, ["export", "nothing"])
    assert isinstance(result.exception, SalesCoachError)
    assert "default" in result.exception.message


def test_the_schema(run: CliRunner, tmp_path: Path) -> None:
    target = tmp_path / "playbook.schema.json"
    run.invoke(app, ["schema", "-o", str(target)])
    assert '"title": "Sales Coach playbook"' in target.read_text(encoding="utf-8")
