"""The meeting in another tab: a page that plays the recorded customer when it is told to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page

TITLE = "Weekly meeting - customer"
_PAGE = f"""<!doctype html><html lang="en"><title>{TITLE}</title>
<link rel="icon" href="data:,">
<h1>Meeting</h1><audio src="/customer.wav" preload="auto"></audio></html>"""


class _Door(BaseHTTPRequestHandler):
    def __init__(self, recording: Path, *args: object) -> None:
        self._recording = recording
        super().__init__(*args)  # type: ignore[arg-type]  # the server's own three

    def do_GET(self) -> None:
        if self.path == "/customer.wav":
            self._answer("audio/wav", self._recording.read_bytes())
        elif self.path == "/":
            self._answer("text/html; charset=utf-8", _PAGE.encode())
        else:
            self.send_error(404)

    def log_message(self, *args: object) -> None:
        """The console belongs to the tests."""

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Meeting:
    """The tab of the meeting, in which the customer can talk."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab

    def speak(self) -> None:
        """The customer talks from the beginning of the recording."""
        self.tab.evaluate(
            "() => { const audio = document.querySelector('audio');"
            " audio.currentTime = 0; return audio.play(); }"
        )

    def hush(self) -> None:
        self.tab.evaluate("() => document.querySelector('audio').pause()")


@contextmanager
def meeting_page(recording: Path) -> Iterator[str]:
    """Serves the meeting on this machine and gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Door, recording))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
