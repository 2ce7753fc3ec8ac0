"""A worker's pipes, with small programs in its place."""

import asyncio
import sys
from pathlib import Path

import pytest

from salescoach.kit.errors import InvalidInput, Unavailable
from salescoach.rooms.imports.order import WorkOrder
from salescoach.rooms.imports.worker import WorkerProcess

ORDER = WorkOrder(Path("file"), Path("journal"), "call.wav", "recording", {})
_READ = "import sys\norder = sys.stdin.readline()\nsay = lambda line: print(line, flush=True)\n"


def worker(program: str) -> WorkerProcess:
    return WorkerProcess((sys.executable, "-c", _READ + program))


def open_gate() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate


async def test_progress_and_figures_are_told() -> None:
    seen: list[float] = []
    done = await worker("""
assert '"name":"call.wav"' in order
say('{"progress": 0.5}')
say('{"figures": {"audio_s": 10, "wall_s": 1, "turns": 3}}')
sys.stdin.read()
""")(ORDER, seen.append, open_gate())
    assert seen == [0.5]
    assert (done.speed, done.turns) == (10.0, 3)


@pytest.mark.parametrize(
    ("program", "kind", "code"),
    [
        (
            """say('{"error": "unreadable", "message": "No."}')""",
            InvalidInput,
            "unreadable",
        ),
        (
            """say('{"error": "speech_failed", "message": "Later."}')""",
            Unavailable,
            "speech_failed",
        ),
        (
            """say('{"error": "disk_full", "message": "Make room."}')""",
            Unavailable,
            "disk_full",
        ),
        ("sys.exit(1)", Unavailable, "import_failed"),
        ("say('no json')", Unavailable, "import_failed"),
        ("import os; os.abort()", Unavailable, "import_failed"),
    ],
    ids=["refused", "passing", "full", "exit", "nonsense", "crash"],
)
async def test_what_goes_wrong_has_a_code(program: str, kind: type[Exception], code: str) -> None:
    with pytest.raises(kind) as told:
        await worker(program)(ORDER, lambda share: None, open_gate())
    assert getattr(told.value, "code", None) == code


async def test_it_is_told_to_wait_and_to_go_on() -> None:
    gate = asyncio.Event()

    def go_on(share: float) -> None:
        asyncio.get_running_loop().call_soon(gate.set)

    done = await worker("""
assert sys.stdin.readline() == "wait\\n"
say('{"progress": 0.1}')
assert sys.stdin.readline() == "go\\n"
say('{"figures": {"turns": 1}}')
""")(ORDER, go_on, gate)
    assert done.turns == 1


async def test_work_that_is_cancelled_leaves_no_process(tmp_path: Path) -> None:
    began = asyncio.Event()
    left = tmp_path / "left"
    work = asyncio.create_task(
        worker(f"""
say('{{"progress": 0.1}}')
sys.stdin.read()
open({str(left)!r}, "w").close()
""")(ORDER, lambda share: began.set(), open_gate())
    )
    await began.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert left.exists(), "it ended with its stdin, and was waited for"
