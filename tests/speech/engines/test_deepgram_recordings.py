"""Whole files through the real client of the vendor."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.playbook import Term
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.deepgram_options import DeepgramOptions
from salescoach.speech.engines.deepgram_recordings import DeepgramRecordings
from salescoach.speech.errors import SpeechError
from salescoach.speech.recordings import RecordedAudio, hear_recordings
from salescoach.speech.transcriber import TranscribeOptions
from tests.rooms.live.place import until
from tests.speech.engines.deepgram_call import BOTH
from tests.speech.engines.deepgram_files import Fault, FileService, file_service, recording
from tests.speech.engines.deepgram_service import KEY, SECOND_VOICE, pcm

MIXED = (Channel(0, Speaker.UNKNOWN),)
BUSY = Fault(429, (("retry-after", "0"),))


@pytest.fixture
async def service() -> AsyncIterator[FileService]:
    async with file_service() as running:
        yield running


def engine(service: FileService, **changes: str) -> DeepgramRecordings:
    options = DeepgramOptions(KEY, base_url=changes.pop("base_url", service.url), **changes)  # type: ignore[arg-type]
    return DeepgramRecordings(options, waits=(0.01, 0.02), answer_within_s=20)


async def hear(
    engine: DeepgramRecordings, audio: RecordedAudio, *vocabulary: Term
) -> tuple[Transcript, ...]:
    options = TranscribeOptions(audio.channels, vocabulary=vocabulary, realtime=False)
    try:
        return await engine.hear(audio, options)
    finally:
        await engine.aclose()


async def test_both_sides_of_a_file_come_from_one_request(
    service: FileService, tmp_path: Path
) -> None:
    left = pcm((0, 500), (1, 300), (0, 100), (2, 300), (0, 1_800))
    right = pcm((0, 1_500), (3, 300), (0, 900), (4, 300))
    audio = RecordedAudio(recording(tmp_path / "call.wav", left, right), BOTH)
    lines = await hear(engine(service, language="de"), audio, Term("Kontora"))
    assert [(line.channel, line.text, line.start_ms, line.end_ms) for line in lines] == [
        (0, "w1 w2", 500, 1_200),
        (1, "w3", 1_500, 1_800),
        (1, "w4", 2_700, 3_000),
    ]
    assert all(line.is_final and line.voice is None for line in lines)
    assert [(word.text, word.start_ms, word.end_ms) for word in lines[0].words] == [
        ("w1", 500, 800),
        ("w2", 900, 1_200),
    ]
    (query,) = service.queries
    assert query["multichannel"] == query["smart_format"] == query["mip_opt_out"] == ["true"]
    assert (query["language"], query["keyterm"]) == (["de"], ["Kontora"])
    assert "diarize_model" not in query


async def test_voices_of_a_mixed_file_are_told_apart(service: FileService, tmp_path: Path) -> None:
    sound = pcm((1, 300), (0, 100), (SECOND_VOICE + 2, 300), (0, 100), (3, 300))
    audio = RecordedAudio(recording(tmp_path / "call.wav", sound), MIXED)
    lines = await hear(engine(service), audio)
    assert [(line.text, line.voice) for line in lines] == [("w1", 0), ("w2", 1), ("w3", 0)]
    assert service.queries[0]["diarize_model"] == ["latest"]
    assert service.queries[0]["multichannel"] == ["false"]


async def test_flux_leaves_files_to_nova(service: FileService, tmp_path: Path) -> None:
    audio = RecordedAudio(recording(tmp_path / "call.wav", pcm((1, 300))), BOTH[:1])
    await hear(engine(service, model="flux-general-en"), audio)
    assert service.queries[0]["model"] == ["nova-3"]
    assert "diarize_model" not in service.queries[0]


@pytest.mark.parametrize(
    "fault", [BUSY, Fault(500), Fault(503), Fault(408), Fault(cut=True)], ids=str
)
async def test_what_may_pass_is_tried_again_with_the_whole_file(
    service: FileService, tmp_path: Path, fault: Fault
) -> None:
    service.faults += [fault, fault]
    audio = RecordedAudio(recording(tmp_path / "call.wav", pcm((1, 300))), BOTH[:1])
    lines = await hear(engine(service), audio)
    assert [line.text for line in lines] == ["w1"]
    assert len(set(service.received)) == 1
    assert len(service.received) == 3


@pytest.mark.parametrize(
    ("fault", "code", "tries"),
    [
        (Fault(401), "deepgram_key_refused", 1),
        (Fault(400), "deepgram_request_refused", 1),
        (Fault(403), "deepgram_not_allowed", 1),
        (Fault(402), "deepgram_out_of_credit", 3),
        (Fault(500), "deepgram_down", 3),
        (Fault(429, (("retry-after", "3600"),)), "deepgram_busy", 1),
        (Fault(cut=True), "deepgram_unreachable", 3),
        (Fault(body=b"no json"), "deepgram_unreadable", 3),
        (Fault(body=b"{}"), "deepgram_unreadable", 1),
        (Fault(body=b'{"results":{"channels":[{"alternatives":[{"words":[{}]}]}]}}'),
         "deepgram_unreadable", 1),
    ],
    ids=str,
)  # fmt: skip
async def test_what_does_not_pass_is_told(
    service: FileService, tmp_path: Path, fault: Fault, code: str, tries: int
) -> None:
    service.faults += [fault] * 3
    audio = RecordedAudio(recording(tmp_path / "call.wav", pcm((1, 300))), BOTH[:1])
    with pytest.raises(SpeechError) as told:
        await hear(engine(service), audio)
    assert told.value.code == code
    assert len(service.received) == tries
    assert KEY not in str(told.value)


async def test_a_service_that_says_nothing_is_given_up(
    service: FileService, tmp_path: Path
) -> None:
    service.faults += [Fault(silent=True)] * 3
    audio = RecordedAudio(recording(tmp_path / "call.wav", pcm((1, 300))), BOTH[:1])
    impatient = DeepgramRecordings(
        DeepgramOptions(KEY, base_url=service.url), waits=(0, 0.01), answer_within_s=0.2
    )
    with pytest.raises(SpeechError) as told:
        await hear(impatient, audio)
    assert (told.value.code, told.value.retryable) == ("deepgram_slow", True)


async def test_no_network_is_told(tmp_path: Path, service: FileService) -> None:
    audio = RecordedAudio(recording(tmp_path / "call.wav", pcm((1, 300))), BOTH[:1])
    with pytest.raises(SpeechError) as told:
        await hear(engine(service, base_url="http://127.0.0.1:9"), audio)
    assert told.value.code == "deepgram_unreachable"


async def test_a_file_for_each_side_becomes_one_script(
    service: FileService, tmp_path: Path
) -> None:
    files = (
        RecordedAudio(recording(tmp_path / "rep.wav", pcm((0, 900), (1, 300))), BOTH[:1]),
        RecordedAudio(recording(tmp_path / "customer.wav", pcm((2, 300))), BOTH[1:]),
    )
    hearing = engine(service)
    script = await hear_recordings(hearing, files, TranscribeOptions(BOTH))
    await hearing.aclose()
    assert [(line.channel, line.text, line.start_ms) for line in script] == [
        (1, "w2", 0),
        (0, "w1", 900),
    ]
    assert script[0].confidence == pytest.approx(0.9)


async def test_a_request_that_is_given_up_leaves_nothing_behind(
    service: FileService, tmp_path: Path
) -> None:
    service.faults.append(Fault(silent=True))
    audio = RecordedAudio(recording(tmp_path / "call.wav", pcm((1, 300))), BOTH[:1])
    hearing = engine(service)
    asking = asyncio.create_task(hearing.hear(audio, TranscribeOptions(BOTH[:1])))
    await until(lambda: service.received)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await hearing.aclose()
