"""Stand-ins that are real engines: small, exact and without a model."""

import re
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from salescoach.domain.audio import AudioFrame, Channel, Speaker, ms_to_samples
from salescoach.domain.guidance import Guidance
from salescoach.domain.playbook import Playbook
from salescoach.domain.slots import filled
from salescoach.domain.suggestion import Suggestion
from salescoach.domain.transcript import Transcript
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.coach import CallView, Coach, LocalCoach
from salescoach.pipeline.index import PlaybookIndex, build_index
from salescoach.rooms.playbook.loader import load_default
from salescoach.speech.engines.scripted import ScriptedStream, ScriptedTranscriber, ScriptLine
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions, TranscriptStream

DIMENSIONS = 384
BOTH = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))


class WordEmbedder:
    """Whole words, hashed: texts are as near as the share of words they have in common."""

    dimensions = DIMENSIONS

    async def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"[a-z0-9']+", text.lower()) or [""]:
                row[zlib.crc32(word.encode()) % DIMENSIONS] += 1
            row /= np.linalg.norm(row)
        return rows

    async def keep(self, texts: Sequence[str]) -> None:
        await self.embed(texts)


class BrokenCoach:
    """Fails while ``broken``; advises like ``coach`` afterwards."""

    def __init__(self, coach: Coach) -> None:
        self.broken = True
        self._coach = coach

    async def advise(
        self, view: CallView, playbook: Playbook
    ) -> AsyncIterator[Suggestion | Guidance]:
        if self.broken:
            raise RuntimeError("the coach has a bad day")
        async for advice in self._coach.advise(view, playbook):
            yield advice


class _ScriptedEngine:
    """What every engine of a script has in common."""

    capabilities = ScriptedTranscriber.capabilities

    def __init__(self, script: Sequence[ScriptLine]) -> None:
        self.script = tuple(script)

    async def warm_up(self) -> None:
        return

    async def aclose(self) -> None:
        return


class MortalTranscriber(_ScriptedEngine):
    """Its first stream dies when a channel has sent ``lives_ms``; later ones hear the script from
    where they were told to begin."""

    def __init__(self, script: Sequence[ScriptLine], lives_ms: int) -> None:
        super().__init__(script)
        self._lives_ms = lives_ms
        self.opened = 0
        self.begins_ms: dict[int, int] = {}

    async def open(self, options: TranscribeOptions) -> TranscriptStream:
        self.opened += 1
        if self.opened == 1:
            stream = await ScriptedTranscriber(self.script).open(options)
            return _MortalStream(stream, self._lives_ms)
        rest = [
            ScriptLine(
                line.channel,
                line.start_ms - self.begins_ms.get(line.channel, 0),
                line.end_ms - self.begins_ms.get(line.channel, 0),
                line.text,
            )
            for line in self.script
            if line.start_ms >= self.begins_ms.get(line.channel, 0)
        ]
        return await ScriptedTranscriber(rest).open(options)


class _MortalStream:
    def __init__(self, stream: TranscriptStream, lives_ms: int) -> None:
        self._stream = stream
        self._left = ms_to_samples(lives_ms)
        self._dead = False

    async def send(self, frame: AudioFrame) -> None:
        self._left -= frame.samples if frame.channel == 0 else 0
        if self._left < 0:
            self._dead = True
            await self._stream.aclose()
            raise SpeechError("the engine died")
        await self._stream.send(frame)

    async def finish(self) -> None:
        self._dead = True
        await self._stream.aclose()

    async def aclose(self) -> None:
        await self._stream.aclose()

    def set_economy(self, on: bool) -> None:
        self._stream.set_economy(on)

    def heard_ms(self, channel: int) -> int:
        return self._stream.heard_ms(channel)

    async def __aiter__(self) -> AsyncIterator[Transcript]:
        async for line in self._stream:
            yield line
        if self._dead:
            raise SpeechError("the engine died")


class TakesBack(_ScriptedEngine):
    """Shows the script's last line, and then finds that it was nothing."""

    async def open(self, options: TranscribeOptions) -> TranscriptStream:
        stream = await ScriptedTranscriber(self.script).open(options)
        return _TakingBack(stream, str(len(self.script) - 1))


class _TakingBack:
    def __init__(self, stream: ScriptedStream, line_id: str) -> None:
        self._stream = stream
        self._line_id = line_id
        self.send = stream.send
        self.finish = stream.finish
        self.aclose = stream.aclose
        self.set_economy = stream.set_economy
        self.heard_ms = stream.heard_ms

    async def __aiter__(self) -> AsyncIterator[Transcript]:
        async for line in self._stream:
            nothing = line.is_final and line.line_id == self._line_id
            yield replace(line, text="") if nothing else line


@cache
def playbook() -> Playbook:
    return filled(load_default())


_INDEXES: list[PlaybookIndex] = []


async def index() -> PlaybookIndex:
    """The default playbook by its words; built once for all tests, which only read it."""
    if not _INDEXES:
        _INDEXES.append(await build_index(playbook(), WordEmbedder()))
    return _INDEXES[0]


async def expertise(coach: Coach | None = None) -> Expertise:
    built = await index()
    return Expertise(built.playbook, built, WordEmbedder(), coach or LocalCoach(built))


def trigger(category_id: str, place: int = 0) -> str:
    """Words of a customer that call for a category of the default playbook."""
    category = playbook().category(category_id)
    assert category is not None
    return [line for script in category.scripts for line in script.triggers][place]


def frame(channel: int, seq: int, ms: int = 100) -> AudioFrame:
    return AudioFrame(channel, seq, bytes(2 * ms_to_samples(ms)))
