"""What the tests of the desk say in its calls, and what they find in them."""

from salescoach.domain.events import (
    CallEvent,
)
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.opening import Opened
from tests.rooms.live.hearing import said
from tests.rooms.live.place import until


def speak(call: LiveCall, first: int, count: int, channel: int = 0) -> None:
    for seq in range(first, first + count):
        call.receive(said(seq, seq + 1, channel))


def breathe(call: LiveCall, first: int, count: int = 4, channel: int = 0) -> None:
    for seq in range(first, first + count):
        call.receive(said(seq, 0, channel))


async def heard(desk: CallDesk, call: LiveCall, *expected: str) -> None:
    await until(lambda: words_of(call) == list(expected))
    await desk.log.drain()


def words_of(call: LiveCall) -> list[str]:
    return [word for turn in call.session.state.turns.values() for word in turn.text.split()]


async def log_of(desk: CallDesk, opened: Opened) -> list[CallEvent]:
    return await desk.log.read(opened.call.id)
