import asyncio
from pathlib import Path

import pytest

from salescoach.domain.audio import AudioFrame, Channel, Speaker, ms_to_samples
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.scripted import (
    ScriptedTranscriber,
    ScriptLine,
    read_script,
)
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions

OPTIONS = TranscribeOptions((Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER)))
SCRIPT = (
    ScriptLine(0, 0, 1_000, "How are you today?"),
    ScriptLine(1, 1_200, 2_200, "It is too expensive."),
    ScriptLine(0, 3_000, 4_000, "I see."),
)


class Call:
    """A stream whose lines are collected as they come."""

    def __init__(self) -> None:
        self.heard: list[Transcript] = []

    async def begin(self) -> "Call":
        self.stream = await ScriptedTranscriber(SCRIPT).open(OPTIONS)
        self._reading = asyncio.create_task(self._read())
        return self

    async def _read(self) -> None:
        async for transcript in self.stream:
            self.heard.append(transcript)

    async def hear(self, channel: int, ms: int) -> list[Transcript]:
        """What is said during ``ms`` more of the channel's audio, sent in frames of 100 ms."""
        before = len(self.heard)
        for _ in range(ms // 100):
            await self.stream.send(AudioFrame(channel, 0, b"\0\0" * ms_to_samples(100)))
            for _ in range(3):
                await asyncio.sleep(0)
        return self.heard[before:]

    async def finish(self) -> list[Transcript]:
        before = len(self.heard)
        await self.stream.finish()
        await self._reading
        return self.heard[before:]


async def test_words_come_as_the_audio_passes_and_the_final_after_its_delay() -> None:
    call = await Call().begin()
    heard = await call.hear(0, 1_100)
    assert [(line.text, line.is_final) for line in heard] == [
        ("How", False),
        ("How are", False),
        ("How are you", False),
        ("How are you today?", False),
    ]
    (final,) = await call.hear(0, 100)
    assert final == Transcript(0, "0", "How are you today?", True, 0, 1_000, 0.95)
    assert await call.hear(0, 500) == []
    assert await call.finish() == []


async def test_a_line_never_ends_after_the_audio_that_was_sent() -> None:
    call = await Call().begin()
    heard = await call.hear(0, 600)
    assert [line.end_ms for line in heard] == [300, 500]


async def test_each_channel_has_its_own_time() -> None:
    call = await Call().begin()
    assert await call.hear(1, 1_200) == []
    assert {line.channel for line in await call.hear(1, 1_200)} == {1}
    assert call.heard[-1].is_final


async def test_finish_keeps_the_words_said_so_far_and_invents_none() -> None:
    call = await Call().begin()
    await call.hear(0, 600)
    (final,) = await call.finish()
    assert final == Transcript(0, "0", "How are", True, 0, 600, 0.95)


async def test_lines_are_told_apart_by_their_id() -> None:
    call = await Call().begin()
    await call.hear(0, 5_000)
    finals = [line for line in call.heard if line.is_final]
    assert [line.text for line in finals] == ["How are you today?", "I see."]
    assert len({line.line_id for line in finals}) == 2


async def test_an_unknown_channel_and_audio_after_the_end_are_refused() -> None:
    call = await Call().begin()
    with pytest.raises(SpeechError, match="channel 7"):
        await call.hear(7, 100)
    await call.finish()
    with pytest.raises(SpeechError, match="after the end"):
        await call.hear(0, 100)


async def test_closing_ends_the_iteration_and_may_happen_twice() -> None:
    call = await Call().begin()
    await call.stream.aclose()
    await call.stream.aclose()
    assert await call.finish() == []


def test_a_script_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    path.write_text('[{"channel": 1, "start_ms": 5, "end_ms": 900, "text": "Hello."}]')
    assert read_script(path) == (ScriptLine(1, 5, 900, "Hello."),)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{}", "at top"),
        ('[{"channel": 1, "start_ms": 5, "end_ms": 900}]', r"at 0\.text"),
        ('[{"channel": 1, "start_ms": 9, "end_ms": 9, "text": "x"}]', "before it starts"),
        ("no json", "at top"),
    ],
)
def test_a_wrong_script_says_what_is_wrong(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "script.json"
    path.write_text(content)
    with pytest.raises(SpeechError, match=complaint) as raised:
        read_script(path)
    assert raised.value.code == "script_invalid"
    assert not raised.value.retryable


def test_a_missing_script_says_so(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="cannot be read"):
        read_script(tmp_path / "none.json")
