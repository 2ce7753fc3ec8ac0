"""The real engine in its real worker process, on a short recorded call of ours."""

import asyncio
import json
import os
import re
import signal
import sys
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from salescoach.domain.audio import SAMPLE_RATE, AudioFrame, Channel, Speaker
from salescoach.domain.playbook import Term
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.local import LocalOptions, LocalTranscriber
from salescoach.speech.engines.local_stream import LocalStream
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions

pytestmark = [
    pytest.mark.speech,
    pytest.mark.skipif(sys.platform == "darwin", reason="no Moonshine weights there"),
]

AUDIO = Path(__file__).parents[3] / "fixtures" / "audio"
BOTH = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))
ONE = (Channel(0, Speaker.UNKNOWN),)
FRAME = 1_600 * 2


def recording(name: str) -> bytes:
    with wave.open(str(AUDIO / name)) as opened:
        assert opened.getframerate() == SAMPLE_RATE
        assert opened.getnchannels() == 1
        return bytes(opened.readframes(opened.getnframes()))


def said(speaker: str) -> str:
    call = json.loads((AUDIO / "two_channel_short.json").read_text())
    return " ".join(turn["text"] for turn in call["turns"] if turn["speaker"] == speaker)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def word_error_rate(reference: str, heard: str) -> float:
    wanted, got = words(reference), words(heard)
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1] / len(wanted)


@pytest.fixture
async def transcriber() -> AsyncIterator[LocalTranscriber]:
    engine = LocalTranscriber(LocalOptions(warm_workers=0))
    yield engine
    await engine.aclose()


async def feed(stream: LocalStream, tracks: list[bytes]) -> None:
    for at in range(0, max(map(len, tracks)), FRAME):
        for channel, pcm in enumerate(tracks):
            if at < len(pcm):
                await stream.send(AudioFrame(channel, at // FRAME, pcm[at : at + FRAME]))


async def transcribe(
    engine: LocalTranscriber, tracks: list[bytes], options: TranscribeOptions
) -> list[Transcript]:
    stream = await engine.open(options)
    try:
        sending = asyncio.create_task(feed(stream, tracks))
        sending.add_done_callback(lambda _: asyncio.ensure_future(stream.finish()))
        heard = [transcript async for transcript in stream]
        await sending
        return heard
    finally:
        await stream.aclose()


async def collect(stream: LocalStream) -> list[Transcript]:
    return [transcript async for transcript in stream]


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def text_of(heard: list[Transcript], channel: int) -> str:
    return " ".join(line.text for line in heard if line.is_final and line.channel == channel)


async def test_both_sides_of_a_call_are_understood(transcriber: LocalTranscriber) -> None:
    tracks = [recording("salesperson.wav"), recording("customer.wav")]
    heard = await transcribe(transcriber, tracks, TranscribeOptions(BOTH, realtime=False))

    assert word_error_rate(said("salesperson"), text_of(heard, 0)) <= 0.25
    assert word_error_rate(said("customer"), text_of(heard, 1)) <= 0.25
    # Nobody watches a file.
    assert all(line.is_final for line in heard)
    for channel, pcm in enumerate(tracks):
        finals = [line for line in heard if line.is_final and line.channel == channel]
        assert len({line.line_id for line in finals}) == len(finals)
        ends = [ms for line in finals for ms in (line.start_ms, line.end_ms)]
        assert ends == sorted(ends)
        assert ends[-1] <= len(pcm) / 32
        assert all(line.confidence is not None and 0 < line.confidence <= 1 for line in finals)


async def test_the_last_word_is_kept_when_the_audio_stops_at_once(
    transcriber: LocalTranscriber,
) -> None:
    call = json.loads((AUDIO / "two_channel_short.json").read_text())
    turn = next(turn for turn in call["turns"] if turn["speaker"] == "customer")
    end = round(turn["end"] * SAMPLE_RATE) * 2
    heard = await transcribe(
        transcriber, [recording("customer.wav")[:end]], TranscribeOptions(ONE, realtime=False)
    )
    assert words(text_of(heard, 0))[-1] == words(turn["text"])[-1]


async def test_nothing_is_invented_where_nobody_speaks(transcriber: LocalTranscriber) -> None:
    random = np.random.default_rng(7)
    time_s = np.arange(SAMPLE_RATE * 6) / SAMPLE_RATE
    noise = np.fft.rfft(random.standard_normal(len(time_s)))
    pink = np.fft.irfft(noise / np.sqrt(np.arange(1, len(noise) + 1)), len(time_s))
    sounds = {
        "silence": np.zeros(len(time_s)),
        "pink noise": pink / np.abs(pink).max() * 0.7,
        "white noise": random.standard_normal(len(time_s)) * 0.1,
        "tone": np.sin(2 * np.pi * 440 * time_s) * 0.5,
        "ringing": np.sin(2 * np.pi * 440 * time_s) * (time_s % 3 < 1) * 0.5,
        "chord": sum(np.sin(2 * np.pi * hertz * time_s) for hertz in (262, 330, 392)) / 4,
    }
    tracks = [(sound * 32_000).astype("<i2").tobytes() for sound in sounds.values()]
    channels = tuple(Channel(number, Speaker.UNKNOWN) for number in range(len(tracks)))
    assert await transcribe(transcriber, tracks, TranscribeOptions(channels, realtime=False)) == []


async def test_names_are_mended_with_the_vocabulary(transcriber: LocalTranscriber) -> None:
    options = TranscribeOptions(ONE, vocabulary=(Term("XPENSIV", ("expensive",)),), realtime=False)
    heard = await transcribe(transcriber, [recording("customer.wav")], options)
    assert "XPENSIV" in text_of(heard, 0)


async def test_a_killed_worker_is_an_error_that_can_be_tried_again(
    transcriber: LocalTranscriber,
) -> None:
    stream = await transcriber.open(TranscribeOptions(ONE))
    await stream.send(AudioFrame(0, 0, b"\0" * FRAME))
    os.kill(stream.worker_pid, signal.SIGKILL)
    with pytest.raises(SpeechError) as raised:
        await asyncio.wait_for(anext(aiter(stream)), 5)
    assert raised.value.retryable
    with pytest.raises(SpeechError):
        await feed(stream, [b"\0" * FRAME * 100])
    await stream.aclose()
    await stream.aclose()
    assert not exists(stream.worker_pid)


async def test_a_worker_that_hangs_is_given_up() -> None:
    engine = LocalTranscriber(LocalOptions(warm_workers=1, hung_after_s=1.0))
    await engine.warm_up()
    stream = await engine.open(TranscribeOptions(ONE))
    os.kill(stream.worker_pid, signal.SIGSTOP)
    await stream.send(AudioFrame(0, 0, b"\0" * FRAME))
    with pytest.raises(SpeechError, match="hangs"):
        await asyncio.wait_for(anext(aiter(stream)), 10)
    await stream.aclose()
    await engine.aclose()
    assert not exists(stream.worker_pid)


async def test_the_sender_waits_for_a_worker_that_cannot_take_more() -> None:
    engine = LocalTranscriber(LocalOptions(warm_workers=1))
    await engine.warm_up()
    stream = await engine.open(TranscribeOptions(ONE))
    os.kill(stream.worker_pid, signal.SIGSTOP)
    sending = asyncio.create_task(feed(stream, [b"\0" * FRAME * 50]))
    _, waiting = await asyncio.wait([sending], timeout=0.5)
    assert waiting
    os.kill(stream.worker_pid, signal.SIGCONT)
    await asyncio.wait_for(sending, 10)
    await stream.aclose()
    await engine.aclose()


async def test_closing_in_the_middle_ends_the_iteration_and_the_worker(
    transcriber: LocalTranscriber,
) -> None:
    stream = await transcriber.open(TranscribeOptions(ONE))
    await stream.send(AudioFrame(0, 0, recording("customer.wav")[:FRAME]))
    reading = asyncio.create_task(collect(stream))
    await asyncio.sleep(0)
    await stream.aclose()
    assert await asyncio.wait_for(reading, 5) == []
    with pytest.raises(SpeechError):
        await stream.send(AudioFrame(0, 1, b"\0" * FRAME))
    assert not exists(stream.worker_pid)


async def test_a_worker_leaves_when_its_server_is_gone() -> None:
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "salescoach.speech.engines.local_worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert worker.stdin is not None
    worker.stdin.close()
    output, _ = await asyncio.wait_for(worker.communicate(), 20)
    assert worker.returncode == 0
    assert output == b"\x41\0\0\0\0\0", "a frame that says ready, and not a byte more"


async def test_the_event_loop_stays_free_while_speech_is_decoded(
    transcriber: LocalTranscriber,
) -> None:
    late: list[float] = []

    async def tick() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            late.append(time.perf_counter() - before)

    ticking = asyncio.create_task(tick())
    tracks = [recording("salesperson.wav"), recording("customer.wav")]
    began = time.perf_counter()
    await transcribe(transcriber, tracks, TranscribeOptions(BOTH, realtime=False))
    took = time.perf_counter() - began
    ticking.cancel()
    assert sorted(late)[len(late) // 2] < took / 20
    assert len(late) > 20


async def test_a_spare_worker_waits_for_the_next_call() -> None:
    engine = LocalTranscriber(LocalOptions(warm_workers=1))
    await engine.warm_up()
    stream = await engine.open(TranscribeOptions(ONE))
    pid = stream.worker_pid
    await stream.aclose()
    await engine.warm_up()
    second = await engine.open(TranscribeOptions(ONE))
    assert second.worker_pid != pid
    await second.aclose()
    await engine.aclose()
    with pytest.raises(SpeechError):
        await engine.open(TranscribeOptions(ONE))


async def test_economy_makes_fewer_interims_in_the_middle_of_a_call() -> None:
    engine = LocalTranscriber(
        LocalOptions(
            update_interval_ms=100, file_interval_ms=100, economy_interval_ms=10_000, warm_workers=0
        )
    )
    pcm = recording("salesperson.wav")

    async def interims(economy: bool) -> int:
        stream = await engine.open(TranscribeOptions(ONE, realtime=False))
        await feed(stream, [pcm[: FRAME * 5]])
        stream.set_economy(economy)
        await feed(stream, [pcm[FRAME * 5 :]])
        await stream.finish()
        heard = await collect(stream)
        await stream.aclose()
        stream.set_economy(False)
        assert word_error_rate(said("salesperson"), text_of(heard, 0)) <= 0.25
        return sum(not line.is_final for line in heard)

    assert await interims(economy=True) < await interims(economy=False)
    await engine.aclose()
