"""Processes of a benchmark: the server under test and the stand-ins, and what they cost."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from salescoach.kit.errors import Unavailable

READY_S = 60.0
_LONGEST_START_S = 300
_IDLE_CPU_S = 0.05
"""Of a second: less than this, and nothing goes on."""

_UNLIMITED = {
    "RATE_LIMIT_PER_MINUTE": "1000000",
    "MAX_CONNECTIONS": "10000",
    "MAX_CONNECTIONS_PER_ADDRESS": "10000",
}
"""All callers of a benchmark share one address."""

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process and its children. ``cpu_s`` of processor time, ``rss_mb`` held now."""

    cpu_s: float
    rss_mb: float


def cost_of(pid: int) -> Cost:
    """Raises ``Unavailable`` where the system does not tell (only Linux does)."""
    if not Path("/proc/self/stat").exists():
        raise Unavailable(
            "What a process costs can only be read on Linux.", code="bench_needs_linux"
        )
    cpu_s = rss_mb = 0.0
    for each in _tree(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        cpu_s += (int(fields[11]) + int(fields[12])) / _TICKS
        rss_mb += int(fields[21]) * _PAGE / 2**20
    return Cost(cpu_s, rss_mb)


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _tree(int(child))
    return found


@dataclass(slots=True)
class Vendors:
    """``speech_url`` is what DEEPGRAM_BASE_URL has to be, ``model_url`` ANTHROPIC_BASE_URL."""

    speech_url: str
    model_url: str
    _process: asyncio.subprocess.Process

    async def report(self) -> dict[str, int]:
        """Ends them."""
        stdout, _ = await asyncio.wait_for(self._process.communicate(b""), READY_S)
        report: dict[str, int] = json.loads(stdout)
        return report


@asynccontextmanager
async def vendors(speech_delay_s: float, model_delay_s: float) -> AsyncIterator[Vendors]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "salescoach.app.bench.vendors",
        str(speech_delay_s),
        str(model_delay_s),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        ports = json.loads(await asyncio.wait_for(process.stdout.readline(), READY_S))
        speech, model = (f"http://127.0.0.1:{ports[name]}" for name in ("speech", "model"))
        yield Vendors(speech, model, process)
    finally:
        await _end(process)


@dataclass(frozen=True, slots=True)
class Serving:
    """``salescoach serve``, ready for calls."""

    port: int
    pid: int

    @property
    def cost(self) -> Cost:
        return cost_of(self.pid)

    async def settled(self) -> Cost:
        """What it cost until now, once it has loaded what it loads after its start."""
        before = self.cost
        for _ in range(_LONGEST_START_S):
            await asyncio.sleep(1)
            now = self.cost
            if now.cpu_s - before.cpu_s < _IDLE_CPU_S:
                break
            before = now
        return self.cost


def stay_beside() -> None:
    """This process and those it starts leave the first processor to the server. Raises
    ``Unavailable`` where there is only one, or the system cannot do it (only Linux can)."""
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        raise Unavailable("Two processors of Linux are needed.", code="bench_cannot_pin")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[1:])


def _take_first() -> None:
    os.sched_setaffinity(0, {0})


@asynccontextmanager
async def serving(folder: Path, *, pinned: bool = False, **settings: str) -> AsyncIterator[Serving]:
    """Over the data in ``folder``; ``settings`` are environment variables, and nothing else of
    this process's environment counts. ``pinned``: on the first processor alone. Raises
    ``Unavailable`` when it does not start."""
    port = _free_port()
    known = {
        name: os.environ[name]
        for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from salescoach.app.cli import main; main()",
        "serve",
        cwd=folder,
        env=known
        | _UNLIMITED
        | {"DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "WARNING", **settings},
        stdout=asyncio.subprocess.DEVNULL,
        # What keeps a server from starting is said here.
        stderr=None,
        preexec_fn=_take_first if pinned else None,
    )
    try:
        await _answers(port, process)
        yield Serving(port, process.pid)
    finally:
        await _end(process)


async def _answers(port: int, process: asyncio.subprocess.Process) -> None:
    failed = Unavailable("The server under test did not start.", code="bench_server_failed")
    try:
        async with asyncio.timeout(READY_S), httpx.AsyncClient() as client:
            while process.returncode is None:
                try:
                    await client.get(f"http://127.0.0.1:{port}/api/feature-flags")
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
                else:
                    return
    except TimeoutError:
        raise failed from None
    raise failed


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), READY_S)
    except TimeoutError:
        process.kill()
        await process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
