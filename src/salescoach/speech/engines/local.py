"""The embedded engine: English, no network, one worker process a call.

A process rather than threads because two calls then never wait for each other, a crash of native
code ends one call's hearing instead of the server, and the memory goes back to the system when the
call ends. A spare worker has its models loaded, so that a call starts at once.
"""

import asyncio
import contextlib
import sys
from dataclasses import dataclass
from typing import Literal

from salescoach.speech.engines.local_stream import LocalStream, Process
from salescoach.speech.engines.moonshine import model_folder
from salescoach.speech.engines.protocol import Frame, FrameReader, Kind
from salescoach.speech.engines.whisper import whisper_folder
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import Capabilities, TranscribeOptions

_WORKER = "salescoach.speech.engines.local_worker"
_LOAD_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """Intervals are milliseconds of audio between two interims: usually, while the caller lags
    behind, and for files, where 0 means finals only. ``warm_workers`` wait ready for the next
    calls (about 165 MB each). A busy worker without a sign of life for ``hung_after_s`` seconds is
    given up."""

    update_interval_ms: int = 200
    economy_interval_ms: int = 500
    file_interval_ms: int = 0
    model: Literal["moonshine", "whisper"] = "moonshine"
    warm_workers: int = 1
    hung_after_s: float = 20.0


class LocalTranscriber:
    """``open`` raises ``SpeechError``: ``speech_model_missing`` (not retryable) or
    ``speech_failed``."""

    capabilities = Capabilities(
        name="local",
        max_channels=None,
        interim=True,
        diarization=False,
        languages=("en",),
        network=False,
        occupies=True,
    )

    def __init__(self, options: LocalOptions | None = None) -> None:
        self._options = options or LocalOptions()
        self._spare: list[Process] = []
        self._starting: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        self._closed = False

    async def warm_up(self) -> None:
        """Returns when the spare workers are ready. Optional: ``open`` starts what it lacks."""
        self._refill()
        await asyncio.gather(*self._starting)

    async def open(self, options: TranscribeOptions) -> LocalStream:
        if self._closed:
            raise SpeechError("the speech engine is closed", retryable=False)
        _find_weights(self._options.model)
        process = self._take_spare() or await _start(self._options.model)
        self._refill()
        interval = self._options.update_interval_ms
        economy = max(interval, self._options.economy_interval_ms)
        if not options.realtime:
            interval = self._options.file_interval_ms
            economy = max(interval, economy) if interval else 0
        return LocalStream(process, options, interval, economy, self._options.hung_after_s)

    async def aclose(self) -> None:
        self._closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        while self._spare:
            await self._spare.pop().kill()

    def _take_spare(self) -> Process | None:
        while self._spare:
            process = self._spare.pop(0)
            if process.alive:
                return process
        return None

    def _refill(self) -> None:
        missing = self._options.warm_workers - len(self._spare) - len(self._starting)
        for _ in range(missing):
            task = asyncio.create_task(self._start_spare(), name="speech-spare-worker")
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start_spare(self) -> None:
        async with self._one_at_a_time:
            # Without a spare the next call starts a worker itself, and reports why it cannot.
            with contextlib.suppress(SpeechError):
                process = await _start(self._options.model)
                try:
                    await _loaded(process)
                except BaseException:
                    await process.kill()
                    raise
                self._spare.append(process)


def _find_weights(model: str) -> None:
    """A missing package is told here in words, before a worker fails for it."""
    if model == "whisper":
        whisper_folder()
    else:
        model_folder()


async def _start(model: str) -> Process:
    try:
        started = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            _WORKER,
            model,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise SpeechError(f"the speech worker could not be started: {error.strerror}") from error
    return Process(started, FrameReader())


async def _loaded(process: Process) -> None:
    frames: list[Frame] = []
    try:
        async with asyncio.timeout(_LOAD_TIMEOUT_S):
            while not frames:
                frames = await process.receive()
    except TimeoutError as error:
        raise SpeechError("the speech worker took too long to load its models") from error
    if frames[0].kind is not Kind.READY:
        raise SpeechError("the speech worker could not load its models")
