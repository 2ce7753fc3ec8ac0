"""The command line: what it prints, and that help does not load the product."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salescoach.app.cli import app, said_of
from salescoach.infra.config import Settings

KEY = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_config_shows_values_and_origins_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"ANTHROPIC_API_KEY={KEY}\nPROT=1\n")
    monkeypatch.setenv("PORT", "6001")
    shown = CliRunner().invoke(app, ["config"])
    lines = {line.split()[0]: line.split()[1:] for line in shown.stdout.splitlines()}
    assert shown.exit_code == 0
    assert lines["PORT"] == ["6001", "environment"]
    assert lines["ANTHROPIC_API_KEY"][-1] == ".env"
    assert lines["HOST"] == ["127.0.0.1", "default"]
    assert set(lines) == {name.upper() for name in Settings.model_fields}
    assert KEY not in shown.output
    assert "did you mean PORT?" in shown.stderr


def test_the_address_is_set_apart_at_a_terminal_and_bare_for_a_program() -> None:
    at = "http://localhost:5000"
    before, told, *rest = said_of(at, terminal=True).splitlines()
    assert (before, rest[-1]) == ("", "")
    assert told.endswith(f" {at}")
    assert said_of(at, terminal=False) == at


def test_help_names_the_commands() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert all(name in shown.stdout for name in ("serve", "replay", "evaluate", "config", "doctor"))


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, salescoach.app.cli;"
        "print([name for name in ('fastapi', 'sqlalchemy', 'numpy', 'onnxruntime', 'loguru',"
        " 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
