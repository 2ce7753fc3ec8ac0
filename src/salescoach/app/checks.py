"""How each dependency is asked whether it works."""

import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path

from salescoach.app.health import Check, CheckResult
from salescoach.domain.audio import Channel, Speaker
from salescoach.embedding.contract import Embedder
from salescoach.infra.database import Database
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import Backed, TranscribeOptions, Transcriber

LITTLE_DISK = 1 << 30
NO_DISK = 64 << 20
_SPEECH_PROVEN_S = 600.0
_SPEECH_PATIENCE_S = 2.0
_GB = 1 << 30


def database_check(database: Database) -> Check:
    async def check() -> CheckResult:
        await database.ping()
        return CheckResult("ok")

    return check


def disk_check(directory: Path) -> Check:
    async def check() -> CheckResult:
        return await asyncio.to_thread(disk_state, directory)

    return check


def disk_state(directory: Path) -> CheckResult:
    """Whether a file can be written in ``directory``, and how much room is left."""
    try:
        with tempfile.TemporaryFile(dir=directory) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
        free = shutil.disk_usage(directory).free
    except OSError as error:
        return CheckResult("down", f"cannot be written to: {error.strerror}")
    detail = f"{free / _GB:.1f} GB free"
    if free < NO_DISK:
        return CheckResult("down", detail)
    return CheckResult("degraded" if free < LITTLE_DISK else "ok", detail)


def embedding_check(embedder: Embedder) -> Check:
    async def check() -> CheckResult:
        # Another text each minute: an answer from the cache would prove nothing.
        await embedder.embed([f"health check {int(time.time()) // 60}"])
        return CheckResult("ok")

    return check


class SpeechCheck:
    """Opens a stream and lets it end, which needs the engine loaded. That costs a worker, so a
    success is believed for ten minutes; a failure is not."""

    def __init__(self, transcriber: Transcriber) -> None:
        self._transcriber = transcriber
        self._proven_at = -_SPEECH_PROVEN_S
        self._trying: asyncio.Task[None] | None = None

    async def __call__(self) -> CheckResult:
        if time.monotonic() - self._proven_at < _SPEECH_PROVEN_S:
            return CheckResult("ok")
        if self._trying is None:
            self._trying = asyncio.create_task(try_speech(self._transcriber), name="speech-check")
        done, _ = await asyncio.wait({self._trying}, timeout=_SPEECH_PATIENCE_S)
        if not done:
            return CheckResult("degraded", "the engine is still loading")
        trying, self._trying = self._trying, None
        if not isinstance(self._transcriber, Backed):
            await trying
        elif (away := await self._away(trying)) is not None:
            # Calls are heard all the same, by the engine behind it.
            return CheckResult("degraded", away.message)
        self._proven_at = time.monotonic()
        return CheckResult("ok")

    async def _away(self, trying: asyncio.Task[None]) -> SpeechError | None:
        try:
            await trying
        except SpeechError as error:
            return error
        return self._transcriber.away if isinstance(self._transcriber, Backed) else None

    async def aclose(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
            # Nobody asks for the answer any more, whatever it was.
            await asyncio.gather(self._trying, return_exceptions=True)
            self._trying = None


async def try_speech(transcriber: Transcriber) -> None:
    """A call without a word. Raises ``SpeechError``."""
    options = TranscribeOptions(channels=(Channel(0, Speaker.UNKNOWN),))
    stream = await transcriber.open(options)
    try:
        await stream.finish()
        async for _ in stream:
            pass
    finally:
        await stream.aclose()
