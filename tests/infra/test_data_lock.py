"""Servers side by side, a restore alone, and a lock that dies with its holder."""

import subprocess
import sys
from pathlib import Path

import pytest

from salescoach.infra.data_lock import DataInUse, alone, in_use


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
