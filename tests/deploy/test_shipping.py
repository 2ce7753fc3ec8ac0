"""What is shipped fits together: files that are named exist, ports and settings are real."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values
from ruamel.yaml import YAML

from salescoach.infra.changeable import CHANGEABLE, KEYS, fixed
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def yaml(path: str) -> Any:
    return YAML(typ="safe").load(ROOT / path)


def test_the_image_is_built_of_what_the_context_lets_through() -> None:
    let_through = {
        line[1:].rstrip("/") for line in read(".dockerignore").splitlines() if line.startswith("!")
    }
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in let_through, source


def test_the_image_runs_as_nobody_and_is_asked_how_it_is() -> None:
    last = read("Dockerfile").split("\nFROM ")[-1]
    assert "\nUSER salescoach\n" in last
    assert last.index("USER salescoach") < last.index("ENTRYPOINT")
    set_there = set(re.findall(r"([A-Z_]+)=", last.split("ENV ")[1].split("USER")[0]))
    assert set_there - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= SETTINGS


@contextmanager
def answering(status: int) -> Iterator[int]:
    class Ready(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/api/health/ready" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def asked_how_it_is(port: int) -> int:
    """What the image's own check says of a server, which it loads nothing of."""
    found = re.search(r"HEALTHCHECK .*\\\n +CMD (\[.+\])\n", read("Dockerfile"))
    assert found
    python, *arguments = json.loads(found[1])
    assert python == "python"
    assert "salescoach" not in found[1]
    command = [sys.executable, *arguments]
    run = subprocess.run(command, env={"PORT": str(port)}, capture_output=True, check=False)
    return run.returncode


def test_the_image_tells_a_server_that_serves_from_one_that_does_not() -> None:
    with answering(200) as port:
        assert asked_how_it_is(port) == 0
    with answering(503) as busy:
        assert asked_how_it_is(busy) == 1
    assert asked_how_it_is(port) == 1


def test_what_systemd_reads_leaves_the_settings_to_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "EnvironmentFile=/etc/salescoach.env" in read("deploy/salescoach.service")
    assert "deploy/salescoach.env /etc/salescoach.env" in read("docs/deployment.md")
    written = dotenv_values(DEPLOY / "salescoach.env")
    secrets = {name for name, value in written.items() if not value} - {"BACKUP_DIR"}
    assert secrets == {"SECRET_KEY", "ACCESS_TOKEN"}
    assert set(written) <= SETTINGS
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in written.items():
        monkeypatch.setenv(name, value or ("Zx9Kq2Lm5Np8Rt1Vw4Yb7-" * 2 if name in secrets else ""))
    settings = load_settings(None)
    assert settings.environment == "production"
    assert not fixed(settings) & {*CHANGEABLE, *KEYS.values()}


def test_data_logs_and_backups_have_volumes_that_the_image_can_write_to() -> None:
    compose = yaml("deploy/compose.yml")
    mounted = dict(each.split(":") for each in compose["services"]["coach"]["volumes"])
    assert set(mounted) == {"data", "logs", "backups"} <= set(compose["volumes"])
    settings = load_settings(None, data_dir=mounted["data"])
    assert Path(mounted["logs"]) == settings.logs_dir
    # A new volume takes its owner from the folder that the image has in its place.
    [owned] = re.findall(
        r"install --directory --owner=salescoach .+ --mode=700 (.+)", read("Dockerfile")
    )
    assert set(mounted.values()) == set(owned.split())


def test_prometheus_asks_by_a_name_that_the_server_goes_by() -> None:
    [job] = yaml("deploy/prometheus.yml")["scrape_configs"]
    [target] = job["static_configs"][0]["targets"]
    allowed = yaml("deploy/compose.yml")["services"]["coach"]["environment"]["ALLOWED_HOSTS"]
    assert target.partition(":")[0] in re.sub(r"\$\{.*?\}", "", allowed).split(",")


def test_compose_sets_what_the_server_knows() -> None:
    composed = yaml("deploy/compose.yml")
    coach, proxy = composed["services"]["coach"], composed["services"]["proxy"]
    assert set(coach["environment"]) <= SETTINGS
    for needed in ("SECRET_KEY", "ACCESS_TOKEN", "ALLOWED_HOSTS"):
        assert ":?" in coach["environment"][needed]
    [network] = composed["networks"]["inside"]["ipam"]["config"]
    assert coach["environment"]["TRUSTED_PROXIES"] == network["subnet"]
    assert "ports" not in coach
    for service in (coach, proxy):
        assert service["restart"] == "unless-stopped"
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            there = source in composed["volumes"] or (DEPLOY / source).exists()
            assert there, volume
    assert "reverse_proxy coach:5000" in read("deploy/Caddyfile")


def test_the_proxies_pass_sockets_on_and_keep_figures_inside() -> None:
    nginx = read("deploy/nginx.conf")
    for header in ("Upgrade $http_upgrade", "X-Forwarded-Proto $scheme", "Host $host"):
        assert f"proxy_set_header {header};" in nginx
    assert "location = /metrics" in nginx
    assert "path /metrics" in read("deploy/Caddyfile")


def test_a_service_has_time_to_save_its_calls() -> None:
    from salescoach.app.main import CLOSE_WITHIN_S
    from salescoach.app.serve import GRACE_S

    needed = GRACE_S + CLOSE_WITHIN_S
    unit = read("deploy/salescoach.service")
    stop = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert stop
    assert int(stop[1]) >= needed
    assert int(yaml("deploy/compose.yml")["services"]["coach"]["stop_grace_period"][:-1]) >= needed


def test_the_workflow_runs_what_is_there() -> None:
    jobs = yaml(".github/workflows/ci.yml")["jobs"]
    makefile = read("Makefile")
    commands = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    targets = {target for command in commands for target in re.findall(r"make (\w+)", command)}
    assert {"check", "wheel", "audit"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert jobs["check"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    for job in jobs.values():
        assert job["timeout-minutes"] <= 60


def stand_ins(folder: Path, user: int, *names: str) -> dict[str, str]:
    """Commands that only write down how they were called, and no others."""
    folder.mkdir()
    for name in ("bash", "dirname", "env", "grep"):
        found = next(Path(at) / name for at in os.defpath.split(":") if (Path(at) / name).exists())
        (folder / name).symlink_to(found)
    told = folder / "told"
    for name in names:
        runs = '"$@"' if name == "sudo" else ""
        write_script(folder / name, f'echo "{name} $*" >>{told}\n{runs}')
    write_script(folder / "id", f"echo {user}")
    return {"PATH": str(folder)}


def write_script(path: Path, lines: str) -> None:
    path.write_text(f"#!/bin/bash\n{lines}\n", encoding="utf-8")
    path.chmod(0o700)


@pytest.mark.parametrize(("user", "as_root"), [(0, False), (1000, True)])
def test_what_ci_lacks_is_installed_as_root(tmp_path: Path, user: int, as_root: bool) -> None:
    folder = tmp_path / "bin"
    environment = stand_ins(folder, user, "apt-get", "sudo", "make", "chromium")
    subprocess.run([str(ROOT / ".ci" / "run")], env=environment, check=True)
    told = (folder / "told").read_text(encoding="utf-8").splitlines()
    assert told[-1] == "make test"
    installed = [line for line in told if line.startswith("apt-get install")]
    assert [line.split()[-2:] for line in installed] == [["pulseaudio", "pulseaudio-utils"]]
    assert len([line for line in told if line.startswith("sudo")]) == (2 if as_root else 0)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("echo Could not connect to the feed; exit 1", 0),
        ("echo Found 1 known vulnerability; exit 1", 1),
        ("echo a hash is missing; exit 1", 1),
        ("exit 0", 0),
    ],
)
@pytest.mark.parametrize("which", ["PIP_AUDIT", "NPM"])
def test_only_advisories_out_of_reach_are_let_through(
    tmp_path: Path, which: str, said: str, code: int
) -> None:
    environment = stand_ins(tmp_path / "bin", 0, "well")
    write_script(tmp_path / "asked", said)
    well = str(tmp_path / "bin" / "well")
    tools = {"PIP_AUDIT": well, "NPM": well, which: str(tmp_path / "asked")}
    run = subprocess.run(
        [str(ROOT / ".ci" / "advisories")],
        env=environment | tools,
        capture_output=True,
        check=False,
    )
    assert run.returncode == code, run.stdout
