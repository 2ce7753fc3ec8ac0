"""Servers side by side, a restore alone, and a lock that dies with its holder."""

import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from salescoach.infra.data_lock import (
    IMPORTING_FILE,
    LOCK_FILE,
    DataInUse,
    alone,
    importing,
    in_use,
    is_importing,
)


def test_servers_share_and_a_restore_waits_for_all_of_them(tmp_path: Path) -> None:
    with in_use(tmp_path):
        with in_use(tmp_path), pytest.raises(DataInUse, match="Stop it first"), alone(tmp_path):
            pass
        with pytest.raises(DataInUse), alone(tmp_path):
            pass
    with alone(tmp_path):
        with pytest.raises(DataInUse, match="being restored"), in_use(tmp_path):
            pass
        with pytest.raises(DataInUse), alone(tmp_path):
            pass
    with in_use(tmp_path):
        pass


def test_who_asks_just_then_does_not_hide_a_command_at_work(tmp_path: Path) -> None:
    with ExitStack() as asking:
        asking.enter_context(alone(tmp_path))
        # The same lock under another name: whoever asks holds it alone.
        os.link(tmp_path / LOCK_FILE, tmp_path / IMPORTING_FILE)
        answered = threading.Timer(0.05, asking.close)
        answered.start()
        with importing(tmp_path):
            assert is_importing(tmp_path)
        answered.join()
    assert not is_importing(tmp_path)


HOLDING = """
import sys
from pathlib import Path
from salescoach.infra.data_lock import in_use
with in_use(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_killed_server_leaves_nothing_locked(tmp_path: Path) -> None:
    program = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.readline().strip() == b"held"
        with pytest.raises(DataInUse), alone(tmp_path):
            pass
        server.kill()
    with alone(tmp_path):
        pass
