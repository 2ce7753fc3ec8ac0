"""Which engine hears a replay, with the real client against a service that speaks its protocol."""

from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing
from pathlib import Path

import pytest

from salescoach.app.replay_source import open_source
from salescoach.app.replay_speech import replay_transcriber
from salescoach.domain.playbook import Term
from salescoach.infra.config import Settings
from salescoach.speech.engines.scripted import ScriptedTranscriber
from salescoach.speech.transcriber import TranscribeOptions
from tests.speech.engines.deepgram_files import Fault, FileService, file_service, recording
from tests.speech.engines.deepgram_service import KEY, pcm


@pytest.fixture
async def service() -> AsyncIterator[FileService]:
    async with file_service() as running:
        yield running


def settings(service: FileService) -> Settings:
    written = {
        "STT_ENGINE": "deepgram",
        "DEEPGRAM_API_KEY": KEY,
        "DEEPGRAM_BASE_URL": service.url,
        "SPEECH_WARM_WORKERS": "0",
    }
    return Settings.model_validate({name.lower(): value for name, value in written.items()})


def call(folder: Path) -> Path:
    return recording(folder / "call.wav", pcm((1, 300), (0, 900)), pcm((0, 600), (2, 600)))


async def test_a_file_is_heard_whole_with_the_playbook_s_names(
    service: FileService, tmp_path: Path
) -> None:
    source = open_source(call(tmp_path))
    heard = await replay_transcriber(settings(service), source, (Term("Kontora"),), whole=True)
    async with aclosing(heard):
        stream = await heard.open(TranscribeOptions(source.channels))
        frames = source.frames()
        assert isinstance(frames, Iterable)
        for frame in frames:
            await stream.send(frame)
        await stream.finish()
        lines = [(line.channel, line.text) async for line in stream if line.is_final]
    assert sorted(lines) == [(0, "w1"), (1, "w2")]
    assert len(service.queries) == 1
    assert service.queries[0]["keyterm"] == ["Kontora"]


async def test_what_is_watched_in_time_is_heard_as_a_call(
    service: FileService, tmp_path: Path
) -> None:
    heard = await replay_transcriber(
        settings(service), open_source(call(tmp_path)), (), whole=False
    )
    assert heard.capabilities.name == "deepgram"
    await heard.aclose()
    assert not service.queries


async def test_a_file_that_is_refused_is_heard_as_a_call(
    service: FileService, tmp_path: Path
) -> None:
    service.faults.append(Fault(400))
    heard = await replay_transcriber(settings(service), open_source(call(tmp_path)), (), whole=True)
    assert heard.capabilities.name == "deepgram"
    await heard.aclose()


async def test_a_transcript_asks_nobody(service: FileService, tmp_path: Path) -> None:
    written = tmp_path / "call.txt"
    written.write_text("Salesperson: Hello.\nCustomer: Hello.\n", encoding="utf-8")
    heard = await replay_transcriber(settings(service), open_source(written), (), whole=True)
    assert isinstance(heard, ScriptedTranscriber)
    assert not service.queries
