"""The server as a user starts it, that can be stopped, killed, and started again where it was."""

import os
import selectors
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import httpx

from salescoach.infra.config import Settings
from tests.e2e.place import PAGE, free_port

_READY_S = 120.0
_STOP_S = 60.0


class Turn(NamedTuple):
    speaker: str
    text: str
    start_ms: int


class RunningServer:
    """Starts with the data in ``directory``; ``settings`` are environment variables."""

    def __init__(self, directory: Path, **settings: str) -> None:
        self.port = int(settings.get("PORT", free_port()))
        self.address = f"http://localhost:{self.port}"
        self._directory = directory
        self._settings = {
            "PORT": str(self.port),
            "DATA_DIR": str(directory / "data"),
            "STT_ENGINE": "local",
            "LOG_LEVEL": "INFO",
            # A test asks faster than a person.
            "RATE_LIMIT_PER_MINUTE": "100000",
        } | settings
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(signal.SIGTERM)

    def start(self) -> None:
        """Returns when the page can be opened."""
        if not PAGE.is_file():
            raise RuntimeError("The page is not built: run `make test-browser`.")
        clean = {
            name: value
            for name, value in os.environ.items()
            if name.lower() not in Settings.model_fields
        }
        with (self._directory / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from salescoach.app.cli import main; main()", "serve"],
                cwd=self._directory,
                env=clean | self._settings,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        with selectors.DefaultSelector() as selector:
            assert self._process.stdout is not None
            selector.register(self._process.stdout, selectors.EVENT_READ)
            ready = selector.select(_READY_S) and self._process.stdout.readline()
        if not ready:
            self.kill()
            raise RuntimeError(f"The server did not start:\n{self.log()}")

    def stop(self) -> None:
        """Ends it as a service manager does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it as a power cut does, its speech workers too."""
        self._end(signal.SIGKILL)

    def log(self) -> str:
        """What it said on its console."""
        return (self._directory / "server.log").read_text()

    def calls(self) -> list[dict[str, Any]]:
        """The history, newest first, as another client of the server sees it."""
        found: list[dict[str, Any]] = self._get("/api/v1/calls")["calls"]
        return found

    def turns(self, call_id: str) -> list[Turn]:
        """Who said what, in the order of the call."""
        turns = self._get(f"/api/v1/calls/{call_id}/turns?limit=100")["turns"]
        return [Turn(each["speaker"], each["text"], each["start_ms"]) for each in turns]

    def events(self, call_id: str) -> list[dict[str, Any]]:
        """The log of a short call."""
        found: list[dict[str, Any]] = self._get(f"/api/v1/calls/{call_id}/events?limit=500")[
            "events"
        ]
        return found

    def _get(self, path: str) -> dict[str, Any]:
        answer = httpx.get(self.address + path, timeout=60)
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with process:
            if process.poll() is None:
                if how is signal.SIGKILL:
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.send_signal(how)
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
