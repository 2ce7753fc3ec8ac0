"""What an error tracker is sent, seen by a stand-in for one."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from loguru import logger

from salescoach.app.observe.error_reports import report_errors
from salescoach.infra.config_problems import ConfigurationInvalid
from salescoach.infra.configuration import load_settings
from salescoach.kit.errors import Unavailable
from tests.app.edge import SAID

KEY = "sk-ant-a-key-that-nobody-may-see-0123456789"


class Tracker:
    """Takes reports, and shows what came."""

    def __init__(self) -> None:
        self.received: list[str] = []
        tracker = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                tracker.received.append(body.decode())
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)

    @property
    def dsn(self) -> str:
        return f"http://public@127.0.0.1:{self.server.server_port}/7"


@contextmanager
def tracker() -> Iterator[Tracker]:
    made = Tracker()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        thread.join()
        made.server.server_close()


def fail(words: str) -> None:
    transcript = words
    try:
        raise ValueError(transcript)
    except ValueError as error:
        raise Unavailable("Storage is locked.") from error


def test_a_report_says_where_and_never_what_was_said() -> None:
    with tracker() as made:
        settings = load_settings(None, sentry_dsn=made.dsn, anthropic_api_key=KEY)
        end = report_errors(settings, "9.9")
        assert end is not None
        try:
            fail(SAID)
        except Unavailable as error:
            logger.opt(exception=error).error("Request {} failed with key {}", "req_1", KEY)
        logger.warning("Not an error: {}", SAID)
        end()
    [report] = made.received
    assert "Storage is locked." in report
    assert '"function":"fail"' in report.replace(": ", ":")
    assert "ValueError" in report
    assert "salescoach@9.9" in report
    assert SAID not in report
    assert KEY not in report
    assert '"vars"' not in report
    assert "tests/app" not in report
    assert "/home" not in report


def test_off_unless_asked_for() -> None:
    assert report_errors(load_settings(None), "1") is None
    with pytest.raises(ConfigurationInvalid, match="must be a DSN"):
        load_settings(None, sentry_dsn="https://tracker.example.com")
