"""The sound of an imported recording, kept as a live call's is: salesperson left, customer right,
in call time, with what was masked silent.

The file is read a second time, once the call is known to its end: what is masked in it was not
known while it was heard. No more than a second of it is held at a time.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import numpy as np

from salescoach.domain.audio import SAMPLE_RATE, Channel
from salescoach.pipeline.state import fold
from salescoach.rooms.imports.journal import read_journal
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.live.replay import Frames, each_frame
from salescoach.rooms.recordings.mixdown import Sound, sides, silenced
from salescoach.rooms.recordings.recorder import masked_spans


async def keep_sound(
    frames: Frames, channels: Sequence[Channel], journal: Path, staged: StagedSound
) -> None:
    """``frames`` are all of the file's, from its begin. Raises as ``StagedSound.make``, and what
    ``frames`` raises."""
    spans = await asyncio.to_thread(_masked, journal)
    blocks = _blocks(frames, sides(channels))
    loop = asyncio.get_running_loop()

    async def following() -> Sound | None:
        return await anext(blocks, None)

    def drawn() -> Iterator[Sound]:
        while (block := asyncio.run_coroutine_threadsafe(following(), loop).result()) is not None:
            yield block

    await asyncio.to_thread(staged.make, silenced(drawn(), spans))


def _masked(journal: Path) -> list[tuple[int, int]]:
    return masked_spans(fold(read_journal(journal).events))


async def _blocks(frames: Frames, groups: Sequence[Sequence[int]]) -> AsyncIterator[Sound]:
    """About a second each, a row for each of ``groups``, whose channels are added up."""
    row_of = {channel: row for row, group in enumerate(groups) for channel in group}
    pending: list[Sound] = []
    first, samples = None, 0
    async for frame in each_frame(frames):
        pcm = np.frombuffer(frame.pcm, "<i2")
        first = frame.channel if first is None else first
        if frame.channel == first:
            if samples >= SAMPLE_RATE:
                yield _mixed(pending)
                pending, samples = [], 0
            pending.append(np.zeros((len(groups), len(pcm)), np.int32))
            samples += len(pcm)
        pending[-1][row_of[frame.channel]] += pcm
    if pending:
        yield _mixed(pending)


def _mixed(added: Sequence[Sound]) -> Sound:
    return np.clip(np.concatenate(added, axis=1), -32_768, 32_767).astype(np.int16)
