"""What is shipped fits together: files that are named exist, ports and settings are real."""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from salescoach.infra.config import Settings

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
    assert '["salescoach", "smoke", "--health"]' in last
    assert last.index("USER salescoach") < last.index("ENTRYPOINT")
    set_there = set(re.findall(r"([A-Z_]+)=", last.split("ENV ")[1].split("USER")[0]))
    assert set_there - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= SETTINGS


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
    assert {"check", "wheel"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert jobs["check"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    for job in jobs.values():
        assert job["timeout-minutes"] <= 60
