"""Calls over a real socket to a real server, which is stopped, killed and started again."""

import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.domain.audio import MIN_FRAME_MS, AudioFrame
from salescoach.speech.media import frames
from tests.live_server.running import RunningServer, running
from tests.rooms.live.hearing import said

pytestmark = pytest.mark.speech

RECORDING = Path(__file__).parents[2] / "fixtures" / "audio" / "two_channel_short.ogg"
SCRIPT = [
    {"channel": 0, "start_ms": 100, "end_ms": 900, "text": "Did you look at our offer?"},
    {"channel": 1, "start_ms": 1_200, "end_ms": 2_600, "text": "It is too expensive for us."},
]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    script = tmp_path / "script.json"
    script.write_text(json.dumps(SCRIPT))
    settings = {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}
    async with running(tmp_path, **settings) as server:
        yield server


def silence(first: int, count: int) -> list[AudioFrame]:
    return [said(seq, 0, channel) for seq in range(first, first + count) for channel in (0, 1)]


async def test_a_call_from_start_to_delete(server: RunningServer) -> None:
    async with server.page() as page:
        opened = await page.start(customer={"name": "Ada"})
        await page.speak(*silence(0, 35))
        await page.expect("transcription", is_final=True, speaker="customer")
        card = await page.expect("suggestion")
        assert card["highlight_toolkit"] == ["price"]
        await page.say("end_call")
        ended = await page.expect("call_ended")
        acks = [m for m in page.messages if m["type"] == "audio_ack" and m["channel"] == 1]
        assert acks[-1]["seq"] == 34
        assert ended["duration_s"] == 3.5
        assert await page.closed() == 1000
    call = opened["call_id"]
    [listed] = (await server.get("/calls"))["calls"]
    assert (listed["id"], listed["status"]) == (call, "ended")
    assert not (server.spool / call).exists()
    assert await server.delete(f"/calls/{call}") == 200
    assert (await server.get("/calls"))["calls"] == []


async def test_a_recording_is_kept_over_a_restart_and_goes_with_its_call(
    server: RunningServer,
) -> None:
    async with server.page() as page:
        opened = await page.start(record_audio=True)
        await page.speak(*silence(0, 5))
        await page.expect("audio_ack", seq=4)
        await page.say("end_call")
        await page.closed()
    kept = server.spool / opened["call_id"]
    await server.stop()
    await server.start()
    sound = server.spool.parent / "audio" / opened["call_id"]
    assert list(kept.glob("*/*.seg")) or list(sound.glob("call.opus"))
    assert await server.delete(f"/calls/{opened['call_id']}") == 200
    assert not kept.exists()
    assert not sound.exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_a_call_outlives_its_server(server: RunningServer, how: signal.Signals) -> None:
    async with server.page() as page:
        opened = await page.start()
        await page.speak(*silence(0, 20))
        await page.expect("transcription", is_final=True, speaker="salesperson")
        await page.expect("audio_ack", channel=1, seq=19)
        await server.stop(how)
        # Both make a page come back: the restart is announced, the broken line is not.
        assert await page.closed() in ((1012,) if how is signal.SIGTERM else (1006, None))
        seen = page.seqs[-1]
    await server.start()
    [listed] = (await server.get("/calls"))["calls"]
    assert listed["status"] == "interrupted"
    async with server.page() as again:
        resumed = await again.resume(opened, seen)
        assert resumed["audio"] == {"0": 20, "1": 20}
        await again.speak(*silence(20, 5))
        await again.expect("audio_ack", channel=1, seq=24)
        await again.say("end_call")
        ended = await again.expect("call_ended")
        assert ended["duration_s"] == 2.5
        assert page.seqs + again.seqs == list(range(1, ended["seq"] + 1))


async def test_the_second_page_closes_the_first(server: RunningServer) -> None:
    async with server.page() as first, server.page() as second:
        opened = await first.start()
        await second.resume(opened, 0)
        assert await first.closed() == 4409
        await second.say("end_call")
        assert await second.closed() == 1000


async def test_nonsense_has_codes_and_the_call_goes_on(server: RunningServer) -> None:
    async with server.page() as page:
        await page.start()
        await page.socket.send("{")
        assert (await page.expect("error"))["code"] == "malformed_json"
        await page.socket.send(b"\x07" * 30)
        assert (await page.expect("error"))["code"] == "frame_version"
        await page.speak(*silence(0, 1))
        await page.expect("audio_ack", channel=1, seq=0)
        await page.say("end_call")
        await page.expect("call_ended")


def recorded() -> list[AudioFrame]:
    """The recording, without the crumb at its end that is too short for the socket."""
    return [frame for frame in frames(RECORDING, (0, 1)) if frame.duration_ms >= MIN_FRAME_MS]


async def test_the_real_engine_hears_both_sides_even_when_it_is_killed(tmp_path: Path) -> None:
    async with running(tmp_path, STT_ENGINE="local", SPEECH_WARM_WORKERS="1") as server:
        async with server.page() as page:
            opened = await page.start()
            sound = recorded()
            half = len(sound) // 2
            await page.speak(*sound[:half])
            await page.expect("transcription", is_final=True, speaker="salesperson")
            for worker in workers_of(server.pid):
                os.kill(worker, signal.SIGKILL)
            await page.expect("degraded", component="transcriber")
            await page.speak(*sound[half:])
            await page.say("end_call")
            await page.expect("call_ended")
        turns = (await server.get(f"/calls/{opened['call_id']}"))["turns"]
        texts = dict.fromkeys(("salesperson", "customer"), "")
        for turn in turns:
            texts[turn["speaker"]] += f" {turn['text'].lower()}"
        assert "offer" in texts["salesperson"]
        assert "month" in texts["salesperson"]
        assert "expensive" in texts["customer"]
        assert "expensive" not in texts["salesperson"]
        assert "recovered" in [m["type"] for m in page.messages]


async def test_an_objection_that_is_really_heard_brings_its_card(tmp_path: Path) -> None:
    async with running(tmp_path, STT_ENGINE="local") as server, server.page() as page:
        await page.start()
        await page.speak(*recorded())
        await page.say("end_call")
        await page.expect("call_ended")
        said = [m["text"] for m in page.messages if m["type"] == "transcription"]
        assert any("too expensive" in text for text in said)
        cards = [m for m in page.messages if m["type"] == "suggestion"]
        assert ["price"] in [card["highlight_toolkit"] for card in cards]


def workers_of(pid: int) -> list[int]:
    """The processes that a server has started. Only Linux tells them without further tools."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.is_file():
        pytest.skip("this system does not tell which processes belong to a server")
    return [int(child) for child in children.read_text().split()]
