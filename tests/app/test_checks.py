"""The checks ask the real thing; speech only now and then, because asking costs a worker."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from salescoach.app import checks
from salescoach.app.checks import SpeechCheck, database_check, disk_state, embedding_check
from salescoach.app.health import CheckResult
from salescoach.domain.audio import AudioFrame
from salescoach.domain.transcript import Transcript
from salescoach.embedding.contract import Vectors
from salescoach.infra.database import Database, StorageTrouble
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import Capabilities, TranscribeOptions


class Stream:
    def __init__(self, ready: asyncio.Event) -> None:
        self._ready = ready
        self.closed = False

    async def send(self, frame: AudioFrame) -> None: ...

    async def finish(self) -> None:
        await self._ready.wait()

    async def aclose(self) -> None:
        self.closed = True

    def set_economy(self, on: bool) -> None: ...

    def heard_ms(self, channel: int) -> int:
        return 0

    async def __aiter__(self) -> AsyncIterator[Transcript]:
        silence: tuple[Transcript, ...] = ()
        for heard in silence:
            yield heard


class Engine:
    """Loads when ``ready`` is set; fails while ``broken``."""

    capabilities = Capabilities("fake", None, False, False, ("en",), network=False)

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.broken = False
        self.streams: list[Stream] = []

    async def open(self, options: TranscribeOptions) -> Stream:
        if self.broken:
            raise SpeechError("the model is missing")
        self.streams.append(Stream(self.ready))
        return self.streams[-1]

    async def warm_up(self) -> None: ...

    async def aclose(self) -> None: ...


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_SPEECH_PATIENCE_S", 0.01)


async def test_speech_is_loading_then_proven_and_not_asked_again() -> None:
    engine = Engine()
    check = SpeechCheck(engine)
    assert (await check()).status == "degraded"
    engine.ready.set()
    assert (await check()).status == "ok"
    assert (await check()).status == "ok"
    assert [stream.closed for stream in engine.streams] == [True]


async def test_a_failure_of_speech_is_not_believed_for_long() -> None:
    engine = Engine()
    engine.ready.set()
    engine.broken = True
    check = SpeechCheck(engine)
    with pytest.raises(SpeechError):
        await check()
    engine.broken = False
    assert (await check()).status == "ok"


async def test_a_speech_service_that_is_away_is_no_reason_to_be_down() -> None:
    away = SpeechError("copy the key again", retryable=False)

    class BackedEngine(Engine):
        away: SpeechError | None = None

    backed = BackedEngine()
    backed.ready.set()
    check = SpeechCheck(backed)
    backed.broken = True
    assert await check() == CheckResult("degraded", "the model is missing")
    backed.broken = False
    backed.away = away
    assert await check() == CheckResult("degraded", "copy the key again")
    backed.away = None
    assert (await check()).status == "ok"


async def test_closing_ends_a_try_that_hangs() -> None:
    engine = Engine()
    check = SpeechCheck(engine)
    await check()
    await check.aclose()
    assert [stream.closed for stream in engine.streams] == [True]


async def test_the_embedder_is_asked_for_a_vector() -> None:
    class Embedder:
        dimensions = 2

        def __init__(self) -> None:
            self.asked: list[str] = []

        async def embed(self, texts: Sequence[str]) -> Vectors:
            self.asked += texts
            return np.zeros((len(texts), 2), dtype=np.float32)

        async def keep(self, texts: Sequence[str]) -> None: ...

    embedder = Embedder()
    assert (await embedding_check(embedder)()).status == "ok"
    assert len(embedder.asked) == 1


async def test_the_database_is_really_asked(tmp_path: Path) -> None:
    there = Database(f"sqlite+aiosqlite:///{tmp_path}/calls.db")
    gone = Database(f"sqlite+aiosqlite:///{tmp_path}/no/such/directory/calls.db")
    try:
        assert (await database_check(there)()).status == "ok"
        with pytest.raises(StorageTrouble):
            await database_check(gone)()
    finally:
        await there.aclose()
        await gone.aclose()


def test_the_disk_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = disk_state(tmp_path)
    assert state.detail.endswith("GB free")
    assert list(tmp_path.iterdir()) == []
    assert disk_state(tmp_path / "missing").status == "down"
    monkeypatch.setattr(checks, "NO_DISK", 1 << 62)
    assert disk_state(tmp_path).status == "down"
    monkeypatch.setattr(checks, "NO_DISK", 0)
    monkeypatch.setattr(checks, "LITTLE_DISK", 1 << 62)
    assert disk_state(tmp_path).status == "degraded"
