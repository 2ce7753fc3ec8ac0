"""The server as a user runs it: one line when it is ready, one line when it cannot start."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest

from salescoach.app.guard.sockets import BoundedSocket
from salescoach.app.main import create_app
from salescoach.app.serve import PortTaken, listen, server_config
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.kit.errors import Unavailable
from tests.app.edge import house

Process = subprocess.Popen[str]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def test_a_taken_port_is_told_with_the_way_out(taken: int) -> None:
    with pytest.raises(PortTaken) as caught:
        listen("127.0.0.1", taken)
    assert f"Port {taken} is taken" in caught.value.message
    assert f"PORT={taken + 1} salescoach serve" in caught.value.message
    assert "\n" not in caught.value.message


def test_a_port_that_is_only_bound_is_taken_too() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(0)
        with pytest.raises(PortTaken):
            listen("127.0.0.1", bound.getsockname()[1])


def test_airplay_is_named_on_macos_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from salescoach.app.serve import _taken

    monkeypatch.setattr(sys, "platform", "darwin")
    assert "AirPlay" in _taken(5000).message
    assert "AirPlay" not in _taken(5001).message
    monkeypatch.setattr(sys, "platform", "linux")
    assert "AirPlay" not in _taken(5000).message


def test_an_address_of_another_machine_cannot_be_taken() -> None:
    with pytest.raises(Unavailable, match=r"cannot listen on 203\.0\.113\.7"):
        listen("203.0.113.7", free_port())


def test_loopback_is_bound_and_given_back() -> None:
    port = free_port()
    for each in listen("127.0.0.1", port):
        assert each.getsockname() == ("127.0.0.1", port)
        each.close()
    for each in listen("127.0.0.1", port):
        each.close()


def test_the_settings_reach_the_server(tmp_path: Path) -> None:
    settings = load_settings(
        None,
        data_dir=tmp_path,
        max_message_bytes=32768,
        trusted_proxies="10.0.0.1/8",
        access_token="Vw4Yb7Zx9Kq2Lm5Np8Rt1",
        port=5999,
    )
    config = server_config(settings, create_app(house(settings)))
    assert config.ws is BoundedSocket
    assert config.ws_max_size == 32768
    assert config.ws_per_message_deflate is False
    assert config.proxy_headers is True
    assert config.forwarded_allow_ips == ["10.0.0.0/8"]
    assert config.timeout_graceful_shutdown == 10
    assert config.http.most_per_address == 120  # type: ignore[union-attr]  # our own class
    assert config.http.proxies == (ip_network("10.0.0.0/8"),)  # type: ignore[union-attr]
    assert server_config(load_settings(None), create_app(house())).proxy_headers is False


def start(directory: Path, **settings: str) -> Process:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in Settings.model_fields
    }
    return subprocess.Popen(
        [sys.executable, "-c", "from salescoach.app.cli import main; main()", "serve"],
        cwd=directory,
        env=environment | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_ready(server: Process) -> str:
    assert server.stdout is not None
    return server.stdout.readline().strip()


@pytest.mark.speech
@pytest.mark.parametrize("stop_with", [signal.SIGTERM, signal.SIGINT])
def test_a_server_starts_answers_and_stops_cleanly(
    tmp_path: Path, stop_with: signal.Signals
) -> None:
    port = free_port()
    server = start(tmp_path, PORT=str(port))
    try:
        assert wait_until_ready(server) == f"http://localhost:{port}"
        answer = httpx.get(f"http://localhost:{port}/api/health", timeout=10)
        assert answer.json()["checks"]["database"]["status"] == "ok"

        second = start(tmp_path, PORT=str(port))
        out, err = second.communicate(timeout=20)
        assert second.returncode == 1
        assert out == ""
        assert err.strip().splitlines() == [
            f"Sales Coach AI is already running: open http://localhost:{port}. For a second one "
            f"choose another port: PORT={port + 1} salescoach serve."
        ]

        started = time.monotonic()
        server.send_signal(stop_with)
        out, err = server.communicate(timeout=20)
        assert time.monotonic() - started < 8
        assert server.returncode == 0, err
        assert out == ""
        assert "Traceback" not in err
    finally:
        server.kill()
        server.wait()
    assert (tmp_path / "data" / "salescoach.db").is_file()
    assert (tmp_path / "data" / "logs" / "errors.log").read_text() == ""


@pytest.mark.speech
def test_a_wrong_configuration_is_told_without_a_traceback(tmp_path: Path) -> None:
    server = start(tmp_path, PORT="80", LOG_LEVEL="loud")
    out, err = server.communicate(timeout=20)
    assert server.returncode == 1
    assert out == ""
    assert err.startswith("2 settings need mending:")
    assert "Traceback" not in err
    assert not (tmp_path / "data").exists()
