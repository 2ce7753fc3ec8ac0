"""Where things are, on this machine and in the project, and whether the tools of these tests exist.

A developer without Chromium or PulseAudio may skip these tests; a machine that sets `CI` may not.
"""

import contextlib
import os
import random
import shutil
import socket
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = ROOT / "fixtures" / "audio"
PAGE = ROOT / "src" / "salescoach" / "app" / "page" / "index.html"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def browser_path() -> str | None:
    """The installed Chromium, or the one that `CHROMIUM` names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def require(*programs: str) -> None:
    """Skips the test where Chromium or one of ``programs`` is not installed; fails it in CI."""
    lacking = [name for name in programs if shutil.which(name) is None]
    if browser_path() is None:
        lacking.insert(0, "chromium")
    if not lacking:
        return
    reason = f"not installed: {', '.join(lacking)}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """One that no connection of another program is given while the server that has it is away."""
    for port in random.sample(range(11_000, 32_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise RuntimeError("no port is free")
