"""The server of a run: its process, its disk and its database, and what can be done to them."""

import asyncio
import contextlib
import os
import random
import resource
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from salescoach.rooms.live.disk_sync import DiskSync
from salescoach.rooms.live.spool import recover
from tests.live_server.running import RunningServer

ROOT = Path(__file__).resolve().parents[2]

WARM_WITHIN_S = 120.0

Events = list[dict[str, Any]]


class FaultyServer(RunningServer):
    """``engine``: ``scripted`` hears what the audio itself says, ``local`` is the embedded one."""

    deaf_to = (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP)

    def __init__(self, folder: Path, engine: str) -> None:
        script = folder / "nothing.json"
        script.write_text("[]")
        settings = {
            "OUTBOX_LIMIT": "50",
            "RATE_LIMIT_PER_MINUTE": "1000000",
            "MAX_CONNECTIONS_PER_ADDRESS": "1000",
            "BACKUP_DIR": str(folder / "backups"),
        }
        if engine == "local":
            settings |= {"STT_ENGINE": "local", "SPEECH_WARM_WORKERS": "1"}
        else:
            settings |= {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}
            settings["PYTHONPATH"] = str(ROOT)
            self.entry = "from tests.faults.server import main; main()"
        super().__init__(folder, **settings)
        self._hears_itself = engine != "local"

    @property
    def database(self) -> Path:
        return self.folder / "data" / "salescoach.db"

    async def until_warm(self) -> None:
        """The first start of an installation embeds its playbooks, which later ones find done."""
        async with asyncio.timeout(WARM_WITHIN_S):
            cache = self.folder / "data" / "cache"
            while not list(cache.glob("vectors-*.npz")):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.1)

    def jump_clock(self, by_s: float) -> None:
        """From the next start on."""
        self._settings["FAULT_CLOCK_S"] = str(by_s)

    @asynccontextmanager
    async def stuck_engine(self) -> AsyncIterator[None]:
        self._signal(signal.SIGUSR1)
        try:
            yield
        finally:
            self._signal(signal.SIGUSR2)

    def kill_engine(self) -> None:
        self._signal(signal.SIGHUP)

    @asynccontextmanager
    async def full_disk(self) -> AsyncIterator[None]:
        """Nothing can be written: neither sound nor events nor a line in a log."""
        pid = self.pid
        _limit_files(pid, room=False)
        try:
            yield
        finally:
            _limit_files(pid, room=True)

    @asynccontextmanager
    async def locked_database(self) -> AsyncIterator[None]:
        other = await asyncio.to_thread(self._lock)
        try:
            yield
        finally:
            other.rollback()
            other.close()

    async def lose_database(self) -> None:
        """A backup is made; then the machine goes down and leaves garbage where the database was,
        and the backup is restored."""
        await self._command("backup")
        await self.stop(signal.SIGKILL)
        for left in self.database.parent.glob(f"{self.database.name}-*"):
            left.unlink()
        with self.database.open("r+b") as file:
            file.seek(0, os.SEEK_END)
            size = file.tell()
            file.seek(0)
            file.write(random.Random(size).randbytes(size))
        await self._command("restore", "--newest")
        await self.start()

    async def events(self, call_id: str) -> Events:
        """The whole log of a call, as another client reads it."""
        found: Events = []
        after = 0
        while True:
            page = await self.get(f"/v1/calls/{call_id}/events?after_seq={after}&limit=500")
            found += page["events"]
            if page["next_after_seq"] is None:
                return found
            after = page["next_after_seq"]

    async def recorded(self, call_id: str) -> dict[tuple[int, int], bytes]:
        """The PCM that is kept of a recorded call, by (channel, seq)."""
        spool = await recover(self.spool / call_id, (0, 1), DiskSync())
        return {
            (number, stored.seq): stored.read()
            for number, channel in spool.channels.items()
            for stored in channel.frames
            if not stored.silent
        }

    async def _command(self, *words: str) -> None:
        known = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        command = [sys.executable, "-c", RunningServer.entry, *words]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=self.folder, env=known | self._settings, stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0, f"{words[0]} failed"

    def _lock(self) -> sqlite3.Connection:
        other = sqlite3.connect(
            self.database, timeout=20, isolation_level=None, check_same_thread=False
        )
        other.execute("BEGIN EXCLUSIVE")
        return other

    def _signal(self, number: signal.Signals) -> None:
        if not self._hears_itself:
            return
        with contextlib.suppress(ProcessLookupError):
            # Killed meanwhile: the next process has an engine of its own.
            os.kill(self.pid, number)


def _limit_files(pid: int, *, room: bool) -> None:
    with contextlib.suppress(ProcessLookupError):
        # Killed meanwhile: the next process has a disk with room.
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if room else 0, hard))
