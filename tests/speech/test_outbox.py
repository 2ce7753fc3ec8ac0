import asyncio

import pytest

from salescoach.domain.transcript import Transcript
from salescoach.speech.errors import SpeechError
from salescoach.speech.outbox import Outbox


def line(line_id: str, text: str, is_final: bool = False) -> Transcript:
    return Transcript(0, line_id, text, is_final, 0, 100)


async def test_a_slow_reader_gets_only_the_newest_interim_and_every_final() -> None:
    outbox = Outbox()
    for text in ("a", "a b", "a b c"):
        outbox.put(line("0", text))
    outbox.put(line("0", "A b c.", is_final=True))
    outbox.put(line("1", "d"))
    outbox.put(line("1", "d e"))
    outbox.close()
    assert [transcript.text async for transcript in outbox] == ["A b c.", "d e"]


async def test_a_reader_that_waits_is_woken() -> None:
    outbox = Outbox()
    reading = asyncio.ensure_future(anext(outbox))
    await asyncio.sleep(0)
    outbox.put(line("0", "hello"))
    assert (await reading).text == "hello"


async def test_a_failure_comes_after_what_was_heard_before_it() -> None:
    outbox = Outbox()
    outbox.put(line("0", "last words", is_final=True))
    outbox.close(SpeechError("died"))
    outbox.close()
    assert (await anext(outbox)).text == "last words"
    with pytest.raises(SpeechError, match="died"):
        await anext(outbox)
