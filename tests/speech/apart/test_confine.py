"""What a confined process can no longer do, tried by one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TRIED = """
import json, os, socket, sys
from salescoach.speech.apart.confine import confine

def network():
    return os.readlink("/proc/self/ns/net") if sys.platform == "linux" else ""

def refused(act):
    try:
        act()
    except (OSError, MemoryError):
        return True
    return False

def write():
    with open(sys.argv[1], "wb", buffering=0) as file:
        file.write(b"x")

def open_many():
    files = [open(os.devnull, "rb") for _ in range(100)]

before = network()
server = socket.create_server(("127.0.0.1", 0))
confine(2**31, 60)
print(json.dumps({
    "write": refused(write),
    "open": refused(open_many),
    "hold": refused(lambda: bytearray(3 * 2**30)),
    "connect": refused(lambda: socket.create_connection(server.getsockname(), timeout=2)),
    "moved": network() != before,
}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_nothing_is_written_and_nobody_reached(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", TRIED, str(tmp_path / "out")], capture_output=True, check=True
    )
    refused = json.loads(ran.stdout)
    assert refused["write"]
    assert refused["open"]
    if sys.platform == "linux":
        assert refused["hold"]
        # Where the kernel gives no network of one's own, there is none to be kept in.
        assert refused["connect"] == refused["moved"]
