"""Whoever has the port already is asked who they are, and cannot hold up the one who asks."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread
from types import SimpleNamespace

import pytest

from salescoach.app import neighbour
from salescoach.app.neighbour import running_version

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


@contextmanager
def somebody(*answers: bytes, for_ever: bytes = b"") -> Iterator[int]:
    """Gives each connection the next answer, and ``for_ever`` behind it until nobody listens; tells
    the port."""

    def serve() -> None:
        for answer in answers:
            try:
                line, _ = door.accept()
                with closing(line):
                    line.recv(4096)
                    line.sendall(answer)
                    while for_ever:
                        line.sendall(for_ever)
            except OSError:
                continue

    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(5)
        serving = Thread(target=serve)
        serving.start()
        yield door.getsockname()[1]
    serving.join()


def test_a_server_of_ours_tells_its_version() -> None:
    told = b'{"version": "1.2.3", "engines": {}, "checks": {}}'
    with somebody(HEAD + b'{"status": "ok"}', HEAD + told) as port:
        assert running_version(port) == "1.2.3"


@pytest.mark.parametrize(
    "told",
    [
        b'{"version": "1.2.3"}',
        b'{"version": "\\u001b[2J", "engines": {}, "checks": {}}',
        b"[" * 50_000,
        b"\xff",
    ],
)
def test_a_stranger_is_nobody(told: bytes) -> None:
    with somebody(HEAD + b'{"status": "ok"}', HEAD + told) as port:
        assert running_version(port) is None


def test_a_stream_without_an_end_is_left() -> None:
    with somebody(HEAD, for_ever=b" " * 4096) as port:
        assert running_version(port) is None


def test_a_trickle_has_the_time_of_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, the whole never does."""
    now = iter(range(1000))
    monkeypatch.setattr(neighbour, "time", SimpleNamespace(monotonic=lambda: next(now) / 10))
    with somebody(HEAD, for_ever=b" ") as port:
        assert running_version(port) is None
    assert next(now) < 20
