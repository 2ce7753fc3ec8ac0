import asyncio
from typing import cast

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent
from salescoach.domain.turn import Turn
from salescoach.kit.clock import ManualClock
from salescoach.kit.spare_time import SpareTime
from salescoach.pipeline.brain import Brain
from salescoach.pipeline.state import CallState
from salescoach.pipeline.thinking import Thinking
from salescoach.pipeline.turns import TurnUpdate

SAID = "We would have to see what that costs us in the first year"


class _Reader:
    """What is read of unfinished words."""

    def __init__(self) -> None:
        self.early: list[str] = []

    def overhear(self, turn: Turn) -> None:
        pass

    def vanish(self, turn: Turn) -> None:
        pass

    async def consider_early(self, turn: Turn) -> None:
        self.early.append(turn.text)


def _beginning(words: int) -> str:
    return " ".join(SAID.split()[:words])


def _heard(words: int, *, is_final: bool = False) -> TurnUpdate:
    text = _beginning(words)
    turn = Turn("t1", Speaker.CUSTOMER, text, 0, 300 * words)
    return TurnUpdate(turn, channel=1, is_final=is_final, line=text, line_start_ms=0)


def _emit(event: CallEvent) -> None:
    raise AssertionError(event)


async def test_unfinished_words_wait_for_spare_time_and_the_newest_are_read() -> None:
    reader = _Reader()
    spare = SpareTime(1, ManualClock())
    thinking = Thinking(cast("Brain", reader), CallState(), _emit, spare)

    async with spare:
        for words in (8, 10, 12):
            thinking.overhear(_heard(words))
            await asyncio.sleep(0)
        assert reader.early == []
    for _ in range(10):
        await asyncio.sleep(0)

    assert reader.early == [_beginning(10)]


async def test_words_that_were_finished_meanwhile_are_not_read_early() -> None:
    reader = _Reader()
    spare = SpareTime(1, ManualClock())
    thinking = Thinking(cast("Brain", reader), CallState(), _emit, spare)

    async with spare:
        thinking.overhear(_heard(8))
        await asyncio.sleep(0)
        thinking.settle(_heard(9, is_final=True))
    for _ in range(10):
        await asyncio.sleep(0)

    assert reader.early == []
    async with asyncio.timeout(5):
        async with spare:
            pass
