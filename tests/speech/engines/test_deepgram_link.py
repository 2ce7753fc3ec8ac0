"""A connection with a far end of the test's own, for what no service does on command."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.deepgram_goodbyes import Goodbyes
from salescoach.speech.engines.deepgram_lines import Lines
from salescoach.speech.engines.deepgram_link import Link
from salescoach.speech.engines.deepgram_nova import NovaLines
from salescoach.speech.engines.deepgram_options import Timing
from salescoach.speech.engines.deepgram_unsettled import UnsettledAudio
from salescoach.speech.errors import SpeechError
from salescoach.speech.vocabulary import Mender


class Broken:
    """A socket whose client has a defect."""

    async def send_media(self, message: bytes) -> None:
        return

    async def send_close_stream(self) -> None:
        return

    def __aiter__(self) -> AsyncIterator[object]:
        return self

    async def __anext__(self) -> object:
        raise KeyError("defect")


class Defective:
    def connect(self) -> AbstractAsyncContextManager[Any]:
        @asynccontextmanager
        async def connected() -> AsyncIterator[Broken]:
            yield Broken()

        return connected()

    def lines(self, channel: int, mender: Mender) -> Lines:
        return NovaLines(channel, mender, voices=False)

    async def keep_alive(self, socket: Any) -> None:
        return

    async def flush(self, socket: Any, *, unfinished: bool) -> None:
        return


async def test_a_reader_that_dies_is_a_lost_connection() -> None:
    told: asyncio.Queue[SpeechError] = asyncio.Queue()
    dialect = Defective()
    heard: list[Transcript] = []
    lines = dialect.lines(1, Mender(()))
    goodbyes = Goodbyes(1)
    link = Link(dialect, lines, Timing(), goodbyes, heard.append, lambda: None, told.put_nowait)
    await link.connect()
    error = await asyncio.wait_for(told.get(), 20)
    assert (error.code, error.retryable) == ("deepgram_cut", True)
    assert link.over
    await link.aclose()
    await goodbyes.aclose()


def test_audio_is_held_from_the_sample_after_the_last_settled_one() -> None:
    audio = UnsettledAudio()
    audio.add(b"aabbcc")
    audio.add(b"ddee")
    audio.forget_before(2)
    assert (audio.start, audio.end, b"".join(audio)) == (2, 5, b"ccddee")
    audio.forget_before(99)
    assert (audio.start, audio.end, b"".join(audio)) == (5, 5, b"")
