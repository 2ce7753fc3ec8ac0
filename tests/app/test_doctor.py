"""The doctor's findings: what is wrong is said in one line, with how to mend it."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from salescoach.app import doctor, doctor_port
from salescoach.infra.backup.shelf import place_for
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings, read_configuration
from salescoach.infra.data_lock import serving
from salescoach.infra.database import migrate

DEEPGRAM = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return load_settings(None, data_dir=tmp_path / "data")


def test_a_wrong_configuration_is_told_setting_by_setting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "80")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "your-key-here")
    findings = list(doctor.examine())
    failed = [finding for finding in findings if finding.verdict == "fail"]
    assert [finding.detail.split(" ")[0] for finding in failed] == ["PORT", "ANTHROPIC_API_KEY"]
    assert all(finding.mend for finding in failed)
    assert all("\n" not in str(finding) for finding in findings)
    assert "your-key-here" not in "".join(map(str, findings))


def test_old_pythons_are_refused() -> None:
    assert doctor.python_version((3, 10, 14)).verdict == "fail"
    assert doctor.python_version((3, 12, 0)).verdict == "ok"


def test_slips_in_the_file_are_warnings(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PROT=5001\n")
    verdicts = [found.verdict for found in doctor.configuration_findings(read_configuration())]
    assert verdicts == ["ok", "warn"]


def test_the_data_directory_is_looked_at_and_not_created(settings: Settings) -> None:
    assert doctor.data_directory(settings).verdict == "ok"
    assert doctor.disk_room(settings).verdict in ("ok", "warn")
    assert not settings.data_dir.exists()
    settings.data_dir.write_text("a file")
    assert doctor.data_directory(settings).verdict == "fail"


def test_the_database_is_opened_and_its_migration_told(settings: Settings) -> None:
    assert "will be created" in doctor.database(settings).detail
    settings.data_dir.mkdir()
    settings.database_file.write_bytes(b"")
    assert "will be migrated" in doctor.database(settings).detail


async def test_a_migrated_database_is_told(settings: Settings) -> None:
    import asyncio

    settings.data_dir.mkdir()
    await migrate(settings.database_url)
    found = await asyncio.to_thread(doctor.database, settings)
    assert (found.verdict, found.detail.partition(",")[0]) == ("ok", "opens")


def test_the_age_of_the_newest_backup_is_told(settings: Settings) -> None:
    assert doctor.backups(settings).verdict == "ok"
    settings.backups_dir.mkdir(parents=True)
    settings.database_file.write_bytes(b"")
    assert doctor.backups(settings).mend == "run salescoach backup"
    now = datetime.now(UTC)
    for days, verdict in ((-1000, "warn"), (9, "warn"), (1, "ok")):
        place_for(settings.backups_dir, "daily", now - timedelta(days=days)).touch()
        assert doctor.backups(settings).verdict == verdict


def test_a_file_that_is_no_database_fails(settings: Settings) -> None:
    settings.data_dir.mkdir()
    settings.database_file.write_bytes(b"not a database at all" * 200)
    assert doctor.database(settings).verdict == "fail"


def test_a_taken_port_fails(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = doctor_port.port(settings.model_copy(update={"port": port}))
    assert found.verdict == "fail"
    assert str(port) in found.detail
    assert doctor_port.port(settings.model_copy(update={"port": port})).verdict == "ok"


@pytest.fixture
def own_port() -> Iterator[int]:
    """Of a server that answers as ours does."""

    class Ours(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            live = self.path == "/api/health/live"
            told = {"status": "ok"} if live else {"version": "1.2.3", "engines": {}, "checks": {}}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Ours) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_our_own_server_on_the_port_is_no_fault(settings: Settings, own_port: int) -> None:
    here = settings.model_copy(update={"port": own_port})
    stranger = doctor_port.port(here)
    assert (stranger.verdict, "another DATA_DIR" in stranger.detail) == ("warn", True)
    settings.data_dir.mkdir()
    with serving(settings.data_dir):
        found = doctor_port.port(here)
    assert (found.verdict, found.mend) == ("ok", "")
    assert found.detail == f"Sales Coach AI 1.2.3 is running on {own_port}"


def test_another_host_needs_https(settings: Settings) -> None:
    (found,) = doctor.network(settings.model_copy(update={"host": "0.0.0.0"}))
    assert found.verdict == "warn"
    assert "HTTPS needed" in found.detail
    (loopback,) = doctor.network(settings)
    assert loopback.verdict == "ok"


def test_the_shape_of_a_key_is_looked_at_and_the_key_not_shown() -> None:
    odd = load_settings(None, deepgram_api_key=DEEPGRAM.upper(), anthropic_api_key="k" + DEEPGRAM)
    findings = list(doctor.keys(odd))
    assert [finding.verdict for finding in findings] == ["warn", "warn"]
    assert DEEPGRAM not in "".join(map(str, findings))
    (good,) = doctor.keys(load_settings(None, deepgram_api_key=DEEPGRAM))
    assert good.verdict == "ok"
    assert "not used" in good.detail


def test_what_a_key_is_used_for_is_said() -> None:
    key = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
    (used,) = doctor.keys(load_settings(None, anthropic_api_key=key, coach_engine="claude"))
    assert used.detail.endswith("used for cards")
    assert key not in str(used)


def test_the_playbook_is_read(settings: Settings) -> None:
    assert doctor.playbook(settings).verdict == "ok"
    missing = settings.model_copy(update={"playbook": "nowhere.yaml"})
    assert doctor.playbook(missing).verdict == "fail"


@pytest.mark.speech
def test_the_engines_of_this_machine_load(settings: Settings) -> None:
    assert doctor.embedding_model(settings).verdict == "ok"
    found = doctor.speech_engine(settings)
    assert found.verdict == "ok", found
    assert found.detail.startswith("local loads in")
