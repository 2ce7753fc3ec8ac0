"""An answer by voice is heard whole, one at a time, and what is no answer is refused."""

import asyncio

import pytest

from salescoach.kit.errors import Conflict, InvalidInput, Unavailable
from salescoach.rooms.practice.hearing import MOST_S, Hearing
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from salescoach.speech.errors import SpeechError
from tests.fakes import MortalTranscriber

SECOND = bytes(32_000)


async def test_the_last_words_are_heard_too() -> None:
    script = (ScriptLine(0, 0, 500, "I hear you."), ScriptLine(0, 600, 990, "Compared to what?"))
    assert (
        await Hearing(ScriptedTranscriber(script)).hear(SECOND) == "I hear you. Compared to what?"
    )


async def test_silence_is_no_words() -> None:
    assert await Hearing(ScriptedTranscriber(())).hear(SECOND) == ""


@pytest.mark.parametrize(
    ("pcm", "code"),
    [(b"", "not_audio"), (b"abc", "not_audio"), (SECOND * (MOST_S + 1), "answer_too_long")],
)
async def test_what_cannot_be_heard_is_refused(pcm: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await Hearing(ScriptedTranscriber(())).hear(pcm)
    assert refused.value.code == code


async def test_one_at_a_time() -> None:
    hearing = Hearing(ScriptedTranscriber(()))
    first = asyncio.create_task(hearing.hear(SECOND * 30))
    await asyncio.sleep(0)
    with pytest.raises(Conflict):
        await hearing.hear(SECOND)
    await first
    assert await hearing.hear(SECOND) == ""


async def test_a_dying_engine_says_so() -> None:
    engine = MortalTranscriber((ScriptLine(0, 0, 900, "Never heard."),), lives_ms=200)
    with pytest.raises(SpeechError):
        await Hearing(engine).hear(SECOND)


async def test_without_an_engine_it_is_typed() -> None:
    with pytest.raises(Unavailable):
        await Hearing(None).hear(SECOND)
